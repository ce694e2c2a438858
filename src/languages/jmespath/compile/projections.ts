import type { JsonValue } from '../../../foundations/kube/index.ts';
import { JmesPathError } from '../errors.ts';
import { sortedKeys } from '../functions/function.ts';
import { type Evaluate, isFalse, type Run, spend } from '../run.ts';

/** `left[*].right`: what `right` gives for each item, without nulls. */
export function compileProjection(left: Evaluate, right: Evaluate): Evaluate {
  return (value, run) => {
    const list = left(value, run);
    if (!Array.isArray(list)) return null;
    spend(run, list.length);
    const found: JsonValue[] = [];
    for (const item of list) collect(found, right(item, run));
    return found;
  };
}

export function compileFilter(left: Evaluate, condition: Evaluate, right: Evaluate): Evaluate {
  return (value, run) => {
    const list = forgive(left, value, run);
    if (!Array.isArray(list)) return null;
    spend(run, list.length);
    const found: JsonValue[] = [];
    for (const item of list) if (!isFalse(condition(item, run))) collect(found, right(item, run));
    return found;
  };
}

/** `left[]`: lists among the items give their own items. */
export function compileFlatten(operand: Evaluate): Evaluate {
  return (value, run) => {
    const list = forgive(operand, value, run);
    if (!Array.isArray(list)) return null;
    const flat = list.flat() as JsonValue[];
    spend(run, flat.length);
    return flat;
  };
}

/**
 * `left.*`: the values of a map, in the order of their keys.
 *
 * The reference looks at one null for each value before the values themselves. Only functions and literals make
 * something of a null, so `*.to_string(@)` begins with as many "null". Kept.
 */
export function compileValues(left: Evaluate, right: Evaluate, plain: boolean): Evaluate {
  return (value, run) => {
    const map = forgive(left, value, run);
    if (typeof map !== 'object' || map === null || Array.isArray(map)) return null;
    const keys = sortedKeys(map);
    spend(run, keys.length);
    const found: JsonValue[] = [];
    if (!plain) for (let n = 0; n < keys.length; n++) collect(found, right(null, run));
    for (const key of keys) collect(found, right(map[key]!, run));
    return found;
  };
}

function collect(found: JsonValue[], value: JsonValue | undefined): void {
  if (value !== undefined && value !== null) found.push(value);
}

/** Filters, flattening and `.*` take whatever fails on their left for null; only the budget is no laughing matter. */
function forgive(evaluate: Evaluate, value: JsonValue, run: Run): JsonValue | undefined {
  try {
    return evaluate(value, run);
  } catch (error) {
    if (error instanceof JmesPathError && error.kind !== 'limit') return null;
    throw error;
  }
}
