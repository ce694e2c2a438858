import { rootBits } from './root-bits.ts';
import { padBlocks } from './words.ts';

// Computed by the first hash: a start that hashes nothing does not pay for it.
let made: { readonly initial: readonly bigint[]; readonly constants: readonly bigint[] } | undefined;

function tables(): NonNullable<typeof made> {
  made ??= { initial: rootBits(8, 2, 64), constants: rootBits(80, 3, 64) };
  return made;
}

const mask = 0xffffffffffffffffn;
const rotate64 = (x: bigint, n: bigint): bigint => ((x >> n) | (x << (64n - n))) & mask;

/** SHA-512. Source: FIPS 180-4. */
export function sha512(bytes: Uint8Array): Uint8Array {
  const view = padBlocks(bytes, 128);
  const { initial, constants: k } = tables();
  const state = [...initial];
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
      const t1 = h + s1 + ((e & f) ^ (~e & mask & g)) + k[i]! + w[i]!;
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
