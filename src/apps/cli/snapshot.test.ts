import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..', '..', '..');
const chart = join(root, 'examples/acme/sources/security-policy/charts/security-policy');

/** A checkout whose `main.ts` only says so: whatever prints more was started from the snapshot. */
function checkout(): string {
  const copy = mkdtempSync(join(tmpdir(), 'bylaw-snapshot-'));
  for (const part of ['bin', 'src', 'scripts', 'examples', 'package.json']) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  mkdirSync(join(copy, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '.cache') symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  }
  writeFileSync(join(copy, 'src/apps/cli/main.ts'), `console.log('sources', ...process.argv.slice(2));\n`);
  return copy;
}

function run(program: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
  return { status, stdout, stderr };
}

describe('the snapshot of `bylaw template`', () => {
  let copy: string;
  const bylaw = (...args: string[]) => run(join(copy, 'bin/bylaw'), ...args);
  beforeAll(() => {
    copy = checkout();
    expect(bylaw('template', chart).stdout).toBe(`sources template ${chart}\n`);
    expect(run('node', join(copy, 'scripts/build.mjs'))).toEqual({ status: 0, stdout: '', stderr: '' });
  }, 120_000);

  it('prints what the sources print, also of a bad chart', () => {
    for (const args of [[chart], ['acme', chart, '--set', 'a=b', '-n', 'x'], ['no-such-chart'], ['--no-such-flag']]) {
      const sources = run(
        join(root, 'node_modules/.bin/node'),
        join(root, 'src/apps/cli/main.ts'),
        'template',
        ...args,
      );
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
