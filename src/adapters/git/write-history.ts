import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runGit } from './run-git.ts';

export interface CommitToWrite {
  /** The whole tree after the commit. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly date: number;
  /** `Name <mail>` */
  readonly author: string;
  readonly message: string;
}

/** Makes a new repository in an empty folder, with one commit for each tree. */
export async function writeHistory(folder: string, commits: readonly CommitToWrite[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await runGit(folder, ['init', '--quiet', '--initial-branch=main']);
  let present: ReadonlyMap<string, Uint8Array> = new Map();
  for (const commit of commits) {
    await writeTree(folder, present, commit.files);
    present = commit.files;
    await runGit(folder, ['add', '--all']);
    const [, name, mail] = /^(.*?)\s*<(.*)>$/.exec(commit.author) ?? [undefined, commit.author, ''];
    const date = `${Math.floor(commit.date / 1000)} +0000`;
    await runGit(folder, ['commit', '--quiet', '--allow-empty', '--message', commit.message], {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: mail,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: mail,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
    });
  }
}

async function writeTree(
  folder: string,
  before: ReadonlyMap<string, Uint8Array>,
  after: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  for (const path of before.keys()) if (!after.has(path)) await rm(join(folder, path));
  for (const [path, data] of after) {
    const known = before.get(path);
    if (known && Buffer.compare(known, data) === 0) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), data);
  }
}
