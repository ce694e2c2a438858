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

/** Salsa20/8 on sixteen words, in place. Written out: it runs two million times for one key. */
function salsa(words: Uint32Array): void {
  let t = 0;
  let x0 = words[0]! | 0;
  let x1 = words[1]! | 0;
  let x2 = words[2]! | 0;
  let x3 = words[3]! | 0;
  let x4 = words[4]! | 0;
  let x5 = words[5]! | 0;
  let x6 = words[6]! | 0;
  let x7 = words[7]! | 0;
  let x8 = words[8]! | 0;
  let x9 = words[9]! | 0;
  let x10 = words[10]! | 0;
  let x11 = words[11]! | 0;
  let x12 = words[12]! | 0;
  let x13 = words[13]! | 0;
  let x14 = words[14]! | 0;
  let x15 = words[15]! | 0;
  for (let round = 0; round < 4; round++) {
    t = (x0 + x12) | 0;
    x4 ^= (t << 7) | (t >>> 25);
    t = (x4 + x0) | 0;
    x8 ^= (t << 9) | (t >>> 23);
    t = (x8 + x4) | 0;
    x12 ^= (t << 13) | (t >>> 19);
    t = (x12 + x8) | 0;
    x0 ^= (t << 18) | (t >>> 14);
    t = (x5 + x1) | 0;
    x9 ^= (t << 7) | (t >>> 25);
    t = (x9 + x5) | 0;
    x13 ^= (t << 9) | (t >>> 23);
    t = (x13 + x9) | 0;
    x1 ^= (t << 13) | (t >>> 19);
    t = (x1 + x13) | 0;
    x5 ^= (t << 18) | (t >>> 14);
    t = (x10 + x6) | 0;
    x14 ^= (t << 7) | (t >>> 25);
    t = (x14 + x10) | 0;
    x2 ^= (t << 9) | (t >>> 23);
    t = (x2 + x14) | 0;
    x6 ^= (t << 13) | (t >>> 19);
    t = (x6 + x2) | 0;
    x10 ^= (t << 18) | (t >>> 14);
    t = (x15 + x11) | 0;
    x3 ^= (t << 7) | (t >>> 25);
    t = (x3 + x15) | 0;
    x7 ^= (t << 9) | (t >>> 23);
    t = (x7 + x3) | 0;
    x11 ^= (t << 13) | (t >>> 19);
    t = (x11 + x7) | 0;
    x15 ^= (t << 18) | (t >>> 14);
    t = (x0 + x3) | 0;
    x1 ^= (t << 7) | (t >>> 25);
    t = (x1 + x0) | 0;
    x2 ^= (t << 9) | (t >>> 23);
    t = (x2 + x1) | 0;
    x3 ^= (t << 13) | (t >>> 19);
    t = (x3 + x2) | 0;
    x0 ^= (t << 18) | (t >>> 14);
    t = (x5 + x4) | 0;
    x6 ^= (t << 7) | (t >>> 25);
    t = (x6 + x5) | 0;
    x7 ^= (t << 9) | (t >>> 23);
    t = (x7 + x6) | 0;
    x4 ^= (t << 13) | (t >>> 19);
    t = (x4 + x7) | 0;
    x5 ^= (t << 18) | (t >>> 14);
    t = (x10 + x9) | 0;
    x11 ^= (t << 7) | (t >>> 25);
    t = (x11 + x10) | 0;
    x8 ^= (t << 9) | (t >>> 23);
    t = (x8 + x11) | 0;
    x9 ^= (t << 13) | (t >>> 19);
    t = (x9 + x8) | 0;
    x10 ^= (t << 18) | (t >>> 14);
    t = (x15 + x14) | 0;
    x12 ^= (t << 7) | (t >>> 25);
    t = (x12 + x15) | 0;
    x13 ^= (t << 9) | (t >>> 23);
    t = (x13 + x12) | 0;
    x14 ^= (t << 13) | (t >>> 19);
    t = (x14 + x13) | 0;
    x15 ^= (t << 18) | (t >>> 14);
  }
  words[0] = words[0]! + x0;
  words[1] = words[1]! + x1;
  words[2] = words[2]! + x2;
  words[3] = words[3]! + x3;
  words[4] = words[4]! + x4;
  words[5] = words[5]! + x5;
  words[6] = words[6]! + x6;
  words[7] = words[7]! + x7;
  words[8] = words[8]! + x8;
  words[9] = words[9]! + x9;
  words[10] = words[10]! + x10;
  words[11] = words[11]! + x11;
  words[12] = words[12]! + x12;
  words[13] = words[13]! + x13;
  words[14] = words[14]! + x14;
  words[15] = words[15]! + x15;
}

/** Mixes a block in place; `out` and `x` are room to work in. */
function mixBlocks(block: Uint32Array, out: Uint32Array, x: Uint32Array, r: number): void {
  for (let j = 0; j < 16; j++) x[j] = block[(2 * r - 1) * 16 + j]!;
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
  const [out, x] = [new Uint32Array(size), new Uint32Array(16)];
  for (let lane = 0; lane < p; lane++) {
    const block = Uint32Array.from({ length: size }, (_, i) => view.getUint32((lane * size + i) * 4, true));
    for (let i = 0; i < n; i++) {
      table.set(block, i * size);
      mixBlocks(block, out, x, r);
    }
    for (let i = 0; i < n; i++) {
      const at = (block[(2 * r - 1) * 16]! & (n - 1)) * size;
      for (let k = 0; k < size; k++) block[k] = block[k]! ^ table[at + k]!;
      mixBlocks(block, out, x, r);
    }
    for (let i = 0; i < size; i++) view.setUint32((lane * size + i) * 4, block[i]!, true);
  }
  return pbkdf2(password, bytes, length);
}
