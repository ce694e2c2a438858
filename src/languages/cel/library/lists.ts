import { applyBinary, compareValues } from '../operators.ts';
import { CelError, type CelValue, celEqual, isInt, isList, noOverload } from '../value.ts';
import { type CelFunction, global, member } from './function.ts';

// List and set extensions. Sources: cel-go ext/lists and ext/sets; Kubernetes, "CEL list library".

const list = (call: (items: readonly CelValue[], ...rest: CelValue[]) => CelValue | CelError): CelFunction['call'] => ([items, ...rest]) => (isList(items) ? call(items, ...rest) : noOverload);
const maxRange = 1_000_000;

function flatten(items: readonly CelValue[], depth: number): CelValue[] {
  return items.flatMap((item) => (isList(item) && depth > 0 ? flatten(item, depth - 1) : [item]));
}

function sorted(items: readonly CelValue[]): CelValue | CelError {
  let bad = false;
  const result = [...items].sort((a, b) => {
    const order = compareValues(a, b);
    if (order === undefined) bad = true;
    return order ?? 0;
  });
  return bad ? noOverload : result;
}

function extreme(items: readonly CelValue[], name: string, sign: number): CelValue | CelError {
  if (items.length === 0) return new CelError(`${name} called on empty list`);
  let best: CelValue = items[0] ?? null;
  for (const item of items.slice(1)) {
    const order = compareValues(item, best);
    if (order === undefined) return noOverload;
    if (order * sign > 0) best = item;
  }
  return best;
}

const includes = (items: readonly CelValue[], item: CelValue) => items.some((candidate) => celEqual(candidate, item));

export const listFunctions: readonly CelFunction[] = [
  member('slice', 3, 'list', list((items, from, to) => {
    if (!isInt(from) || !isInt(to)) return noOverload;
    const [start, end] = [Number(from), Number(to)];
    if (start < 0 || end < start || end > items.length) return new CelError(`cannot slice(${start}, ${end}), list is length ${items.length}`);
    return items.slice(start, end);
  })),
  member('flatten', [1, 2], 'list', list((items, depth) => (depth === undefined ? flatten(items, 1) : isInt(depth) ? flatten(items, Number(depth)) : noOverload))),
  member('distinct', 1, 'list', list((items) => items.filter((item, index) => items.findIndex((other) => celEqual(other, item)) === index))),
  member('sort', 1, 'list', list(sorted)),
  member('reverse', 1, 'dyn', ([value]) => (isList(value) ? [...value].reverse() : typeof value === 'string' ? [...value].reverse().join('') : noOverload)),
  global('lists.range', 1, 'list', ([count]) => {
    if (!isInt(count)) return noOverload;
    return Number(count) > maxRange ? new CelError(`lists.range is limited to ${maxRange} items`) : Array.from({ length: Math.max(0, Number(count)) }, (_, index) => index);
  }),
  member('isSorted', 1, 'bool', list((items) => items.every((item, index) => index === 0 || (compareValues(items[index - 1]!, item) ?? 1) <= 0))),
  member('sum', 1, 'dyn', list((items) => {
    let total: CelValue | CelError = items.length === 0 ? 0 : items[0]!;
    for (const item of items.slice(1)) {
      if (total instanceof CelError) return total;
      total = applyBinary('+', total, item);
    }
    return total;
  })),
  member('min', 1, 'dyn', list((items) => extreme(items, 'min', -1))),
  member('max', 1, 'dyn', list((items) => extreme(items, 'max', 1))),
  member('includes', 2, 'bool', list((items, item) => includes(items, item!))),
  global('sets.contains', 2, 'bool', list((items, part) => (isList(part) ? part.every((item) => includes(items, item)) : noOverload))),
  global('sets.intersects', 2, 'bool', list((items, other) => (isList(other) ? other.some((item) => includes(items, item)) : noOverload))),
  global('sets.equivalent', 2, 'bool', list((items, other) =>
    isList(other) ? other.every((item) => includes(items, item)) && items.every((item) => includes(other, item)) : noOverload,
  )),
];
