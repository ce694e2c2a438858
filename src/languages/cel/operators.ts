import { compareBytes } from '../../foundations/kube/index.ts';
import type { BinaryOperator } from './syntax/ast.ts';
import {
  asDouble,
  asInt,
  asUint,
  CelDouble,
  CelDuration,
  CelError,
  CelTimestamp,
  CelUint,
  type CelValue,
  celEqual,
  compareNumbers,
  doubleOf,
  isDouble,
  isInt,
  isList,
  isMap,
  isNumeric,
  noOverload,
} from './value.ts';

/** Applies a binary operator to two values. Errors are values. Source: CEL specification, "List of Standard Definitions". */
export function applyBinary(operator: BinaryOperator, a: CelValue, b: CelValue): CelValue | CelError {
  switch (operator) {
    case '==':
      return celEqual(a, b);
    case '!=':
      return !celEqual(a, b);
    case 'in':
      return isIn(a, b);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(operator, a, b);
    default:
      return arithmetic(operator, a, b);
  }
}

function isIn(item: CelValue, where: CelValue): boolean | CelError {
  if (isList(where)) return where.some((candidate) => celEqual(candidate, item));
  if (isMap(where)) {
    const key = keyOf(item);
    return key !== undefined && Object.hasOwn(where, key);
  }
  return noOverload;
}

/** The text that a map keeps a key under; `undefined` for what can be no key. */
export function keyOf(value: CelValue): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || isInt(value)) return String(value);
  if (value instanceof CelUint) return String(value.value);
  return value instanceof CelDouble ? String(value.value) : undefined;
}

/** Negative, zero or positive; NaN when numbers cannot be ordered; `undefined` when the types cannot. */
export function compareValues(a: CelValue, b: CelValue): number | undefined {
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareBytes(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if ((a instanceof CelTimestamp && b instanceof CelTimestamp) || (a instanceof CelDuration && b instanceof CelDuration)) {
    return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareByteLists(a, b);
  return undefined;
}

function compareByteLists(a: Uint8Array, b: Uint8Array): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) if (a[index] !== b[index]) return a[index]! - b[index]!;
  return a.length - b.length;
}

function order(operator: '<' | '<=' | '>' | '>=', a: CelValue, b: CelValue): boolean | CelError {
  const found = compareValues(a, b);
  if (found === undefined) return noOverload;
  switch (operator) {
    case '<':
      return found < 0;
    case '<=':
      return found <= 0;
    case '>':
      return found > 0;
    case '>=':
      return found >= 0;
  }
}

type Arithmetic = '+' | '-' | '*' | '/' | '%';

function arithmetic(operator: Arithmetic, a: CelValue, b: CelValue): CelValue | CelError {
  if (isInt(a) && isInt(b)) return integers(operator, BigInt(a), BigInt(b), asInt);
  if (isDouble(a) && isDouble(b)) return doubles(operator, doubleOf(a), doubleOf(b));
  if (a instanceof CelUint && b instanceof CelUint) return integers(operator, a.value, b.value, asUint);
  if (operator === '+') return add(a, b);
  if (operator === '-') return subtract(a, b);
  return noOverload;
}

function integers(operator: Arithmetic, a: bigint, b: bigint, fit: (value: bigint) => CelValue | CelError): CelValue | CelError {
  switch (operator) {
    case '+':
      return fit(a + b);
    case '-':
      return fit(a - b);
    case '*':
      return fit(a * b);
    case '/':
      return b === 0n ? new CelError('division by zero') : fit(a / b);
    case '%':
      return b === 0n ? new CelError('modulus by zero') : fit(a % b);
  }
}

function doubles(operator: Arithmetic, a: number, b: number): CelValue | CelError {
  switch (operator) {
    case '+':
      return asDouble(a + b);
    case '-':
      return asDouble(a - b);
    case '*':
      return asDouble(a * b);
    case '/':
      return asDouble(a / b);
    case '%':
      return noOverload;
  }
}

function add(a: CelValue, b: CelValue): CelValue | CelError {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (isList(a) && isList(b)) return [...a, ...b];
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Uint8Array.from([...a, ...b]);
  if (a instanceof CelDuration && b instanceof CelDuration) return new CelDuration(a.nanos + b.nanos);
  if (a instanceof CelTimestamp && b instanceof CelDuration) return new CelTimestamp(a.nanos + b.nanos);
  if (a instanceof CelDuration && b instanceof CelTimestamp) return new CelTimestamp(a.nanos + b.nanos);
  return noOverload;
}

function subtract(a: CelValue, b: CelValue): CelValue | CelError {
  if (a instanceof CelTimestamp && b instanceof CelTimestamp) return new CelDuration(a.nanos - b.nanos);
  if (a instanceof CelTimestamp && b instanceof CelDuration) return new CelTimestamp(a.nanos - b.nanos);
  if (a instanceof CelDuration && b instanceof CelDuration) return new CelDuration(a.nanos - b.nanos);
  return noOverload;
}

export function negate(value: CelValue): CelValue | CelError {
  if (isInt(value)) return asInt(-BigInt(value));
  if (isDouble(value)) return asDouble(-doubleOf(value));
  return value instanceof CelDuration ? new CelDuration(-value.nanos) : noOverload;
}

