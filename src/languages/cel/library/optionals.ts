import { mapSize } from '../value/map.ts';
import { approximate } from '../value/number.ts';
import {
  CelDuration,
  CelError,
  CelOptional,
  CelTimestamp,
  type CelValue,
  isList,
  isMap,
  isNumber,
  none,
  type Result,
} from '../value/value.ts';
import type { LibraryRows } from './function-table.ts';

const dereference = new CelError('optional.none() dereference');

/** Whether a value is what its type starts with. A time is never: its zero is the year 1, which has no text in policies. */
function isZero(value: CelValue): boolean {
  if (value === null || value === false || value === '') return true;
  if (isNumber(value)) return approximate(value) === 0;
  if (isList(value) || value instanceof Uint8Array) return value.length === 0;
  if (value instanceof CelDuration) return value.nanos === 0n;
  if (value instanceof CelTimestamp) return value.nanos === -62_135_596_800_000_000_000n;
  if (value instanceof CelOptional) return value.value === undefined;
  return isMap(value) && mapSize(value) === 0;
}

function unwrap(list: readonly CelValue[]): Result {
  const values: CelValue[] = [];
  for (const item of list) {
    if (!(item instanceof CelOptional)) return new CelError(`value ${String(item)} is not optional`);
    if (item.value !== undefined) values.push(item.value);
  }
  return values;
}

/** Kyverno lets `orValue` stand on a plain value, which it gives. */
function orValue(value: CelValue, alternative: CelValue): Result {
  if (!(value instanceof CelOptional)) return value;
  return value.value === undefined ? alternative : value.value;
}

/**
 * Source: cel-go, OptionalTypes; `orValue` is Kyverno's own, a plain function: an error of either side is the answer,
 * and what it gives is of any type. `optMap` and `optFlatMap` are macros here.
 */
export const optionalRows: LibraryRows = [
  ['optional.of(A): optional(A)', (value: CelValue) => new CelOptional(value)],
  ['optional.none(): optional(A)', () => none],
  ['optional.ofNonZeroValue(A): optional(A)', (value: CelValue) => (isZero(value) ? none : new CelOptional(value))],
  ['optional(A).hasValue(): bool', ({ value }: CelOptional) => value !== undefined],
  ['optional(A).value(): A', ({ value }: CelOptional) => (value === undefined ? dereference : value)],
  ['optional(A).or(optional(A)): optional(A)', (a: CelOptional, b: CelOptional) => (a.value === undefined ? b : a)],
  ['dyn.orValue(dyn): dyn', orValue],
  ['optional.unwrap(list(optional(A))): list(A)', unwrap],
  ['list(optional(A)).unwrapOpt(): list(A)', unwrap],
];
