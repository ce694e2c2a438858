import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The programs that Bylaw compares itself with. */
export type ReferenceProgram = 'kyverno' | 'helm' | 'cosign';

/**
 * Finds a program: the path given, the variable named like it in capitals, the folder of `BYLAW_REFERENCE_BIN`, or the
 * PATH. `undefined` when it is not installed.
 */
export function findProgram(name: ReferenceProgram, given?: string): string | undefined {
  if (given !== undefined) return isExecutable(given) ? given : undefined;
  const { BYLAW_REFERENCE_BIN = join(homedir(), '.cache/bylaw-reference/bin'), PATH = '' } = process.env;
  const folders = [BYLAW_REFERENCE_BIN, ...PATH.split(delimiter)];
  const candidates = [process.env[name.toUpperCase()], ...folders.map((folder) => join(folder, name))];
  return candidates.find((path) => path !== undefined && path !== '' && isExecutable(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What a program printed, and how it ended; `null` when it was killed. */
export interface ProgramRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const maxOutput = 1 << 30;
const maxMilliseconds = 30 * 60 * 1000;

/** Runs a program to its end. Throws when it cannot be started. */
export function runProgram(program: string, args: readonly string[], folder?: string): ProgramRun {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: maxOutput,
    timeout: maxMilliseconds,
  });
  if (error) throw new Error(`cannot run \`${program}\``, { cause: error });
  return { status, stdout, stderr };
}
