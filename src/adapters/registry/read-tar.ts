/** An entry of a tar archive. `data` is a view into the archive. */
export interface TarEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly data: Uint8Array;
}

const block = 512;

/**
 * The entries of a tar archive, in order: ustar, with the long names of pax and GNU.
 *
 * @throws Error when a header is damaged or the archive ends early.
 */
export function* readTar(archive: Uint8Array): Generator<TarEntry> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  let longName: string | undefined;
  let longSize: number | undefined;
  for (let at = 0; at + block <= bytes.length; ) {
    const header = bytes.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) return;
    checkSum(header);
    const type = String.fromCharCode(header[156]!);
    const size = (isExtension(type) ? undefined : longSize) ?? number(header.subarray(124, 136));
    const start = at + block;
    if (!Number.isSafeInteger(size) || size < 0 || start + size > bytes.length) throw new Error('unexpected EOF');
    const data = bytes.subarray(start, start + size);
    at = start + Math.ceil(size / block) * block;
    if (type === 'L') longName = text(data);
    else if (type === 'x') {
      const records = paxRecords(data);
      longName = records.get('path') ?? longName;
      longSize = records.has('size') ? Number(records.get('size')) : longSize;
    } else if (!isExtension(type)) {
      const name = longName ?? nameOf(header);
      [longName, longSize] = [undefined, undefined];
      yield { name, kind: kindOf(type, name), data };
    }
  }
}

/** Headers about other headers: pax, pax for all, long names and long links of GNU. */
function isExtension(type: string): boolean {
  return 'xgLK'.includes(type);
}

function kindOf(type: string, name: string): TarEntry['kind'] {
  if (type === '5') return 'folder';
  if (type === '0' || type === '\0' || type === '7') return name.endsWith('/') ? 'folder' : 'file';
  return type === '1' || type === '2' ? 'link' : 'other';
}

function nameOf(header: Buffer): string {
  const name = text(header.subarray(0, 100));
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? text(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function text(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

/** Octal digits, or a big-endian number behind a set first bit. */
function number(field: Buffer): number {
  if ((field[0]! & 0x80) === 0) return Number.parseInt(text(field).trim() || '0', 8);
  return field.subarray(1).reduce((value, byte) => value * 256 + byte, field[0]! & 0x7f);
}

function checkSum(header: Buffer): void {
  let sum = 0;
  for (let i = 0; i < block; i++) sum += i >= 148 && i < 156 ? 32 : header[i]!;
  if (sum !== number(header.subarray(148, 156))) throw new Error('archive/tar: invalid tar header');
}

/** Records of a pax header: `LENGTH KEY=VALUE\n`. */
function paxRecords(data: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < data.length; ) {
    const blank = data.indexOf(32, at);
    const length = blank < 0 ? Number.NaN : Number(data.toString('latin1', at, blank));
    if (!(length > 0) || at + length > data.length) throw new Error('archive/tar: invalid tar header');
    const [key = '', ...value] = data.toString('utf8', blank + 1, at + length - 1).split('=');
    records.set(key, value.join('='));
    at += length;
  }
  return records;
}
