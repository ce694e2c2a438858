import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it. Throws when it cannot. Node's own recursive mkdir never ends on file systems that
 * answer ENOENT for a parent that exists, as /proc does, so each step is taken once.
 */
export function ensureFolder(path: string): void {
  const folder = resolve(path);
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    ensureFolder(dirname(folder));
    mkdirSync(folder);
  }
}
