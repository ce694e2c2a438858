import { appendFileSync, cpSync, renameSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyCheckout, makeSnapshots, root, runProgram } from './testing/checkout.ts';

const chart = join(root, 'examples/acme/sources/security-policy/charts/security-policy');

describe('the snapshot of `bylaw template`', () => {
  let copy: string;
  const bylaw = (...args: string[]) => runProgram(join(copy, 'bin/bylaw'), args);
  beforeAll(() => {
    copy = copyCheckout();
    expect(bylaw('template', chart).stdout).toBe(`sources template ${chart}\n`);
    expect(makeSnapshots(copy)).toEqual({ status: 0, stdout: '', stderr: '' });
  }, 120_000);

  it('prints what the sources print, also of a bad chart', () => {
    for (const args of [[chart], ['acme', chart, '--set', 'a=b', '-n', 'x'], ['no-such-chart'], ['--no-such-flag']]) {
      const node = join(root, 'node_modules/.bin/node');
      const sources = runProgram(node, [join(root, 'src/apps/cli/main.ts'), 'template', ...args]);
      expect(bylaw('template', ...args)).toEqual(sources);
    }
  });

  it('leaves everything that it does not hold to the sources', () => {
    expect(bylaw('lint').stdout).toBe('sources lint\n');
    expect(bylaw('template', chart, '--lookup-from', 'x').stdout).toBe(`sources template ${chart} --lookup-from x\n`);
  });

  it.each([
    ['src/domain/chart/render.ts', (path: string) => appendFileSync(path, '\n')],
    ['src/apps/cli/main.ts', (path: string) => appendFileSync(path, '\n')],
    ['src/languages/gotemplate/syntax/lexer.ts', touch],
    ['src/apps/cli/commands.ts', touch],
  ])('gives way to the sources when %s has changed', (file, change) => {
    const path = join(copy, file);
    expect(bylaw('template', chart).stdout).toContain('# Source: ');
    renameSync(path, `${path}.kept`);
    cpSync(`${path}.kept`, path, { preserveTimestamps: true });
    change(path);
    expect(bylaw('template', chart).stdout).toBe(`sources template ${chart}\n`);
    renameSync(`${path}.kept`, path);
  });
});

/** Only the time changes, as when a byte is replaced by another. */
function touch(path: string): void {
  utimesSync(path, new Date(), new Date());
}
