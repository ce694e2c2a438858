import { type JsonValue, jsonEqual } from '../../../foundations/kube/index.ts';
import { type Evaluate, isFalse } from '../run.ts';
import type { Comparator } from '../syntax.ts';

/** A missing key is null on both sides of `||`. */
export function compileOr(left: Evaluate, right: Evaluate): Evaluate {
  return (value, run) => {
    const found = left(value, run);
    return isFalse(found) ? (right(value, run) ?? null) : found;
  };
}

/** A missing key is null on the left of `&&`, and an error on the right. */
export function compileAnd(left: Evaluate, right: Evaluate): Evaluate {
  return (value, run) => {
    const found = left(value, run);
    return isFalse(found) ? (found ?? null) : right(value, run);
  };
}

export function compileNot(operand: Evaluate): Evaluate {
  return (value, run) => isFalse(operand(value, run));
}

const ordered: Readonly<Record<Exclude<Comparator, '==' | '!='>, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** Values are equal or not whatever they are; only numbers have an order, everything else gives null. */
export function compileComparison(operator: Comparator, left: Evaluate, right: Evaluate): Evaluate {
  if (operator === '==' || operator === '!=') {
    const wanted = operator === '==';
    return (value, run) => isEqual(left(value, run) ?? null, right(value, run) ?? null) === wanted;
  }
  const holds = ordered[operator];
  return (value, run) => {
    const a = left(value, run);
    const b = right(value, run);
    return typeof a === 'number' && typeof b === 'number' ? holds(a, b) : null;
  };
}

function isEqual(a: JsonValue, b: JsonValue): boolean {
  return typeof a !== 'object' || typeof b !== 'object' ? a === b : jsonEqual(a, b);
}
