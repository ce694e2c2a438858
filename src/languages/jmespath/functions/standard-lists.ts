import { compareBytes, type JsonObject, type JsonValue, jsonEqual, setKey } from '../../../foundations/kube/index.ts';
import { FunctionFailure } from '../errors.ts';
import { spend } from '../run.ts';
import { define, type ExpressionArgument, type FunctionDefinition, sortedKeys } from './function.ts';

// The functions of the JMESPath specification over lists and maps, as the reference implements them.

type Sortable = number | string;

function compareKeys(a: Sortable, b: Sortable): number {
  return typeof a === 'number' ? a - (b as number) : compareBytes(a, b as string);
}

/** The keys that items are ordered by: all numbers, or all texts. The first decides. */
function keysBy(
  items: readonly JsonValue[],
  expression: ExpressionArgument,
  mixed: (type: string) => string,
): Sortable[] {
  const keys = items.map(expression);
  const type = typeof keys[0];
  if (type !== 'number' && type !== 'string') throw new FunctionFailure('invalid type, must be number of string');
  if (keys.some((key) => typeof key !== type)) throw new FunctionFailure(mixed(type));
  return keys as Sortable[];
}

/** Sign 1 for the largest, -1 for the smallest; the first of equals wins. */
function extremeBy(items: readonly JsonValue[], expression: ExpressionArgument, sign: 1 | -1): JsonValue {
  if (items.length < 2) return items[0] ?? null;
  const keys = keysBy(items, expression, (type) => `invalid type, must be ${type}`);
  let best = 0;
  for (let i = 1; i < items.length; i++) if (compareKeys(keys[i]!, keys[best]!) * sign > 0) best = i;
  return items[best]!;
}

function extreme(items: readonly Sortable[], sign: 1 | -1): JsonValue {
  let best = items[0];
  for (const item of items) if (compareKeys(item, best!) * sign > 0) best = item;
  return best ?? null;
}

function sortBy(items: readonly JsonValue[], expression: ExpressionArgument): JsonValue[] {
  if (items.length < 2) return [...items];
  const keys = keysBy(items, expression, () => 'error in sort_by comparison');
  const order = items.map((_, index) => index).sort((a, b) => compareKeys(keys[a]!, keys[b]!));
  return order.map((index) => items[index]!);
}

function merge(maps: readonly JsonObject[]): JsonObject {
  const merged: JsonObject = {};
  for (const map of maps) for (const key of Object.keys(map)) setKey(merged, key, map[key]!);
  return merged;
}

export const standardListFunctions: readonly FunctionDefinition[] = [
  define<[string | JsonValue[], JsonValue]>(
    'contains(array|string, any) bool',
    'whether a list has an item, or a text a part',
    ([where, what]) => {
      if (typeof where === 'string') return typeof what === 'string' && where.includes(what);
      return where.some((item) => jsonEqual(item, what));
    },
  ),
  define<[string, string[]]>(
    'join(string, array[string]) string',
    'texts with a separator between',
    ([separator, list], run) => {
      spend(run, separator.length * list.length);
      return list.join(separator);
    },
  ),
  define<[JsonObject]>('keys(object) array', 'keys of a map, sorted', ([map]) => sortedKeys(map)),
  define<[JsonObject]>('values(object) array', 'values of a map, in the order of its keys', ([map]) =>
    sortedKeys(map).map((key) => map[key]!),
  ),
  define<[string | JsonValue[] | JsonObject]>(
    'length(string|array|object) number',
    'number of characters, items or keys',
    ([value]) => {
      if (typeof value === 'string') return countRunes(value);
      return Array.isArray(value) ? value.length : Object.keys(value).length;
    },
  ),
  define<[ExpressionArgument, JsonValue[]]>(
    'map(expref, array) array',
    'an expression applied to each item',
    ([expression, list]) => list.map((item) => expression(item)),
  ),
  define<[Sortable[]]>('max(array[number]|array[string]) any', 'largest item', ([list]) => extreme(list, 1)),
  define<[Sortable[]]>('min(array[number]|array[string]) any', 'smallest item', ([list]) => extreme(list, -1)),
  define<[JsonValue[], ExpressionArgument]>('max_by(array, expref) any', 'item with the largest key', ([list, by]) =>
    extremeBy(list, by, 1),
  ),
  define<[JsonValue[], ExpressionArgument]>('min_by(array, expref) any', 'item with the smallest key', ([list, by]) =>
    extremeBy(list, by, -1),
  ),
  define<JsonObject[]>('merge(object...) object', 'maps in one; the last of equal keys wins', merge),
  define<[string | JsonValue[]]>('reverse(array|string) any', 'text or list backwards', ([value]) =>
    typeof value === 'string' ? [...value].reverse().join('') : value.toReversed(),
  ),
  define<[Sortable[]]>('sort(array[string]|array[number]) array', 'list in order; texts by their bytes', ([list]) =>
    list.toSorted(compareKeys),
  ),
  // INVARIANT: the argument is not changed; the reference sorts it in place.
  define<[JsonValue[], ExpressionArgument]>(
    'sort_by(array, expref) array',
    'list in the order of a key',
    ([list, by]) => sortBy(list, by),
  ),
  define<[JsonValue]>('to_array(any) array', 'a list of the value, unless it is one', ([value]) =>
    Array.isArray(value) ? value : [value],
  ),
];

function countRunes(text: string): number {
  let count = text.length;
  for (let i = 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xdc00 && unit <= 0xdfff) {
      const before = text.charCodeAt(i - 1);
      if (before >= 0xd800 && before <= 0xdbff) count--;
    }
  }
  return count;
}
