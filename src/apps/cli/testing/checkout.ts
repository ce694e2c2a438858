import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..', '..', '..', '..');

/**
 * A copy of this checkout whose `main.ts` only says so: whatever prints more was started from the snapshots. They are not
 * made yet.
 */
export function copyCheckout(): string {
  const copy = mkdtempSync(join(tmpdir(), 'bylaw-checkout-'));
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

interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs a program to its end. `env` is added to the environment of the tests. */
export function runProgram(program: string, args: readonly string[], { cwd, env, input }: RunOptions = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, ...env },
    input,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

export const makeSnapshots = (checkout: string) => runProgram('node', [join(checkout, 'scripts/build.mjs')]);
