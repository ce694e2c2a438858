import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const maxOutput = 256 * 1024 * 1024;

/** Git failed: what was tried and what it said. */
export class GitError extends Error {}

/** Runs git in a folder, without hooks, prompts or the user's configuration getting in the way. Throws GitError. */
export async function runGit(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  const safe = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.quotePath=false', '-c', 'safe.directory=*', '-C', folder];
  try {
    const { stdout } = await execute('git', [...safe, ...args], {
      encoding: 'buffer',
      maxBuffer: maxOutput,
      env: { ...process.env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', ...env },
    });
    return stdout;
  } catch (error) {
    const { code, stderr, message } = error as NodeJS.ErrnoException & { stderr?: Buffer };
    if ((code as unknown) === 'ENOENT') throw new GitError('`git` is not installed or not on PATH', { cause: error });
    const said = stderr?.toString().trim().split('\n').at(-1) ?? message;
    throw new GitError(`git ${args[0]} in \`${folder}\` failed: ${said}`, { cause: error });
  }
}
