import { formatGoFloat } from '../../../foundations/kube/index.ts';
import { FunctionError } from '../runtime/errors.ts';
import { fn, type GoFunction, runFn, runVariadic, variadic } from '../runtime/function.ts';
import type { Run } from '../runtime/run.ts';
import { type GoValue, int, int64 } from '../runtime/value.ts';
import { intList, textOf, toFloat64, toInt64 } from './convert.ts';

function fold(start: bigint, values: readonly GoValue[], step: (sum: bigint, value: bigint) => bigint): GoValue {
  return int64(values.reduce<bigint>((sum, value) => BigInt.asIntN(64, step(sum, toInt64(value))), start));
}

function larger(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

function divide(a: GoValue, b: GoValue, remainder: boolean): GoValue {
  const divisor = toInt64(b);
  if (divisor === 0n) throw new FunctionError('runtime error: integer divide by zero');
  return int64(remainder ? toInt64(a) % divisor : toInt64(a) / divisor);
}

/**
 * Decimal arithmetic, as sprig does it with a decimal library: 0.1 and 0.2 give 0.3, not 0.30000000000000004.
 * Numbers are read by their shortest decimal digits.
 */
function decimals(values: readonly GoValue[], step: (a: Decimal, b: Decimal) => Decimal): number {
  let sum: Decimal | undefined;
  // One after the other: which complaint is the first depends on it.
  for (const value of values) {
    const next = toDecimal(toFloat64(value));
    sum = sum === undefined ? next : step(sum, next);
  }
  return fromDecimal(sum ?? { digits: 0n, scale: 0 });
}

/** digits / 10^scale */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

function toDecimal(value: number): Decimal {
  if (!Number.isFinite(value)) throw new FunctionError(`Cannot create a Decimal from ${formatGoFloat(value, 'v')}`);
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  const fraction = mantissa.split('.')[1]?.length ?? 0;
  const scale = fraction - Number(exponent);
  const digits = BigInt(mantissa.replace('.', ''));
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

function fromDecimal(value: Decimal): number {
  return Number(`${value.digits}e${-value.scale}`);
}

function align(a: Decimal, b: Decimal): { x: bigint; y: bigint; scale: number } {
  const scale = Math.max(a.scale, b.scale);
  return {
    x: a.digits * 10n ** BigInt(scale - a.scale),
    y: b.digits * 10n ** BigInt(scale - b.scale),
    scale,
  };
}

function divideDecimals(a: Decimal, b: Decimal): Decimal {
  if (b.digits === 0n) throw new FunctionError('decimal division by 0');
  const { x, y } = align(a, b);
  const scaled = x * 10n ** 17n;
  const negative = scaled < 0n !== y < 0n;
  const size = (scaled < 0n ? -scaled : scaled) / (y < 0n ? -y : y);
  const rounded = (size + 5n) / 10n;
  return { digits: negative ? -rounded : rounded, scale: 16 };
}

const plus = (a: Decimal, b: Decimal): Decimal => {
  const { x, y, scale } = align(a, b);
  return { digits: x + y, scale };
};
const minus = (a: Decimal, b: Decimal): Decimal => plus(a, { digits: -b.digits, scale: b.scale });
const times = (a: Decimal, b: Decimal): Decimal => ({ digits: a.digits * b.digits, scale: a.scale + b.scale });

/** Go's `math.Pow(10, places)`, by repeated squaring: in the last digit it is not the nearest number. */
function powerOfTen(places: number): number {
  // 10 is 0.625 * 2^4; the powers of two are counted apart.
  let [square, squareScale, result, scale] = [0.625, 4, 1, 0];
  if (Math.abs(places) > 400) return places > 0 ? Number.POSITIVE_INFINITY : 0;
  for (let left = Math.abs(places); left > 0; left >>= 1) {
    if (left & 1) {
      result *= square;
      scale += squareScale;
    }
    square *= square;
    squareScale *= 2;
    if (square < 0.5) {
      square *= 2;
      squareScale--;
    }
  }
  // In two steps, since the power of two alone may be too large.
  const half = Math.trunc(scale / 2);
  return places < 0 ? 1 / result / 2 ** half / 2 ** (scale - half) : result * 2 ** half * 2 ** (scale - half);
}

/** Sprig's rounding: what lies below zero always goes down, since its fraction is below the limit. */
function round(value: GoValue, places: number, roundOn = 0.5): number {
  const power = powerOfTen(places);
  const scaled = power * toFloat64(value);
  const fraction = Number.isFinite(scaled) ? scaled % 1 : Number.NaN;
  return (fraction >= roundOn ? Math.ceil(scaled) : Math.floor(scaled)) / power;
}

function range(run: Run, start: number, stop: number, step: number): GoValue {
  if (step === 0 || start === stop || start < stop !== step > 0) return intList([]);
  run.checkCount(Math.abs((stop - start) / step));
  const items: number[] = [];
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) items.push(i);
  return intList(items);
}

/** The shell's `seq`: `seq 3`, `seq 2 5`, `seq 2 2 10`, as one string. */
function sequence(run: Run, ...params: readonly number[]): string {
  if (params.length === 0 || params.length > 3) return '';
  const start = params.length === 1 ? 1 : params[0]!;
  const end = params.length === 3 ? params[2]! : params.at(-1)!;
  const step = params.length === 3 ? params[1]! : end < start ? -1 : 1;
  if (step === 0 || (step > 0 ? end < start : end > start)) return params.length === 3 ? '' : '';
  run.checkCount(Math.abs((end - start) / step));
  const items: number[] = [];
  for (let i = start; step > 0 ? i <= end : i >= end; i += step) items.push(i);
  return items.join(' ');
}

function octalToDecimal(value: GoValue): GoValue {
  const text = textOf(value);
  return int64(/^[+-]?[0-7]+$/.test(text) ? BigInt(Number.parseInt(text, 8)) : 0n);
}

export const numberFunctions: Readonly<Record<string, GoFunction>> = {
  int: fn(['any'], (value) => int(toInt64(value))),
  int64: fn(['any'], (value) => int64(toInt64(value))),
  float64: fn(['any'], toFloat64),
  atoi: fn(['string'], (text) => int(/^[+-]?\d+$/.test(text) ? BigInt.asIntN(64, BigInt(text.replace('+', ''))) : 0n)),
  toDecimal: fn(['any'], octalToDecimal),
  add: variadic([], 'any', (...values) => fold(0n, values, (sum, value) => sum + value)),
  add1: fn(['any'], (value) => int64(toInt64(value) + 1n)),
  sub: fn(['any', 'any'], (a, b) => int64(toInt64(a) - toInt64(b))),
  mul: variadic(['any'], 'any', (first, ...rest) => fold(toInt64(first), rest, (sum, value) => sum * value)),
  div: fn(['any', 'any'], (a, b) => divide(a, b, false)),
  mod: fn(['any', 'any'], (a, b) => divide(a, b, true)),
  max: variadic(['any'], 'any', (...values) => fold(toInt64(values[0]!), values, larger)),
  biggest: variadic(['any'], 'any', (...values) => fold(toInt64(values[0]!), values, larger)),
  min: variadic(['any'], 'any', (...values) => fold(toInt64(values[0]!), values, smaller)),
  maxf: variadic(['any'], 'any', (...values) => Math.max(...values.map(toFloat64))),
  minf: variadic(['any'], 'any', (...values) => Math.min(...values.map(toFloat64))),
  addf: variadic([], 'any', (...values) => decimals([0, ...values], plus)),
  add1f: fn(['any'], (value) => decimals([value, 1], plus)),
  subf: variadic(['any'], 'any', (...values) => decimals(values, minus)),
  mulf: variadic(['any'], 'any', (...values) => decimals(values, times)),
  divf: variadic(['any'], 'any', (...values) => decimals(values, divideDecimals)),
  floor: fn(['any'], (value) => Math.floor(toFloat64(value))),
  ceil: fn(['any'], (value) => Math.ceil(toFloat64(value))),
  round: variadic(['any', 'int'], 'float64', (value, places, roundOn) => round(value, places, roundOn)),
  until: runFn(['int'], (run, count) => range(run, 0, count, count < 0 ? -1 : 1)),
  untilStep: runFn(['int', 'int', 'int'], range),
  seq: runVariadic([], 'int', sequence),
  randInt: runFn(['int', 'int'], (run, low, high) => {
    if (high <= low) throw new FunctionError('invalid argument to Intn');
    return int(low + Math.floor(run.random() * (high - low)));
  }),
};
