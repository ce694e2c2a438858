import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { runGit } from './run-git.ts';

export interface RemoteRepository {
  /** `https://host/owner/repository` */
  readonly url: string;
  /** A branch or a tag. */
  readonly branch: string;
  readonly username?: string;
  readonly password?: string;
}

/** Copies the last commit of a branch into a new folder. Throws GitError. */
export async function cloneRepository(remote: RemoteRepository, folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const args = ['clone', '--quiet', '--depth=1', `--branch=${remote.branch}`, '--', remote.url, folder];
  await runGit(dirname(folder), args, { GIT_ALLOW_PROTOCOL: 'http:https', ...credentials(remote) });
}

/** Credentials go by environment, since everybody on the machine can read the arguments of a process. */
function credentials({ url, username, password }: RemoteRepository): Readonly<Record<string, string>> {
  if (!username && !password) return {};
  const secret = Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${new URL(url).origin}/.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${secret}`,
  };
}
