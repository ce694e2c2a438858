import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

// For tests: the command line as a process, the reference's beside it, and folders to run them in.

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const root = resolve(import.meta.dirname, '..', '..', '..');

/** Runs the command line in a folder. Past the time it is killed: then the status is null, which no test expects. */
export function runBylaw(cwd: string, args: readonly string[], input = ''): Ran {
  return run(join(root, 'bin', 'bylaw'), cwd, args, input);
}

const referenceFolder = process.env['BYLAW_REFERENCE_BIN'] ?? join(homedir(), '.cache', 'bylaw-reference', 'bin');
const reference = join(referenceFolder, 'kyverno');

/** Whether the real program is here. */
export const hasReference = existsSync(reference);
export const needsReference = 'skipped: needs kyverno, see CONTRIBUTING.md';

/** Runs the reference's command line in a folder. */
export function runReference(cwd: string, args: readonly string[], input = ''): Ran {
  return run(reference, cwd, args, input);
}

/** The same while this process goes on, for tests that answer what the program asks. */
export function runBylawLater(cwd: string, args: readonly string[], input = ''): Promise<Ran> {
  return runLater(join(root, 'bin', 'bylaw'), cwd, args, input);
}

/** Runs both command lines at once with the same arguments, in one folder or each in its own. */
export async function runBoth(
  folder: string | { readonly ours: string; readonly theirs: string },
  args: readonly string[],
  input = '',
): Promise<{ readonly ours: Ran; readonly theirs: Ran }> {
  const { ours, theirs } = typeof folder === 'string' ? { ours: folder, theirs: folder } : folder;
  const ran = await Promise.all([runBylawLater(ours, args, input), runLater(reference, theirs, args, input)]);
  return { ours: ran[0], theirs: ran[1] };
}

const env = { ...process.env, NO_COLOR: '1', KYVERNO_EXPERIMENTAL: 'true' };

function runLater(program: string, cwd: string, args: readonly string[], input: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, timeout: 55_000, env });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
    // A program that does not read its input is not wrong.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

function run(program: string, cwd: string, args: readonly string[], input: string): Ran {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', timeout: 55_000, env, input });
  return { status, stdout, stderr };
}

/** A new folder with the given files. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'bylaw-cli-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}
