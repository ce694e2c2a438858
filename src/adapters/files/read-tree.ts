import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { setImmediate as others } from 'node:timers/promises';

/** Past these a folder is no policy source or manifest folder, and reading goes on no longer. */
const maxFiles = 50_000;
const maxFileBytes = 64 * 1024 * 1024;
/** Reading each file by the thread pool takes several times as long; after so many files others get their turn. */
const turn = 500;
const ignored = new Set(['.git', 'node_modules']);

/**
 * Reads every file below a folder, by path relative to it with `/`. Links that lead out of the folder are refused.
 * `admit` is told of each wanted file before anything is read, and throws when there is too much.
 */
export async function readTree(
  folder: string,
  wanted: (path: string) => boolean = () => true,
  admit: (path: string, bytes: number) => void = admitFile,
): Promise<Map<string, Uint8Array>> {
  const root = realpathSync.native(folder);
  const files = new Map<string, Uint8Array>();
  const paths = (await listFiles(root)).filter(wanted);
  for (const path of paths) admit(path, statSync(`${root}/${path}`).size);
  for (const path of paths) {
    files.set(path, readFileSync(`${root}/${path}`));
    if (files.size % turn === 0) await others();
  }
  return files;
}

function admitFile(path: string, bytes: number): void {
  if (bytes > maxFileBytes) throw new Error(`\`${path}\` is larger than ${maxFileBytes} bytes`);
}

/** The files below a folder, sorted, relative to it. */
async function listFiles(root: string): Promise<string[]> {
  const found: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    const entries = readdirSync(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (ignored.has(entry.name)) continue;
      const path = `${folder}/${entry.name}`;
      if (entry.isSymbolicLink()) checkLink(root, path);
      const info = entry.isSymbolicLink() ? statSync(path) : entry;
      if (info.isDirectory()) await visit(path);
      else if (info.isFile()) {
        found.push(path.slice(root.length + 1));
        if (found.length % turn === 0) await others();
        if (found.length > maxFiles) throw new Error(`\`${root}\` holds more than ${maxFiles} files`);
      }
    }
  };
  await visit(root);
  return found;
}

function checkLink(root: string, path: string): void {
  const target = realpathSync.native(path);
  if (target !== root && !target.startsWith(root + sep)) {
    throw new Error(`the link \`${relative(root, path)}\` leads out of \`${root}\``);
  }
}
