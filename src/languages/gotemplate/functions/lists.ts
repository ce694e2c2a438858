import { FunctionError } from '../runtime/errors.ts';
import { fn, type GoFunction, runFn, variadic } from '../runtime/function.ts';
import type { Run } from '../runtime/run.ts';
import { deepEqual, kindOf } from '../runtime/types.ts';
import { GoInt, GoList, type GoValue, list } from '../runtime/value.ts';
import { isEmpty, toInt64 } from './convert.ts';

const nilList = 'runtime error: invalid memory address or nil pointer dereference';

/** The items of a list; the complaint names the operation as sprig does. */
function itemsFor(operation: string, value: GoValue): readonly GoValue[] {
  if (value instanceof GoList) return value.items;
  if (value === null) throw new FunctionError(nilList);
  // Sprig leaves the `on` out here.
  throw new FunctionError(`Cannot ${operation}${operation === 'chunk' ? '' : ' on'} type ${kindOf(value)}`);
}

function has(items: readonly GoValue[], wanted: GoValue): boolean {
  return items.some((item) => deepEqual(item, wanted));
}

function unique(run: Run, items: readonly GoValue[]): GoValue {
  const seen = new Set<GoValue>();
  const out: GoValue[] = [];
  for (const item of items) {
    const key = item instanceof GoInt ? `${item.type} ${item.value}\0` : item;
    const simple = key === null || typeof key !== 'object';
    if (!simple) run.step(out.length >> 2);
    if (simple ? seen.has(key) : has(out, item)) continue;
    if (simple) seen.add(key);
    out.push(item);
  }
  return list(out);
}

function sliceList(value: GoValue, bounds: readonly GoValue[]): GoValue {
  if (value === null) throw new FunctionError(nilList);
  if (!(value instanceof GoList)) {
    throw new FunctionError(`list should be type of slice or array but ${kindOf(value)}`);
  }
  const length = value.items.length;
  if (length === 0) return null;
  const [start, end] = [bounds[0], bounds[1]].map((bound, i) =>
    bound === undefined ? (i === 0 ? 0 : length) : Number(toInt64(bound)),
  ) as [number, number];
  if (start < 0 || end > length || start > end) {
    throw new FunctionError(`reflect.Value.Slice: slice index out of bounds`);
  }
  return list(value.items.slice(start, end), value.type);
}

/** Sprig counts the chunks by division, so that a negative size gives none, or fails, as the length has it. */
function chunk(size: number, items: readonly GoValue[]): GoValue {
  const count = Math.floor((items.length - 1) / size) + 1;
  if (size === 0 || count < 0 || (count > 0 && size < 0)) {
    throw new FunctionError('runtime error: makeslice: len out of range');
  }
  const chunks = Array.from({ length: count }, (_, i) => list(items.slice(i * size, (i + 1) * size)));
  return list(chunks, '[][]interface {}');
}

const append = fn(['any', 'any'], (value, item) => list([...itemsFor('push', value), item]));
const prepend = fn(['any', 'any'], (value, item) => list([item, ...itemsFor('prepend', value)]));
const first = fn(['any'], (value) => itemsFor('find first', value)[0] ?? null);
const last = fn(['any'], (value) => itemsFor('find last', value).at(-1) ?? null);
const rest = fn(['any'], (value) => nilIfEmpty('find rest', value, (items) => items.slice(1)));
const initial = fn(['any'], (value) => nilIfEmpty('find initial', value, (items) => items.slice(0, -1)));
const reverse = fn(['any'], (value) => list([...itemsFor('find reverse', value)].reverse()));
const compact = fn(['any'], (value) => list(itemsFor('compact', value).filter((item) => !isEmpty(item))));
const uniq = runFn(['any'], (run, value) => unique(run, itemsFor('find uniq', value)));
const without = variadic(['any'], 'any', (value, ...unwanted) =>
  list(itemsFor('find without', value).filter((item) => !has(unwanted, item))),
);
const contains = fn(['any', 'any'], (item, value) => (value === null ? false : has(itemsFor('find has', value), item)));
const slice = variadic(['any'], 'any', (value, ...bounds) => sliceList(value, bounds));
const chunks = fn(['int', 'any'], (size, value) => chunk(size, itemsFor('chunk', value)));

function nilIfEmpty(
  operation: string,
  value: GoValue,
  change: (items: readonly GoValue[]) => readonly GoValue[],
): GoValue {
  const items = itemsFor(operation, value);
  if (items.length > 0) return list(change(items));
  const none = list([]);
  none.isNil = true;
  return none;
}

function concat(lists: readonly GoValue[]): GoValue {
  const out: GoValue[] = [];
  for (const value of lists) {
    if (value === null) throw new FunctionError(nilList);
    if (!(value instanceof GoList)) throw new FunctionError(`Cannot concat type ${kindOf(value)} as list`);
    for (const item of value.items) out.push(item);
  }
  const result = list(out);
  result.isNil = out.length === 0;
  return result;
}

/** Sprig's list functions. Those that begin with `must` differ only in Go's internals: both fail the rendering here. */
export const listFunctions: Readonly<Record<string, GoFunction>> = {
  list: variadic([], 'any', (...items) => list(items)),
  tuple: variadic([], 'any', (...items) => list(items)),
  append,
  push: append,
  mustAppend: append,
  mustPush: append,
  prepend,
  mustPrepend: prepend,
  first,
  mustFirst: first,
  last,
  mustLast: last,
  rest,
  mustRest: rest,
  initial,
  mustInitial: initial,
  reverse,
  mustReverse: reverse,
  compact,
  mustCompact: compact,
  uniq,
  mustUniq: uniq,
  without,
  mustWithout: without,
  has: contains,
  mustHas: contains,
  slice,
  mustSlice: slice,
  chunk: chunks,
  mustChunk: chunks,
  concat: variadic([], 'any', (...lists) => concat(lists)),
};
