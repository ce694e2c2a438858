/** The bytes, a one bit, zeros, and the length in bits at the end: whole blocks of `block` bytes. */
export function padBlocks(bytes: Uint8Array, block: 64 | 128, littleEndian = false): DataView {
  const size = Math.ceil((bytes.length + 1 + block / 8) / block) * block;
  const padded = new Uint8Array(size);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(size - 8, BigInt(bytes.length) * 8n, littleEndian);
  return view;
}

export function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

export function rotateRight(value: number, bits: number): number {
  return (value >>> bits) | (value << (32 - bits));
}

export function toBytes(words: Iterable<number>, littleEndian = false): Uint8Array {
  const list = [...words];
  const view = new DataView(new ArrayBuffer(list.length * 4));
  for (const [index, word] of list.entries()) view.setUint32(index * 4, word >>> 0, littleEndian);
  return new Uint8Array(view.buffer);
}
