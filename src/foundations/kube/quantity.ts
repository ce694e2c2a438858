/** How a quantity was written, and so how it is printed: `12Mi`, `12M` or `12e6`. */
type QuantityFormat = 'BinarySI' | 'DecimalSI' | 'DecimalExponent';

/** An amount such as `100m`, `1.5Gi` or `1e3`: exactly `unscaled * 10 ** exponent`. */
export interface Quantity {
  readonly unscaled: bigint;
  readonly exponent: number;
  readonly format: QuantityFormat;
  /** The text it was read from, when Kubernetes would print it unchanged. */
  readonly text?: string;
}

const decimalExponents: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binaryExponents: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const maxBinary = 2n ** 63n - 1n;
/** Kubernetes has no such bound; without it a few characters cost megabytes. */
const maxExponent = 10_000;
const nano = -9;

// Every part may be empty: Kubernetes reads `m`, `.` and `-` as zero.
const grammar = /^([+-]?)0*(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[+-]?\d*)$/;

/** Reads a Kubernetes quantity; `undefined` when the text is none. Amounts below a nano are rounded up, away from zero. */
export function parseQuantity(text: string): Quantity | undefined {
  if (text === '') return undefined;
  const match = grammar.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', suffix = ''] = match;
  const scale = interpretSuffix(suffix);
  if (!scale) return undefined;
  const digits = (whole || '0') + fraction;
  const count = (whole || '0').length + fraction.length;
  const magnitude = BigInt(digits);
  return scale.base === 10
    ? readDecimal(text, sign === '-', magnitude, count, scale.exponent - fraction.length, scale.format)
    : readBinary(text, sign === '-', magnitude, count, fraction.length, scale.exponent);
}

function interpretSuffix(suffix: string): { base: 2 | 10; exponent: number; format: QuantityFormat } | undefined {
  if (Object.hasOwn(decimalExponents, suffix)) {
    return { base: 10, exponent: decimalExponents[suffix]!, format: 'DecimalSI' };
  }
  if (Object.hasOwn(binaryExponents, suffix))
    return { base: 2, exponent: binaryExponents[suffix]!, format: 'BinarySI' };
  if (!/^[eE][+-]?\d+$/.test(suffix)) return undefined;
  const exponent = Number(suffix.slice(1));
  return Math.abs(exponent) <= maxExponent ? { base: 10, exponent, format: 'DecimalExponent' } : undefined;
}

function readDecimal(
  text: string,
  negative: boolean,
  magnitude: bigint,
  digits: number,
  exponent: number,
  format: QuantityFormat,
): Quantity | undefined {
  if (digits <= 18 && exponent >= nano) {
    const shown = digitsOf(text);
    const canonical = exponent % 3 === 0 && !shown.endsWith('000') && shown[0] !== '0';
    return {
      unscaled: negative ? -magnitude : magnitude,
      exponent,
      format,
      ...(canonical || text === '0' ? { text } : {}),
    };
  }
  if (!/\d/.test(numeral(text))) return undefined;
  if (magnitude === 0n) return { unscaled: 0n, exponent, format };
  const rounded = rescaleUp(magnitude, exponent, nano);
  return { unscaled: negative ? -rounded : rounded, exponent: nano, format };
}

function readBinary(
  text: string,
  negative: boolean,
  magnitude: bigint,
  digits: number,
  fraction: number,
  power: number,
): Quantity | undefined {
  const product = magnitude << BigInt(power);
  if (fraction === 0 && 14 - digits - Math.trunc((power * 3) / 10) >= 0 && product <= maxBinary) {
    const canonical = (magnitude & 7n) !== 0n;
    return { unscaled: negative ? -product : product, exponent: 0, format: 'BinarySI', ...(canonical ? { text } : {}) };
  }
  if (!/\d/.test(numeral(text))) return undefined;
  if (product === 0n) return { unscaled: 0n, exponent: -fraction, format: 'BinarySI' };
  const rounded = rescaleUp(product, -fraction, nano);
  const sign = negative ? -1n : 1n;
  if (rounded > maxBinary * 10n ** 9n) return { unscaled: sign * maxBinary, exponent: 0, format: 'BinarySI' };
  return { unscaled: sign * rounded, exponent: nano, format: rounded < 10n ** 9n ? 'DecimalSI' : 'BinarySI' };
}

function numeral(text: string): string {
  return /^[+-]?[\d.]*/.exec(text)![0];
}

/** The digits without leading zeros and point, `0` when no whole part is left. */
function digitsOf(text: string): string {
  const [whole = '', fraction = ''] = numeral(text)
    .replace(/^[+-]?0*/, '')
    .split('.');
  return (whole || '0') + fraction;
}

/** A positive amount at another exponent, rounded up where digits are lost. */
function rescaleUp(magnitude: bigint, exponent: number, wanted: number): bigint {
  if (exponent >= wanted) return magnitude * 10n ** BigInt(exponent - wanted);
  const divisor = 10n ** BigInt(wanted - exponent);
  return (magnitude + divisor - 1n) / divisor;
}

export function compareQuantity(a: Quantity, b: Quantity): number {
  const sign = signOf(a) - signOf(b);
  if (sign !== 0 || a.unscaled === 0n) return Math.sign(sign);
  const [x, y] = align(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

function signOf(quantity: Quantity): number {
  return quantity.unscaled < 0n ? -1 : quantity.unscaled > 0n ? 1 : 0;
}

/** Both unscaled amounts at the smaller exponent. */
export function align(a: Quantity, b: Quantity): readonly [bigint, bigint] {
  if (a.exponent === b.exponent) return [a.unscaled, b.unscaled];
  return a.exponent < b.exponent
    ? [a.unscaled, b.unscaled * 10n ** BigInt(b.exponent - a.exponent)]
    : [a.unscaled * 10n ** BigInt(a.exponent - b.exponent), b.unscaled];
}
