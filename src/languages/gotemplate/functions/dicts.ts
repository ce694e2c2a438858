import { FunctionError } from '../runtime/errors.ts';
import { fn, type GoFunction, runFn, runVariadic, variadic } from '../runtime/function.ts';
import type { Run } from '../runtime/run.ts';
import { typeOf } from '../runtime/types.ts';
import { anyMap, GoMap, type GoValue, list, map, sortedKeys } from '../runtime/value.ts';
import { stringList, textOf } from './convert.ts';
import { deepCopy, mergeInto, overwriteInto } from './merge.ts';

function dict(...pairs: readonly GoValue[]): GoValue {
  const result = new GoMap();
  for (let i = 0; i < pairs.length; i += 2)
    result.set(textOf(pairs[i]!), pairs[i + 1] ?? (i + 1 < pairs.length ? null : ''));
  return result;
}

/** `dig "a" "b" default dict`: fails on a value in the way that is no map. */
function dig(...args: readonly GoValue[]): GoValue {
  if (args.length < 3) {
    throw new FunctionError(`dig needs at least three arguments`);
  }
  const fallback = args.at(-2)!;
  let at = plainMap(args.at(-1)!);
  const path = args.slice(0, -2).map((key) => (typeof key === 'string' ? key : convert(key, 'string')));
  for (const [i, key] of path.entries()) {
    const value = at.get(key);
    if (value === undefined) return fallback;
    if (i === path.length - 1) return value;
    at = plainMap(value);
  }
  return at;
}

function plainMap(value: GoValue): GoMap {
  return value instanceof GoMap && value.type === anyMap ? value : convert(value, anyMap);
}

/** Go's refusal to take a value for one of another type. */
function convert(value: GoValue, type: string): never {
  const found = value === null ? 'nil' : typeOf(value);
  throw new FunctionError(`interface conversion: interface {} is ${found}, not ${type}`);
}

function mergeAll(run: Run, into: typeof mergeInto, target: GoMap, sources: readonly GoMap[]): GoValue {
  const result = target.isNil && sources.some((source) => source.size > 0) ? new GoMap() : target;
  for (const source of sources) into(run, result, source);
  return result;
}

function copyOf(run: Run, value: GoValue): GoValue {
  if (value === null) throw new FunctionError('reflect: call of reflect.Value.Type on zero Value');
  return deepCopy(run, value);
}

function writable(target: GoMap): GoMap {
  if (target.isNil) throw new FunctionError('assignment to entry in nil map');
  return target;
}

function allKeys(...maps: readonly GoMap[]): GoValue {
  return stringList(maps.flatMap((value) => sortedKeys(value)));
}

const merge = runVariadic(['map'], 'map', (run, target, ...sources) => mergeAll(run, mergeInto, target, sources));
const overwrite = runVariadic(['map'], 'map', (run, target, ...sources) =>
  mergeAll(run, overwriteInto, target, sources),
);
const copy = runFn(['any'], copyOf);

export const dictFunctions: Readonly<Record<string, GoFunction>> = {
  dict: variadic([], 'any', dict),
  get: fn(['map', 'string'], (target, key) => (target.has(key) ? target.get(key)! : '')),
  set: fn(['map', 'string', 'any'], (target, key, value) => writable(target).set(key, value)),
  unset: fn(['map', 'string'], (target, key) => {
    target.delete(key);
    return target;
  }),
  hasKey: fn(['map', 'string'], (target, key) => target.has(key)),
  keys: variadic([], 'map', allKeys),
  values: fn(['map'], (target) => list(sortedKeys(target).map((key) => target.get(key)!))),
  pick: variadic(['map'], 'string', (target, ...keys) =>
    map(keys.filter((key) => target.has(key)).map((key) => [key, target.get(key)!])),
  ),
  omit: variadic(['map'], 'string', (target, ...keys) => map([...target].filter(([key]) => !keys.includes(key)))),
  pluck: variadic(['string'], 'map', (key, ...maps) =>
    list(maps.filter((value) => value.has(key)).map((value) => value.get(key)!)),
  ),
  dig: variadic([], 'any', dig),
  merge,
  mustMerge: merge,
  mergeOverwrite: overwrite,
  mustMergeOverwrite: overwrite,
  deepCopy: copy,
  mustDeepCopy: copy,
};
