import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureFolder } from '../../../../adapters/files/index.ts';
import { type Change, formatChangeForFile } from '../../../../domain/report/index.ts';
import { failure } from '../../failure.ts';

/** Writes what policies made to one file, or into a folder: mutated ones by resource, generated ones by policy. */
export async function writeChanges(changes: readonly Change[], path: string): Promise<void> {
  const isFile = /\.ya?ml$/.test(path);
  const texts = new Map<string, string>(isFile ? [[path, '']] : []);
  for (const change of changes) {
    const name = change.kind === 'generated' ? `${change.policy}-generated` : `${change.triggerName}-mutated`;
    const file = isFile ? path : join(path, `${name}.yaml`);
    texts.set(file, (texts.get(file) ?? '') + formatChangeForFile(change));
  }
  try {
    ensureFolder(isFile ? dirname(path) : path);
    for (const [file, text] of texts) await writeFile(file, text);
  } catch (error) {
    throw failure('FILE_UNWRITABLE', `\`${path}\` cannot be written: ${(error as Error).message}`, 'check the folder');
  }
}
