import { gzipSync } from 'node:zlib';

/** An entry of an archive that a test makes, also of those that nobody should make. */
export interface PackedEntry {
  readonly name: string;
  readonly data?: string | Uint8Array;
  /** The type letter of tar: `0` a file, `1` and `2` links, `5` a folder. */
  readonly type?: string;
  readonly linkTo?: string;
}

/** A tar archive. */
export function tar(entries: readonly PackedEntry[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const data = Buffer.from(entry.data ?? '');
    return [header(entry, data.length), data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** A packed chart. */
export function pack(entries: readonly PackedEntry[]): Buffer {
  return gzipSync(tar(entries));
}

/** A packed chart of one template, below a folder of its name. */
export function packChart(name: string, version: string, more: readonly PackedEntry[] = []): Buffer {
  return pack([
    { name: `${name}/Chart.yaml`, data: `apiVersion: v2\nname: ${name}\nversion: ${version}\n` },
    { name: `${name}/templates/a.yaml`, data: `kind: A\nversion: {{ .Chart.Version }}\n` },
    ...more,
  ]);
}

function header({ name, type = '0', linkTo = '' }: PackedEntry, size: number): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write(linkTo, 157, 100);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
