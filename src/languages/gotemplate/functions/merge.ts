import type { Run } from '../runtime/run.ts';
import { GoList, GoMap, GoStruct, type GoValue } from '../runtime/value.ts';
import { isEmpty } from './convert.ts';

/**
 * Sprig's `merge`: fills `target` in place with what `source` has and `target` lacks. A value of `target` that is
 * zero (false, "", 0, an empty list) counts as lacking; what `source` has is taken for it, also when that is zero.
 */
export function mergeInto(run: Run, target: GoMap, source: GoMap): void {
  for (const [key, value] of source) {
    run.step(4);
    const known = target.get(key);
    if (known instanceof GoMap && value instanceof GoMap) mergeInto(run, known, value);
    else if (value !== null && (known === undefined || known === null || isEmpty(known))) {
      target.set(key, value);
    }
  }
}

/** Sprig's `mergeOverwrite`: values of `source` win, also false, 0, nil and empty lists; maps are merged. */
export function overwriteInto(run: Run, target: GoMap, source: GoMap): void {
  for (const [key, value] of source) {
    run.step(4);
    const known = target.get(key);
    if (known instanceof GoMap && value instanceof GoMap) overwriteInto(run, known, value);
    else target.set(key, value);
  }
}

/** A copy that shares nothing with the original. */
export function deepCopy(run: Run, value: GoValue): GoValue {
  if (value instanceof GoMap) {
    const copy = new GoMap();
    copy.type = value.type;
    copy.methods = value.methods;
    run.step(20 * (value.size + 1));
    for (const [key, item] of value) copy.set(key, deepCopy(run, item));
    return copy;
  }
  if (value instanceof GoList) {
    run.step(8 * (value.items.length + 1));
    return new GoList(
      value.items.map((item) => deepCopy(run, item)),
      value.type,
      value.methods,
    );
  }
  // Of a struct without public fields nothing is copied.
  return value instanceof GoStruct && value.shape.copy ? value.shape.copy() : value;
}
