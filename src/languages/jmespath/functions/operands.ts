import {
  addQuantity,
  divideQuantity,
  formatDuration,
  formatGoFloat,
  formatQuantity,
  type JsonValue,
  multiplyQuantity,
  parseDuration,
  parseQuantity,
  type Quantity,
  quantityOf,
  quantityToNumber,
  subtractQuantity,
} from '../../../foundations/kube/index.ts';
import { FunctionFailure } from '../errors.ts';
import { failure, toGoInt } from './function.ts';

type NumberOperand = { readonly kind: 'number'; readonly value: number };
type QuantityOperand = { readonly kind: 'quantity'; readonly value: Quantity };
type DurationOperand = { readonly kind: 'duration'; readonly value: bigint };

/** What arithmetic works on. */
export type Operand = NumberOperand | QuantityOperand | DurationOperand;

/** A text is a quantity first, a duration second. */
export function operandOf(value: JsonValue): Operand | undefined {
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value !== 'string') return undefined;
  const quantity = parseQuantity(value);
  if (quantity) return { kind: 'quantity', value: quantity };
  const duration = parseDuration(value);
  return duration === undefined ? undefined : { kind: 'duration', value: duration };
}

/** What an operation does with each pair of kinds; pairs that are not here do not go together. */
interface Rules {
  readonly 'number number'?: (a: NumberOperand, b: NumberOperand) => JsonValue;
  readonly 'quantity quantity'?: (a: QuantityOperand, b: QuantityOperand) => JsonValue;
  readonly 'duration duration'?: (a: DurationOperand, b: DurationOperand) => JsonValue;
  readonly 'quantity number'?: (a: QuantityOperand, b: NumberOperand) => JsonValue;
  readonly 'duration number'?: (a: DurationOperand, b: NumberOperand) => JsonValue;
  readonly 'number quantity'?: (a: NumberOperand, b: QuantityOperand) => JsonValue;
  readonly 'number duration'?: (a: NumberOperand, b: DurationOperand) => JsonValue;
  readonly [pair: string]: unknown;
}

const add: Rules = {
  'number number': (a, b) => a.value + b.value,
  'quantity quantity': (a, b) => formatQuantity(addQuantity(a.value, b.value)),
  'duration duration': (a, b) => showDuration(a.value + b.value),
};

const subtract: Rules = {
  'number number': (a, b) => a.value - b.value,
  'quantity quantity': (a, b) => formatQuantity(subtractQuantity(a.value, b.value)),
  'duration duration': (a, b) => showDuration(a.value - b.value),
};

const multiply: Rules = {
  'number number': (a, b) => a.value * b.value,
  'quantity number': (a, b) => scaleQuantity(a, b),
  'number quantity': (a, b) => scaleQuantity(b, a),
  'duration number': (a, b) => showSeconds(seconds(a.value) * b.value),
  'number duration': (a, b) => showSeconds(seconds(b.value) * a.value),
};

const divide: Rules = {
  'number number': (a, b) => a.value / nonZero(b.value),
  'quantity quantity': (a, b) => quantityToNumber(a.value) / nonZero(quantityToNumber(b.value)),
  'duration duration': (a, b) => seconds(a.value) / nonZero(seconds(b.value)),
  'quantity number': (a, b) => {
    nonZero(b.value);
    const divisor = numberAsQuantity(b.value);
    const quotient = divideQuantity(a.value, divisor);
    if (!quotient) throw failure('divide', 'Zero divisor passed');
    return formatQuantity(quotient);
  },
  'duration number': (a, b) => showSeconds(seconds(a.value) / nonZero(b.value)),
};

const modulo: Rules = {
  'number number': (a, b) => Number(wholeRemainder(a.value, b.value)),
  'quantity quantity': (a, b) =>
    formatQuantity(quantityOf(wholeRemainder(quantityToNumber(a.value), quantityToNumber(b.value)), a.value.format)),
  'duration duration': (a, b) => {
    if (b.value === 0n) throw failure('modulo', 'Zero divisor passed');
    return showDuration(a.value % b.value);
  },
};

export const operations = { add, subtract, multiply, divide, modulo } as const;

function nonZero(divisor: number): number {
  if (divisor === 0) throw failure('divide', 'Zero divisor passed');
  return divisor;
}

function wholeRemainder(a: number, b: number): bigint {
  if (!isInt64(a) || !isInt64(b)) throw failure('modulo', 'Non-integer argument(s) passed for modulo');
  if (b === 0) throw failure('modulo', 'Zero divisor passed');
  return BigInt(a) % BigInt(b);
}

/** Whether a number is whole and fits Go's int64. */
export function isInt64(value: number): boolean {
  return Number.isInteger(value) && toGoInt(value) === value;
}

function scaleQuantity(quantity: QuantityOperand, by: NumberOperand): JsonValue {
  return formatQuantity(multiplyQuantity(quantity.value, numberAsQuantity(by.value)));
}

/** Numbers become quantities by their text, so that 0.1 is a tenth. */
function numberAsQuantity(value: number): Quantity {
  const quantity = parseQuantity(formatGoFloat(value, 'v'));
  if (quantity) return quantity;
  throw new FunctionFailure(
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  );
}

/** Go's Duration.Seconds: whole seconds and the rest are added as float64. */
function seconds(duration: bigint): number {
  return Number(duration / 1_000_000_000n) + Number(duration % 1_000_000_000n) / 1e9;
}

function showSeconds(value: number): string {
  const nanoseconds = value * 1e9;
  const fits = Number.isFinite(nanoseconds) && Math.abs(nanoseconds) < 2 ** 63;
  return formatDuration(fits ? BigInt(Math.trunc(nanoseconds)) : -(1n << 63n));
}

/** Go's durations wrap around at 64 bits. */
function showDuration(duration: bigint): string {
  return formatDuration(BigInt.asIntN(64, duration));
}
