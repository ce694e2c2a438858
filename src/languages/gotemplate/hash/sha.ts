/** SHA-1, SHA-256 and SHA-512, synchronous and the same in Node and browsers. */

const k256 = new Uint32Array(64);
const k512: bigint[] = [];
const h256 = new Uint32Array(8);
const h512: bigint[] = [];

/** The constants are the fractional bits of the cube and square roots of the first primes. */
function prepare(): void {
  let found = 0;
  for (let candidate = 2n; found < 80; candidate++) {
    let prime = true;
    for (let d = 2n; d * d <= candidate; d++) if (candidate % d === 0n) prime = false;
    if (!prime) continue;
    const cube = root(candidate << 192n, 3n) & 0xffffffffffffffffn;
    k512.push(cube);
    if (found < 64) k256[found] = Number(cube >> 32n);
    if (found < 8) {
      const square = root(candidate << 128n, 2n) & 0xffffffffffffffffn;
      h512.push(square);
      h256[found] = Number(square >> 32n);
    }
    found++;
  }
}

/** The integer part of the n-th root. */
function root(value: bigint, n: bigint): bigint {
  let low = 0n;
  let high = 1n << 80n;
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** n <= value) low = middle;
    else high = middle - 1n;
  }
  return low;
}

prepare();

function padded(bytes: Uint8Array, block: number): DataView {
  const lengthBytes = block / 8;
  const total = Math.ceil((bytes.length + 1 + lengthBytes) / block) * block;
  const out = new Uint8Array(total);
  out.set(bytes);
  out[bytes.length] = 0x80;
  const view = new DataView(out.buffer);
  view.setBigUint64(total - 8, BigInt(bytes.length) * 8n);
  return view;
}

const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

export function sha256(bytes: Uint8Array): Uint8Array {
  const view = padded(bytes, 64);
  const state = Uint32Array.from(h256);
  const w = new Uint32Array(64);
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(block + i * 4);
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15]!;
      const y = w[i - 2]!;
      const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
      const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
      w[i] = w[i - 16]! + s0 + w[i - 7]! + s1;
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + k256[i]! + w[i]!) | 0;
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = state[i]! + value;
  }
  return words32(state);
}

export function sha1(bytes: Uint8Array): Uint8Array {
  const view = padded(bytes, 64);
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const w = new Uint32Array(80);
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(block + i * 4);
    for (let i = 16; i < 80; i++) w[i] = rotate(w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!, 31);
    let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
    for (let i = 0; i < 80; i++) {
      const round = Math.floor(i / 20);
      const mix = round === 0 ? (b & c) | (~b & d) : round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
      const constant = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][round]!;
      const t = (rotate(a, 27) + mix + e + constant + w[i]!) | 0;
      e = d;
      d = c;
      c = rotate(b, 2);
      b = a;
      a = t;
    }
    for (const [i, value] of [a, b, c, d, e].entries()) state[i] = state[i]! + value;
  }
  return words32(state);
}

const mask = 0xffffffffffffffffn;
const rotate64 = (x: bigint, n: bigint): bigint => ((x >> n) | (x << (64n - n))) & mask;

export function sha512(bytes: Uint8Array): Uint8Array {
  const view = padded(bytes, 128);
  const state = [...h512];
  const w: bigint[] = [];
  for (let block = 0; block < view.byteLength; block += 128) {
    for (let i = 0; i < 16; i++) w[i] = view.getBigUint64(block + i * 8);
    for (let i = 16; i < 80; i++) {
      const x = w[i - 15]!;
      const y = w[i - 2]!;
      const s0 = rotate64(x, 1n) ^ rotate64(x, 8n) ^ (x >> 7n);
      const s1 = rotate64(y, 19n) ^ rotate64(y, 61n) ^ (y >> 6n);
      w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) & mask;
    }
    let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    for (let i = 0; i < 80; i++) {
      const s1 = rotate64(e, 14n) ^ rotate64(e, 18n) ^ rotate64(e, 41n);
      const t1 = h + s1 + ((e & f) ^ (~e & mask & g)) + k512[i]! + w[i]!;
      const s0 = rotate64(a, 28n) ^ rotate64(a, 34n) ^ rotate64(a, 39n);
      const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = (d + t1) & mask;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) & mask;
    }
    for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i]! + value) & mask;
  }
  const out = new DataView(new ArrayBuffer(64));
  for (const [i, value] of state.entries()) out.setBigUint64(i * 8, value);
  return new Uint8Array(out.buffer);
}

function words32(state: Uint32Array): Uint8Array {
  const out = new DataView(new ArrayBuffer(state.length * 4));
  for (const [i, value] of state.entries()) out.setUint32(i * 4, value);
  return new Uint8Array(out.buffer);
}

/** HMAC-SHA-256. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const short = key.length > 64 ? sha256(key) : key;
  const inner = new Uint8Array(64 + message.length).fill(0x36, 0, 64);
  const outer = new Uint8Array(96).fill(0x5c, 0, 64);
  for (const [i, byte] of short.entries()) {
    inner[i] = 0x36 ^ byte;
    outer[i] = 0x5c ^ byte;
  }
  inner.set(message, 64);
  outer.set(sha256(inner), 64);
  return sha256(outer);
}

/** Adler-32 as sprig prints it: a decimal number. */
export function adler32(bytes: Uint8Array): string {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return String(((b << 16) | a) >>> 0);
}
