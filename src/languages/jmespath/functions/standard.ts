import {
  compareBytes,
  isObject,
  type JsonObject,
  type JsonValue,
  jsonEqual,
  toGoJson,
} from '../../../foundations/kube/index.ts';
import { FunctionFailure } from '../errors.ts';
import { define, type ExpressionArgument, type FunctionDefinition } from './function.ts';

// The functions of the JMESPath specification, as the reference implements them.

function sortedKeys(map: JsonObject): string[] {
  return Object.keys(map).sort(compareBytes);
}

/** The key that items are ordered by: all numbers, or all texts. */
function keysBy(items: readonly JsonValue[], expression: ExpressionArgument): (string | number)[] {
  const keys = items.map(expression);
  const type = typeof keys[0];
  if (keys.length > 0 && type !== 'number' && type !== 'string')
    throw new FunctionFailure('invalid type, must be number of string');
  if (keys.some((key) => typeof key !== type)) throw new FunctionFailure(`invalid type, must be ${type}`);
  return keys as (string | number)[];
}

function compareKeys(a: string | number, b: string | number): number {
  return typeof a === 'number' ? a - (b as number) : compareBytes(a, b as string);
}

function extremeBy(items: readonly JsonValue[], expression: ExpressionArgument, sign: 1 | -1): JsonValue {
  if (items.length === 0) return null;
  const keys = keysBy(items, expression);
  let best = 0;
  for (let index = 1; index < items.length; index++)
    if (compareKeys(keys[index]!, keys[best]!) * sign > 0) best = index;
  return items[best]!;
}

function extreme(items: readonly (string | number)[], sign: 1 | -1): JsonValue {
  if (items.length === 0) return null;
  return items.reduce((best, item) => (compareKeys(item, best) * sign > 0 ? item : best));
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

export const standardFunctions: readonly FunctionDefinition[] = [
  define<[number]>('abs', 'n', 'number', 'absolute value', ([n]) => Math.abs(n)),
  define<[number[]]>('avg', 'N', 'number', 'mean of a list', ([list]) =>
    list.length === 0 ? null : list.reduce((a, b) => a + b, 0) / list.length,
  ),
  define<[number]>('ceil', 'n', 'number', 'next whole number', ([n]) => Math.ceil(n)),
  define<[string | JsonValue[], JsonValue]>(
    'contains',
    'Rx',
    'boolean',
    'whether a text or list contains something',
    ([where, what]) =>
      typeof where === 'string'
        ? typeof what === 'string' && where.includes(what)
        : where.some((item) => jsonEqual(item, what)),
  ),
  define<[string, string]>('ends_with', 'ss', 'boolean', 'whether a text ends with another', ([s, end]) =>
    s.endsWith(end),
  ),
  define<[number]>('floor', 'n', 'number', 'whole number below', ([n]) => Math.floor(n)),
  define<[string, string[]]>('join', 'sS', 'string', 'texts with a separator between', ([separator, list]) =>
    list.join(separator),
  ),
  define<[JsonObject]>('keys', 'o', 'array', 'keys of a map, sorted', ([map]) => sortedKeys(map)),
  define<[JsonValue]>('length', 'L', 'number', 'number of characters, items or keys', ([value]) => {
    if (typeof value === 'string') return [...value].length;
    return Array.isArray(value) ? value.length : Object.keys(value as JsonObject).length;
  }),
  define<[ExpressionArgument, JsonValue[]]>(
    'map',
    'ea',
    'array',
    'an expression applied to every item',
    ([expression, list]) => list.map(expression),
  ),
  define<[(string | number)[]]>('max', 'O', 'any', 'largest item', ([list]) => extreme(list, 1)),
  define<[JsonValue[], ExpressionArgument]>('max_by', 'ae', 'any', 'item with the largest key', ([list, by]) =>
    extremeBy(list, by, 1),
  ),
  define<JsonObject[]>(
    'merge',
    'o*',
    'object',
    'maps in one, the last wins',
    (maps) => Object.assign({}, ...maps) as JsonObject,
  ),
  define<[(string | number)[]]>('min', 'O', 'any', 'smallest item', ([list]) => extreme(list, -1)),
  define<[JsonValue[], ExpressionArgument]>('min_by', 'ae', 'any', 'item with the smallest key', ([list, by]) =>
    extremeBy(list, by, -1),
  ),
  define<JsonValue[]>(
    'not_null',
    'x*',
    'any',
    'first argument that is not null',
    (values) => values.find((value) => value !== null) ?? null,
  ),
  define<[string | JsonValue[]]>('reverse', 'R', 'any', 'text or list backwards', ([value]) =>
    typeof value === 'string' ? [...value].reverse().join('') : [...value].reverse(),
  ),
  define<[(string | number)[]]>('sort', 'O', 'array', 'list in order', ([list]) => [...list].sort(compareKeys)),
  define<[JsonValue[], ExpressionArgument]>('sort_by', 'ae', 'array', 'list in the order of a key', ([list, by]) => {
    const keys = keysBy(list, by);
    return list
      .map((item, index) => ({ item, key: keys[index]! }))
      .sort((a, b) => compareKeys(a.key, b.key))
      .map(({ item }) => item);
  }),
  define<[string, string]>('starts_with', 'ss', 'boolean', 'whether a text begins with another', ([s, start]) =>
    s.startsWith(start),
  ),
  define<[JsonValue]>('to_array', 'x', 'array', 'a list of the value, unless it is one', ([value]) =>
    Array.isArray(value) ? value : [value],
  ),
  define<[JsonValue]>('to_number', 'x', 'number', 'number in a text, or null', ([value]) => {
    if (typeof value === 'number') return value;
    return typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : null;
  }),
  define<[JsonValue]>('to_string', 'x', 'string', 'text of a value, JSON unless it is text', ([value]) =>
    typeof value === 'string' ? value : toGoJson(value),
  ),
  define<[JsonValue]>('type', 'x', 'string', 'type of a value', ([value]) => typeOf(value)),
  define<[JsonObject]>('values', 'o', 'array', 'values of a map, in the order of its keys', ([map]) =>
    sortedKeys(map).map((key) => map[key]!),
  ),
];

/** Used by `items`. */
export function entriesOf(value: JsonObject | JsonValue[]): [string | number, JsonValue][] {
  return isObject(value) ? sortedKeys(value).map((key) => [key, value[key]!]) : [...value.entries()];
}
