const block = 512;

/** The texts of the files in a tar archive. Other entries, and what is cut off, are left out. Source: POSIX ustar. */
export function textFiles(archive: Buffer): readonly string[] {
  const texts: string[] = [];
  for (let at = 0; at + block <= archive.length; ) {
    const header = archive.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) break;
    const size = Number.parseInt(header.toString('latin1', 124, 136).replace(/\0.*$/, '').trim() || '0', 8);
    if (!Number.isInteger(size) || size < 0) break;
    const type = String.fromCharCode(header[156]!);
    const body = archive.subarray(at + block, at + block + size);
    if ((type === '0' || type === '\0') && body.length === size) texts.push(body.toString('utf8'));
    at += block + Math.ceil(size / block) * block;
  }
  return texts;
}
