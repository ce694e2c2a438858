import { compareBytes } from '../../../foundations/kube/index.ts';
import { printValue } from '../format/print.ts';
import { sprintf } from '../format/printf.ts';
import { isComplex } from '../runtime/complex.ts';
import { FunctionError } from '../runtime/errors.ts';
import { fn, type GoFunction, variadic } from '../runtime/function.ts';
import { Run } from '../runtime/run.ts';
import { deepEqual, typeOf } from '../runtime/types.ts';
import { GoInt, GoList, GoMap, GoStruct, type GoValue } from '../runtime/value.ts';

type BasicKind = 'invalid' | 'bool' | 'complex' | 'int' | 'uint' | 'float' | 'string' | 'other';

function basicKind(value: GoValue): BasicKind {
  if (value === null) return 'invalid';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float';
  if (typeof value === 'string') return 'string';
  if (value instanceof GoInt) return value.type.startsWith('uint') ? 'uint' : 'int';
  return isComplex(value) ? 'complex' : 'other';
}

/**
 * `eq a b c` asks whether a equals b or c. Numbers of different kinds never compare: `eq .Values.replicas 1`
 * is an error because a number from YAML is a float64 and the literal is an int.
 */
function equalsAny(first: GoValue, others: readonly GoValue[]): boolean {
  if (others.length === 0) throw new FunctionError('missing argument for comparison');
  return others.some((other) => equals(first, other));
}

function equals(a: GoValue, b: GoValue): boolean {
  const kindA = basicKind(a);
  const kindB = basicKind(b);
  if (isInteger(kindA) && isInteger(kindB)) return (a as GoInt).value === (b as GoInt).value;
  if (kindA !== kindB) {
    if (a === null || b === null) return isNil(a ?? b);
    throw new FunctionError(`incompatible types for comparison: ${typeOf(a)} and ${typeOf(b)}`);
  }
  if (kindA === 'complex') return deepEqual(a, b);
  if (kindA !== 'other') return a === b;
  if (a instanceof GoStruct && b instanceof GoStruct) return a === b;
  if (a!.constructor !== b!.constructor) {
    throw new FunctionError(`non-comparable types ${printAsString(a)}: ${typeOf(a)}, ${typeOf(b)}: ${printValue(b)}`);
  }
  if (isNil(a) || isNil(b)) return isNil(a) === isNil(b);
  throw new FunctionError(`non-comparable type ${printAsString(b)}: ${typeOf(b)}`);
}

function isNil(value: GoValue): boolean {
  return (value instanceof GoMap || value instanceof GoList) && value.isNil;
}

function printAsString(value: GoValue): string {
  return value instanceof GoMap || value instanceof GoList ? sprintf(new Run(), '%s', [value]) : printValue(value);
}

function isInteger(kind: BasicKind): boolean {
  return kind === 'int' || kind === 'uint';
}

function less(a: GoValue, b: GoValue): boolean {
  const kindA = comparableKind(a);
  const kindB = comparableKind(b);
  if (isInteger(kindA) && isInteger(kindB)) return (a as GoInt).value < (b as GoInt).value;
  if (kindA !== kindB) throw new FunctionError(`incompatible types for comparison: ${typeOf(a)} and ${typeOf(b)}`);
  if (kindA === 'bool' || kindA === 'complex') throw new FunctionError('invalid type for comparison');
  if (typeof a === 'number') return a < (b as number);
  return compareBytes(a as string, b as string) < 0;
}

function comparableKind(value: GoValue): BasicKind {
  const kind = basicKind(value);
  if (kind === 'other' || kind === 'invalid') throw new FunctionError('invalid type for comparison');
  return kind;
}

const lessOrEqual = (a: GoValue, b: GoValue): boolean => less(a, b) || equals(a, b);

export const compareFunctions: Readonly<Record<string, GoFunction>> = {
  eq: variadic(['value'], 'value', (first, ...others) => equalsAny(first, others)),
  ne: fn(['value', 'value'], (a, b) => !equals(a, b)),
  lt: fn(['value', 'value'], less),
  le: fn(['value', 'value'], lessOrEqual),
  gt: fn(['value', 'value'], (a, b) => !lessOrEqual(a, b)),
  ge: fn(['value', 'value'], (a, b) => !less(a, b)),
};
