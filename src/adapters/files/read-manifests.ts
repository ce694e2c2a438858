import { readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { type ManifestDocument, parseManifests } from '../../languages/manifest/index.ts';
import { readTree } from './read-tree.ts';

export interface ManifestFiles {
  readonly documents: readonly ManifestDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

const isManifest = (path: string) => /\.(ya?ml|json)$/i.test(path);
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads manifests from a file, from every YAML and JSON file below a folder, or from an address of the web. `-` is
 * standard input.
 * A file that cannot be read or parsed becomes a diagnostic; the others are still read. `show` gives the name that
 * messages call a path by.
 */
export async function readManifests(
  path: string,
  show: (path: string) => string = (name) => name,
): Promise<ManifestFiles> {
  if (path === '-') return parseBytes(await readStandardInput(), '<stdin>');
  if (/^https?:\/\//.test(path)) return download(path);
  let info: Awaited<ReturnType<typeof stat>>;
  try {
    info = await stat(path);
  } catch (error) {
    return { documents: [], diagnostics: [unreadable(show(path), error)] };
  }
  if (!info.isDirectory()) return readOne(path, show);
  return readFolder(path, show);
}

async function readOne(path: string, show: (path: string) => string): Promise<ManifestFiles> {
  try {
    return parseBytes(await readFile(path), show(path));
  } catch (error) {
    return { documents: [], diagnostics: [unreadable(path, error)] };
  }
}

async function readFolder(folder: string, show: (path: string) => string): Promise<ManifestFiles> {
  const documents: ManifestDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  try {
    for (const [path, data] of await readTree(folder, isManifest)) {
      const file = join(folder, path);
      const shown = show(file);
      const parsed = parseBytes(data, shown === file ? relative('.', file) || path : shown);
      documents.push(...parsed.documents);
      diagnostics.push(...parsed.diagnostics);
    }
  } catch (error) {
    diagnostics.push(unreadable(folder, error));
  }
  return { documents, diagnostics };
}

function parseBytes(data: Uint8Array, name: string): ManifestFiles {
  let text: string;
  try {
    text = decoder.decode(data);
  } catch {
    return {
      documents: [],
      diagnostics: [
        {
          code: 'FILE_NOT_TEXT',
          severity: 'error',
          message: `\`${name}\` is not UTF-8 text`,
          location: { file: name, line: 1, column: 1 },
        },
      ],
    };
  }
  return parseManifests(text, name);
}

const downloadTimeout = 30_000;

async function download(address: string): Promise<ManifestFiles> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(downloadTimeout) });
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    return parseBytes(new Uint8Array(await response.arrayBuffer()), address);
  } catch (error) {
    return { documents: [], diagnostics: [unreadable(address, error)] };
  }
}

/** The diagnostic for a file or folder that cannot be read. */
export function unreadable(path: string, error: unknown): Diagnostic {
  const code = (error as NodeJS.ErrnoException).code;
  const why =
    code === 'ENOENT'
      ? 'does not exist'
      : code === 'EACCES'
        ? 'may not be read'
        : `cannot be read: ${(error as Error).message}`;
  return {
    code: 'FILE_UNREADABLE',
    severity: 'error',
    message: `\`${path}\` ${why}`,
    help: 'check the path and its permissions',
  };
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
