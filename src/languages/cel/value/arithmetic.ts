import { asDouble, asInt, computeDouble, computeInt, computeUint, doubleOf } from './number.ts';
import {
  CelDuration,
  CelError,
  CelTimestamp,
  CelUint,
  type CelValue,
  isDouble,
  isInt,
  isList,
  noOverload,
  type Result,
} from './value.ts';

// Source: CEL specification, "List of Standard Definitions".

/** Doubling a text thirty times takes a few characters; nothing a policy needs is this large. */
export const maxTextLength = 10_000_000;
export const maxListLength = 1_000_000;
export const tooLarge = new CelError('operation cancelled: actual cost limit exceeded: the value is too large');

const durationLimit = 2n ** 63n;
const minTime = -62_135_596_800_000_000_000n;
const maxTime = 253_402_300_799_999_999_999n;

/** A timestamp between the years 1 and 9999. */
export function asTimestamp(nanos: bigint, offset = 0): CelTimestamp | CelError {
  return nanos < minTime || nanos > maxTime ? new CelError('timestamp overflow') : new CelTimestamp(nanos, offset);
}

export function asDuration(nanos: bigint): CelDuration | CelError {
  return nanos < -durationLimit || nanos >= durationLimit ? new CelError('duration overflow') : new CelDuration(nanos);
}

export function add(a: CelValue, b: CelValue): Result {
  if (typeof a === 'string') {
    if (typeof b !== 'string') return noOverload;
    return a.length + b.length > maxTextLength ? tooLarge : a + b;
  }
  if (isInt(a)) return isInt(b) ? computeInt('+', a, b) : noOverload;
  if (isDouble(a)) return isDouble(b) ? computeDouble('+', doubleOf(a), doubleOf(b)) : noOverload;
  if (isList(a)) {
    if (!isList(b)) return noOverload;
    return a.length + b.length > maxListLength ? tooLarge : a.concat(b);
  }
  if (a instanceof CelUint) return b instanceof CelUint ? computeUint('+', a, b) : noOverload;
  if (a instanceof Uint8Array) return b instanceof Uint8Array ? joinBytes(a, b) : noOverload;
  if (a instanceof CelDuration) {
    if (b instanceof CelTimestamp) return asTimestamp(a.nanos + b.nanos, b.offset);
    return b instanceof CelDuration ? asDuration(a.nanos + b.nanos) : noOverload;
  }
  return a instanceof CelTimestamp && b instanceof CelDuration ? asTimestamp(a.nanos + b.nanos, a.offset) : noOverload;
}

function joinBytes(a: Uint8Array, b: Uint8Array): Result {
  if (a.length + b.length > maxTextLength) return tooLarge;
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

export function subtract(a: CelValue, b: CelValue): Result {
  if (a instanceof CelTimestamp) {
    if (b instanceof CelTimestamp) return asDuration(a.nanos - b.nanos);
    return b instanceof CelDuration ? asTimestamp(a.nanos - b.nanos, a.offset) : noOverload;
  }
  if (a instanceof CelDuration) return b instanceof CelDuration ? asDuration(a.nanos - b.nanos) : noOverload;
  return compute('-', a, b);
}

export function multiply(a: CelValue, b: CelValue): Result {
  return compute('*', a, b);
}

export function divide(a: CelValue, b: CelValue): Result {
  return compute('/', a, b);
}

export function remainder(a: CelValue, b: CelValue): Result {
  if (isInt(a) && isInt(b)) return computeInt('%', a, b);
  return a instanceof CelUint && b instanceof CelUint ? computeUint('%', a, b) : noOverload;
}

function compute(operation: '-' | '*' | '/', a: CelValue, b: CelValue): Result {
  if (isInt(a)) return isInt(b) ? computeInt(operation, a, b) : noOverload;
  if (isDouble(a)) return isDouble(b) ? computeDouble(operation, doubleOf(a), doubleOf(b)) : noOverload;
  return a instanceof CelUint && b instanceof CelUint ? computeUint(operation, a, b) : noOverload;
}

export function negate(value: CelValue): Result {
  if (isInt(value)) return asInt(-BigInt(value));
  if (isDouble(value)) return asDouble(-doubleOf(value));
  return value instanceof CelDuration ? asDuration(-value.nanos) : noOverload;
}
