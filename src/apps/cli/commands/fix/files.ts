import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTree, unreadable } from '../../../../adapters/files/index.ts';
import { CommandFailure, failure } from '../../failure.ts';

/** The files below paths whose name is wanted, in order; a path that is a file is taken as it is. */
export async function filesBelow(
  paths: readonly string[],
  wanted: (path: string) => boolean,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const path of paths) {
    try {
      if (!(await stat(path)).isDirectory()) found.set(path, await readFile(path, 'utf8'));
      else
        for (const [name, data] of await readTree(path, wanted))
          found.set(join(path, name), Buffer.from(data).toString('utf8'));
    } catch (error) {
      throw new CommandFailure([unreadable(path, error)]);
    }
  }
  return found;
}

export async function saveFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw failure(
      'FILE_UNWRITABLE',
      `\`${path}\` cannot be written: ${(error as Error).message}`,
      'check its permissions',
    );
  }
}
