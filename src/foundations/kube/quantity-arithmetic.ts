import { align, type Quantity } from './quantity.ts';

/** The sum, in the format of `a`, or of `b` when `a` is zero. */
export function addQuantity(a: Quantity, b: Quantity): Quantity {
  const [x, y] = align(a, b);
  return { unscaled: x + y, exponent: Math.min(a.exponent, b.exponent), format: (a.unscaled === 0n ? b : a).format };
}

/** The difference, in the format of `a`, or of `b` when `a` is zero. */
export function subtractQuantity(a: Quantity, b: Quantity): Quantity {
  return addQuantity(a, { ...b, unscaled: -b.unscaled });
}

/** The exact product, in the format of `a`. */
export function multiplyQuantity(a: Quantity, b: Quantity): Quantity {
  return { unscaled: a.unscaled * b.unscaled, exponent: a.exponent + b.exponent, format: a.format };
}

/**
 * The quotient in the format of `a`, cut toward zero at the finer of the two scales, so `1 / 3` is 0 and `1.0 / 3` is 0.3.
 * `undefined` for a zero divisor.
 */
export function divideQuantity(a: Quantity, b: Quantity): Quantity | undefined {
  if (b.unscaled === 0n) return undefined;
  const exponent = Math.min(a.exponent, b.exponent);
  const shift = a.exponent - b.exponent - exponent;
  const unscaled =
    shift >= 0 ? (a.unscaled * 10n ** BigInt(shift)) / b.unscaled : a.unscaled / (b.unscaled * 10n ** BigInt(-shift));
  return { unscaled, exponent, format: a.format };
}

/** The float64 nearest to a quantity, by the reference's own two roundings (mantissa, then power of ten). */
export function quantityToNumber(quantity: Quantity): number {
  const mantissa = Number(quantity.unscaled);
  return quantity.exponent === 0 ? mantissa : mantissa * powerOfTen(quantity.exponent);
}

/** A whole number of units. */
export function quantityOf(units: bigint, format: Quantity['format']): Quantity {
  return { unscaled: units, exponent: 0, format };
}

/** Go's math.Pow10: a product of two table entries, which differs from `10 ** n` in the last bit. */
function powerOfTen(exponent: number): number {
  if (exponent < -323) return 0;
  if (exponent > 308) return Number.POSITIVE_INFINITY;
  const size = Math.abs(exponent);
  const low = Number(`1e${size % 32}`);
  const high = size - (size % 32);
  return exponent < 0 ? Number(`1e-${high}`) / low : Number(`1e${high}`) * low;
}
