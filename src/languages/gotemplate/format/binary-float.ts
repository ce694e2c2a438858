import { formatGoFloat } from '../../../foundations/kube/index.ts';

/** The parts of a float64: value = mantissa * 2^exponent, with the 53 bits of its storage. */
function partsOf(value: number): { negative: boolean; mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const stored = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  return {
    negative: bits >> 63n === 1n,
    mantissa: stored === 0 ? fraction : fraction | (1n << 52n),
    exponent: (stored === 0 ? 1 : stored) - 1075,
  };
}

/** `%b`: `4503599627370496p-52`. */
export function binaryFloat(value: number): string {
  if (!Number.isFinite(value)) return formatGoFloat(value, 'v');
  const { negative, mantissa, exponent } = partsOf(value);
  return `${negative ? '-' : ''}${mantissa}p${exponent >= 0 ? '+' : ''}${exponent}`;
}

/** `%x`: `0x1.8p+01`; a precision of -1 means the shortest digits. */
export function hexFloat(value: number, precision: number, verb: 'x' | 'X'): string {
  if (!Number.isFinite(value)) return formatGoFloat(value, 'v');
  const { negative, mantissa: whole, exponent: scale } = partsOf(value);
  let mantissa = whole;
  let exponent = mantissa === 0n ? 0 : scale + 52;
  for (; mantissa !== 0n && mantissa < 1n << 52n; exponent--) mantissa <<= 1n;
  if (precision >= 0 && precision < 13) {
    const dropped = BigInt(4 * (13 - precision));
    const kept = mantissa >> dropped;
    const rest = mantissa - (kept << dropped);
    const half = 1n << (dropped - 1n);
    // Half to even.
    const up = rest > half || (rest === half && kept % 2n === 1n) ? 1n : 0n;
    mantissa = (kept + up) << dropped;
    if (mantissa >= 1n << 53n) {
      mantissa >>= 1n;
      exponent++;
    }
  }
  const digits = (mantissa & 0xfffffffffffffn).toString(16).padStart(13, '0');
  const fraction = precision < 0 ? digits.replace(/0+$/, '') : digits.padEnd(precision, '0').slice(0, precision);
  const power = `${exponent < 0 ? '-' : '+'}${Math.abs(exponent).toString().padStart(2, '0')}`;
  const text = `0x${mantissa === 0n ? 0 : 1}${fraction && `.${fraction}`}p${power}`;
  return (negative ? '-' : '') + (verb === 'X' ? text.toUpperCase() : text);
}
