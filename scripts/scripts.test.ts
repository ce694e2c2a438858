import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** A house with these files and a copy of our scripts. */
function house(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'bylaw-house-'));
  mkdirSync(join(root, 'src'));
  cpSync(import.meta.dirname, join(root, 'scripts'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function run(root: string, script: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts', script), ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the layer check', () => {
  it.each([
    [
      'an import that runs up',
      'src/foundations/kube/a.ts',
      "import { x } from '../../domain/policy/index.ts';",
      '`foundations/kube` may not import',
    ],
    [
      'an import past the front door of a room',
      'src/domain/engine/a.ts',
      "import { x } from '../policy/load.ts';",
      '`domain/policy` is imported through its index.ts only',
    ],
    ['a clock in a pure room', 'src/domain/engine/a.ts', 'export const t = Date.now();', 'is pure but uses the clock'],
    [
      'a disk in a pure room',
      'src/domain/engine/a.ts',
      "import 'x';\nimport { y } from 'node:fs';",
      'uses a Node module',
    ],
    ['a room that is not on the plan', 'src/cellar/wine/a.ts', 'export {};', '`cellar/wine` is no room of the house'],
  ])('refuses %s', (_, path, text, said) => {
    const { status, stderr } = run(house({ [path]: text }), 'check-layers.ts');
    expect(stderr).toContain(path);
    expect(stderr).toContain(said);
    expect(status).toBe(1);
  });

  it('is content with an import that runs down', () => {
    const files = { 'src/domain/engine/a.ts': "import { x } from '../../foundations/kube/index.ts';" };
    expect(run(house(files), 'check-layers.ts').status).toBe(0);
  });
});

describe('npm run new', () => {
  it.each([
    ['command', 'promote-all', 'src/apps/cli/commands/promote-all/run.ts', 'runPromoteAll', 'src/apps/cli/commands.ts'],
    ['lint-rule', 'no-wildcards', 'src/domain/lint/rules/no-wildcards.ts', 'findNoWildcards', 'lint-documents.ts'],
  ])('makes a %s, and says which list it goes into', (kind, name, path, text, list) => {
    const root = house({});
    const made = run(root, 'new.ts', kind, name);
    expect(made.status).toBe(0);
    expect(made.stdout).toContain(list);
    expect(readFileSync(join(root, path), 'utf8')).toContain(text);
    const again = run(root, 'new.ts', kind, name);
    expect([again.status, again.stderr.includes('is there already')]).toEqual([2, true]);
  });

  it.each([[['command', 'Not Kebab']], [['wing', 'east']], [['command', '../../outside']], [[]]])(
    'refuses %j',
    (args) => {
      const root = house({});
      const { status, stderr } = run(root, 'new.ts', ...args);
      expect([status, stderr.startsWith('usage: npm run new')]).toEqual([2, true]);
      expect(existsSync(join(root, 'src/apps'))).toBe(false);
    },
  );
});
