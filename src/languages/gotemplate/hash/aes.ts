/** AES-256 in CBC mode with PKCS #7 padding. For the template functions; not hardened against timing. */

const box = new Uint8Array(256);
const inverseBox = new Uint8Array(256);

function prepare(): void {
  let p = 1;
  let q = 1;
  do {
    p = (p ^ (p << 1) ^ (p & 0x80 ? 0x11b : 0)) & 255;
    q ^= q << 1;
    q ^= q << 2;
    q ^= q << 4;
    q &= 255;
    if (q & 0x80) q ^= 0x09;
    const x = q ^ rotate(q, 1) ^ rotate(q, 2) ^ rotate(q, 3) ^ rotate(q, 4);
    box[p] = (x ^ 0x63) & 255;
  } while (p !== 1);
  box[0] = 0x63;
  for (let i = 0; i < 256; i++) inverseBox[box[i]!] = i;
}

function rotate(x: number, n: number): number {
  return ((x << n) | (x >> (8 - n))) & 255;
}

prepare();

function multiply(a: number, b: number): number {
  let product = 0;
  for (let x = a, y = b; y > 0; y >>= 1) {
    if (y & 1) product ^= x;
    x = (x << 1) ^ (x & 0x80 ? 0x11b : 0);
  }
  return product & 255;
}

function expandKey(key: Uint8Array): Uint8Array {
  const out = new Uint8Array(240);
  out.set(key);
  let constant = 1;
  for (let i = 32; i < 240; i += 4) {
    let word = [...out.subarray(i - 4, i)];
    if (i % 32 === 0) {
      word = [...word.slice(1), word[0]!].map((byte) => box[byte]!);
      word[0] = word[0]! ^ constant;
      constant = multiply(constant, 2);
    } else if (i % 32 === 16) word = word.map((byte) => box[byte]!);
    for (let j = 0; j < 4; j++) out[i + j] = out[i - 32 + j]! ^ word[j]!;
  }
  return out;
}

function addKey(block: Uint8Array, keys: Uint8Array, round: number): void {
  for (let i = 0; i < 16; i++) block[i] = block[i]! ^ keys[round * 16 + i]!;
}

function mixColumns(block: Uint8Array, row: readonly number[]): void {
  for (let column = 0; column < 16; column += 4) {
    const old = block.slice(column, column + 4);
    for (let i = 0; i < 4; i++) {
      let sum = 0;
      for (let j = 0; j < 4; j++) sum ^= multiply(old[j]!, row[(j - i + 4) % 4]!);
      block[column + i] = sum;
    }
  }
}

function encryptBlock(block: Uint8Array, keys: Uint8Array): void {
  addKey(block, keys, 0);
  for (let round = 1; round <= 14; round++) {
    const old = block.slice();
    for (let i = 0; i < 16; i++) block[i] = box[old[(i + 4 * (i % 4)) % 16]!]!;
    if (round < 14) mixColumns(block, [2, 3, 1, 1]);
    addKey(block, keys, round);
  }
}

function decryptBlock(block: Uint8Array, keys: Uint8Array): void {
  addKey(block, keys, 14);
  for (let round = 13; round >= 0; round--) {
    const old = block.slice();
    for (let i = 0; i < 16; i++) block[(i + 4 * (i % 4)) % 16] = inverseBox[old[i]!]!;
    addKey(block, keys, round);
    if (round > 0) mixColumns(block, [14, 11, 13, 9]);
  }
}

/** The initial vector, then the encrypted text. */
export function encryptCbc(key: Uint8Array, vector: Uint8Array, text: Uint8Array): Uint8Array {
  const keys = expandKey(key);
  const padding = 16 - (text.length % 16);
  const out = new Uint8Array(16 + text.length + padding).fill(padding);
  out.set(vector);
  out.set(text, 16);
  for (let at = 16; at < out.length; at += 16) {
    const block = out.subarray(at, at + 16);
    for (let i = 0; i < 16; i++) block[i] = block[i]! ^ out[at - 16 + i]!;
    encryptBlock(block, keys);
  }
  return out;
}

/** The text of what `encryptCbc` made, with its padding. */
export function decryptCbc(key: Uint8Array, data: Uint8Array): Uint8Array {
  const keys = expandKey(key);
  const out = data.slice(16);
  for (let at = 0; at < out.length; at += 16) {
    const block = out.subarray(at, at + 16);
    decryptBlock(block, keys);
    for (let i = 0; i < 16; i++) block[i] = block[i]! ^ data[at + i]!;
  }
  return out;
}
