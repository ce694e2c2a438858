/** `v` and `g`: %v, shortest; `f`: fixed point; `e`, `E`: scientific. */
export type FloatVerb = 'v' | 'g' | 'f' | 'e' | 'E';

/**
 * A float64 as Go prints it. `f` has six decimals as `%f` does, the others the shortest digits that read back as the
 * same number; `precision` asks for a number of digits after the point instead, -1 for the shortest.
 */
export function formatGoFloat(value: number, verb: FloatVerb, precision = verb === 'f' ? 6 : -1): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (verb === 'f') return precision < 0 ? shortestFixed(value) : fixedPoint(value, precision);
  if (verb === 'e' || verb === 'E') return scientific(value, verb, precision);
  return general(value);
}

/** %v turns to scientific notation here. */
const generalLimit = 1e6;

/** A float64 as Go's JSON encoder writes it. */
export function formatJsonNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The shortest fixed-point text that reads back as the same float32: what `FormatFloat(v, 'f', -1, 32)` prints. */
export function formatGoFloat32(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return formatGoFloat(single, 'f');
  if (single === 0) return formatJsonNumber(single);
  for (let digits = 1; digits < 9; digits++) {
    const short = roundDigits(single, digits);
    if (Math.fround(short) === single) return shortestFixed(short);
  }
  return shortestFixed(Number(single.toPrecision(9)));
}

/** The nearest number of so many digits; of two equally near ones the even, where `toPrecision` takes the larger. */
function roundDigits(value: number, digits: number): number {
  const [mantissa, exponent] = value.toExponential(digits).split('e') as [string, string];
  const isTie = mantissa.endsWith('5') && Number(`${mantissa}e${exponent}`) === value;
  const kept = mantissa.slice(0, -1);
  return isTie && /[02468]\.?$/.test(kept) ? Number(`${kept}e${exponent}`) : Number(value.toPrecision(digits));
}

function general(value: number): string {
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-4 && size < generalLimit) ? shortestFixed(value) : scientific(value, 'e', -1);
}

function scientific(value: number, verb: 'e' | 'E', precision: number): string {
  const text = precision < 0 ? value.toExponential() : exponential(value, Math.min(precision, 100));
  const [mantissa, exponent] = text.split('e') as [string, string];
  const sign = Object.is(value, -0) ? '-' : '';
  return `${sign}${mantissa}${verb}${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

/** `toExponential`, but of two equally near numbers the even one, as Go rounds. */
export function exponential(value: number, fraction: number): string {
  const text = value.toExponential(fraction);
  if (fraction >= 100) return text;
  const [mantissa, exponent] = value.toExponential(100).split('e') as [string, string];
  // One digit, the point and the digits that stay.
  const kept = fraction === 0 ? 1 : fraction + 2;
  const start = value < 0 ? 1 : 0;
  const isTie = /^\.?50*$/.test(mantissa.slice(start + kept));
  const isEven = /[02468]\.?$/.test(mantissa.slice(0, start + kept));
  return isTie && isEven ? `${mantissa.slice(0, start + kept)}e${exponent}` : text;
}

function shortestFixed(value: number): string {
  const text = formatJsonNumber(value);
  const at = text.indexOf('e');
  if (at < 0) return text;
  const exponent = Number(text.slice(at + 1));
  const sign = text[0] === '-' ? '-' : '';
  const [whole, fraction = ''] = text.slice(sign.length, at).split('.') as [string, string?];
  const digits = whole + fraction;
  return exponent < 0 ? `${sign}0.${'0'.repeat(-exponent - 1)}${digits}` : sign + digits.padEnd(exponent + 1, '0');
}

/** Rounds the exact binary value half to even; `toFixed` rounds half up and stops at 1e21. */
function fixedPoint(value: number, precision: number): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (Number.isSafeInteger(value)) {
    return `${sign}${Math.abs(value)}${precision > 0 ? `.${'0'.repeat(precision)}` : ''}`;
  }
  const { mantissa, exponent } = binaryParts(Math.abs(value));
  const scaled = mantissa * 10n ** BigInt(precision);
  const digits = (exponent >= 0 ? scaled << BigInt(exponent) : divideHalfEven(scaled, 1n << BigInt(-exponent)))
    .toString()
    .padStart(precision + 1, '0');
  if (precision === 0) return sign + digits;
  return `${sign}${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

function divideHalfEven(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  const twice = (a % b) * 2n;
  return twice > b || (twice === b && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}

/** A positive finite number as `mantissa * 2 ** exponent`. */
function binaryParts(value: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}
