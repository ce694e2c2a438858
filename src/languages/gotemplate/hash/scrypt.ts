import { hmacSha256 } from '../../../foundations/hash/index.ts';

/** PBKDF2 with HMAC-SHA-256 and one iteration, the frame of scrypt. */
function pbkdf2(password: Uint8Array, salt: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(Math.ceil(length / 32) * 32);
  const block = new Uint8Array(salt.length + 4);
  block.set(salt);
  const counter = new DataView(block.buffer);
  for (let i = 0; i * 32 < length; i++) {
    counter.setUint32(salt.length, i + 1);
    out.set(hmacSha256(password, block), i * 32);
  }
  return out.subarray(0, length);
}

const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n));

/** Salsa20/8 on sixteen words, in place. */
function salsa(words: Uint32Array): void {
  const x = Uint32Array.from(words);
  const mix = (a: number, b: number, c: number, d: number): void => {
    x[b] = x[b]! ^ rotate((x[a]! + x[d]!) | 0, 7);
    x[c] = x[c]! ^ rotate((x[b]! + x[a]!) | 0, 9);
    x[d] = x[d]! ^ rotate((x[c]! + x[b]!) | 0, 13);
    x[a] = x[a]! ^ rotate((x[d]! + x[c]!) | 0, 18);
  };
  for (let round = 0; round < 4; round++) {
    mix(0, 4, 8, 12);
    mix(5, 9, 13, 1);
    mix(10, 14, 2, 6);
    mix(15, 3, 7, 11);
    mix(0, 1, 2, 3);
    mix(5, 6, 7, 4);
    mix(10, 11, 8, 9);
    mix(15, 12, 13, 14);
  }
  for (let i = 0; i < 16; i++) words[i] = words[i]! + x[i]!;
}

function mixBlocks(block: Uint32Array, r: number): void {
  const out = new Uint32Array(block.length);
  const x = Uint32Array.from(block.subarray((2 * r - 1) * 16));
  for (let i = 0; i < 2 * r; i++) {
    for (let j = 0; j < 16; j++) x[j] = x[j]! ^ block[i * 16 + j]!;
    salsa(x);
    out.set(x, ((i >> 1) + (i & 1) * r) * 16);
  }
  block.set(out);
}

/** The scrypt key derivation. */
export function scrypt(
  password: Uint8Array,
  salt: Uint8Array,
  n: number,
  r: number,
  p: number,
  length: number,
): Uint8Array {
  const bytes = pbkdf2(password, salt, p * 128 * r);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const size = 32 * r;
  const table = new Uint32Array(n * size);
  for (let lane = 0; lane < p; lane++) {
    const block = Uint32Array.from({ length: size }, (_, i) => view.getUint32((lane * size + i) * 4, true));
    for (let i = 0; i < n; i++) {
      table.set(block, i * size);
      mixBlocks(block, r);
    }
    for (let i = 0; i < n; i++) {
      const at = (block[(2 * r - 1) * 16]! & (n - 1)) * size;
      for (let k = 0; k < size; k++) block[k] = block[k]! ^ table[at + k]!;
      mixBlocks(block, r);
    }
    for (let i = 0; i < size; i++) view.setUint32((lane * size + i) * 4, block[i]!, true);
  }
  return pbkdf2(password, bytes, length);
}
