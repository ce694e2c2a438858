import { posix } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ChartError, type ChartFile } from '../../domain/chart/index.ts';
import { readTar } from './read-tar.ts';

/** What a packed chart may hold. Sizes are those that Helm allows; the rest stops archives that are made to do harm. */
export interface ArchiveLimits {
  /** Bytes of all files, with those of packed subcharts. */
  readonly totalBytes: number;
  readonly fileBytes: number;
  readonly files: number;
  /** Unpacked bytes for each packed one, past the first MiB. */
  readonly expansion: number;
}

const mebibyte = 1024 * 1024;

export const archiveLimits: ArchiveLimits = {
  totalBytes: 100 * mebibyte,
  fileBytes: 5 * mebibyte,
  files: 10_000,
  expansion: 200,
};

/**
 * Opens packed charts in memory: nothing is ever written. The limits hold for a chart and all archives inside it together.
 * The result throws a ChartError that names the limit or the entry.
 */
export function chartUnpacker(limits: ArchiveLimits = archiveLimits): (archive: Uint8Array) => readonly ChartFile[] {
  let bytesLeft = limits.totalBytes;
  let filesLeft = limits.files;
  return (archive) => {
    const tar = gunzip(archive, limits, bytesLeft);
    const files: ChartFile[] = [];
    for (const entry of entriesOf(tar)) {
      if (entry.kind === 'folder') continue;
      if (entry.kind !== 'file')
        refuse(`the archive holds a ${entry.kind === 'link' ? 'link' : 'special file'}: \`${entry.name}\``);
      const path = safePath(entry.name);
      if (--filesLeft < 0) refuse(`the archive holds more than ${limits.files} files`);
      if (entry.data.length > limits.fileBytes)
        refuse(`decompressed chart file "${entry.name}" is larger than the maximum file size ${limits.fileBytes}`);
      bytesLeft -= entry.data.length;
      if (bytesLeft <= 0) refuse(tooLarge(limits));
      files.push({ path, data: entry.data });
    }
    if (files.length === 0) refuse('no files in chart archive');
    return files;
  };
}

function refuse(problem: string): never {
  throw new ChartError('CHART_ARCHIVE', problem);
}

const tooLarge = ({ totalBytes }: ArchiveLimits): string =>
  `decompressed chart is larger than the maximum size ${totalBytes}`;

function gunzip(archive: Uint8Array, limits: ArchiveLimits, bytesLeft: number): Uint8Array {
  if (archive[0] !== 0x1f || archive[1] !== 0x8b || archive[2] !== 8)
    refuse('the file does not appear to be a gzipped archive');
  const allowed = mebibyte + archive.length * limits.expansion;
  // A tar pads every file to whole blocks and has a header for it: that is no part of the chart's size.
  const room = bytesLeft + limits.files * 1024 + mebibyte;
  const most = Math.min(allowed, room);
  try {
    return gunzipSync(archive, { maxOutputLength: most, chunkSize: chunkSize(archive, most) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE')
      refuse(`the archive cannot be unpacked: ${(error as Error).message}`);
    return refuse(
      allowed < room ? `the archive expands to more than ${limits.expansion} times its size` : tooLarge(limits),
    );
  }
}

/** The size that the archive says it unpacks to, so that it is unpacked in one piece and not copied together. */
function chunkSize(archive: Uint8Array, most: number): number {
  const said = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength).readUInt32LE(archive.length - 4);
  return Math.min(Math.max(said + 1, 64), most);
}

function* entriesOf(tar: Uint8Array): ReturnType<typeof readTar> {
  try {
    yield* readTar(tar);
  } catch (error) {
    if (error instanceof ChartError) throw error;
    refuse(`the archive cannot be unpacked: ${(error as Error).message}`);
  }
}

/** The path below the archive's one folder. Helm's rules and words. */
function safePath(name: string): string {
  const separator = name.includes('\\') ? '\\' : '/';
  const [first, ...rest] = name.split(separator);
  const path = rest.join('/');
  if (path.startsWith('/')) refuse('chart illegally contains absolute paths');
  const clean = posix.normalize(path || '.');
  if (clean === '.') refuse(`chart illegally contains content outside the base directory: ${JSON.stringify(name)}`);
  if (clean.startsWith('..')) refuse('chart illegally references parent directory');
  if (/^[a-zA-Z]:\//.test(clean)) refuse('chart contains illegally named files');
  if (first === 'Chart.yaml') refuse('chart yaml not in base directory');
  return clean;
}
