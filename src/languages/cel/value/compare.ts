import { compareBytes } from '../../../foundations/kube/index.ts';
import { equalMaps } from './map.ts';
import { type Meter, textSteps } from './meter.ts';
import { compareNumbers } from './number.ts';
import {
  CelDuration,
  CelError,
  CelOpaque,
  CelOptional,
  CelTimestamp,
  CelTypeValue,
  type CelValue,
  isNumber,
  noOverload,
} from './value.ts';

/**
 * Equality as CEL has it: numbers by value whatever their type, everything else only within its type. What it goes
 * through is charged.
 */
export function equal(a: CelValue, b: CelValue, meter: Meter): boolean {
  meter.spend(1);
  if (typeof a === 'string') {
    if (typeof b !== 'string' || a.length !== b.length) return false;
    meter.spend(textSteps(a.length));
    return a === b;
  }
  if (typeof a === 'boolean' || a === null) return a === b;
  if (isNumber(a)) return isNumber(b) && compareNumbers(a, b) === 0;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let index = 0; index < a.length; index++) if (!equal(a[index], b[index], meter)) return false;
    return true;
  }
  if (a instanceof Uint8Array) return b instanceof Uint8Array && compare(a, b, meter) === 0;
  if (a instanceof CelTimestamp) return b instanceof CelTimestamp && a.nanos === b.nanos;
  if (a instanceof CelDuration) return b instanceof CelDuration && a.nanos === b.nanos;
  if (a instanceof CelTypeValue) return b instanceof CelTypeValue && a.name === b.name;
  if (a instanceof CelOpaque) {
    return b instanceof CelOpaque && a.kind === b.kind && (a.equals ? a.equals(b) : a.text === b.text);
  }
  if (a instanceof CelOptional) {
    if (!(b instanceof CelOptional)) return false;
    return a.value === undefined || b.value === undefined ? a.value === b.value : equal(a.value, b.value, meter);
  }
  return equalMaps(a, b, meter, equal);
}

/**
 * What `a == b` gives: a value of a library cannot be compared with one of another kind, save null. `a != b` is true
 * then, as in cel-go, and inside lists and maps they are unequal.
 */
export function equalOrError(a: CelValue, b: CelValue, meter: Meter): boolean | CelError {
  if (a instanceof CelOpaque && b !== null && !(b instanceof CelOpaque && b.kind === a.kind)) return noOverload;
  return equal(a, b, meter);
}

const notOrdered = new CelError('NaN values cannot be ordered');

/** Negative, zero or positive; an error for what has no order. */
export function compare(a: CelValue, b: CelValue, meter: Meter): number | CelError {
  meter.spend(1);
  if (isNumber(a) && isNumber(b)) {
    const order = compareNumbers(a, b);
    return Number.isNaN(order) ? notOrdered : order;
  }
  if (typeof a === 'string' && typeof b === 'string') {
    meter.spend(textSteps(Math.min(a.length, b.length)));
    return compareBytes(a, b);
  }
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (
    (a instanceof CelTimestamp && b instanceof CelTimestamp) ||
    (a instanceof CelDuration && b instanceof CelDuration)
  ) {
    return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
  }
  if (!(a instanceof Uint8Array && b instanceof Uint8Array)) return noOverload;
  meter.spend(textSteps(Math.min(a.length, b.length)));
  return compareByteArrays(a, b);
}

function compareByteArrays(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) if (a[index] !== b[index]) return a[index]! - b[index]!;
  return a.length - b.length;
}
