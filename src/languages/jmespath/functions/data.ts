import {
  formatGoFloat,
  getKey,
  type JsonObject,
  type JsonValue,
  jsonEqual,
  jsonSize,
  maxJsonDepth,
  setKey,
} from '../../../foundations/kube/index.ts';
import { FunctionFailure } from '../errors.ts';
import { asText, define, type FunctionDefinition, failure, sortedKeys, toGoInt } from './function.ts';

// Kyverno's functions over maps, lists and documents. Source: Kyverno, "JMESPath", custom filters.

function lookup(where: JsonObject | JsonValue[], key: string | number): JsonValue {
  if (!Array.isArray(where)) {
    if (typeof key !== 'string') throw failure('lookup', 'argument #2 is not of type String');
    return getKey(where, key) ?? null;
  }
  if (typeof key !== 'number') throw failure('lookup', 'argument #2 is not of type Number');
  const shown = () => formatGoFloat(key, 'g');
  if (!Number.isInteger(key)) throw failure('lookup', `argument #2: expected an integer number but got: ${shown()}`);
  if (toGoInt(key) !== key) {
    throw failure('lookup', `argument #2: number is outside the range of integer numbers: ${shown()}`);
  }
  return where[key] ?? null;
}

function itemsOf(where: JsonObject | JsonValue[], keyName: string, valueName: string): JsonValue[] {
  const entries: [string | number, JsonValue][] = Array.isArray(where)
    ? [...where.entries()]
    : sortedKeys(where).map((key) => [key, where[key]!]);
  return entries.map(([key, value]) => {
    const item: JsonObject = {};
    setKey(item, keyName, key);
    setKey(item, valueName, value);
    return item;
  });
}

function objectFromLists(keys: readonly JsonValue[], values: readonly JsonValue[]): JsonObject {
  const map: JsonObject = {};
  for (const [index, key] of keys.entries()) {
    if (key === null || typeof key === 'object') {
      throw failure('object_from_lists', 'argument #1 is not of type StringArray');
    }
    setKey(map, typeof key === 'boolean' ? String(key) : asText(key), values[index] ?? null);
  }
  return map;
}

/** The reference, too, refuses JSON that is nested too deep, at ten thousand levels. */
function checkDepth(value: JsonValue): JsonValue {
  if (jsonSize(value, Number.MAX_SAFE_INTEGER) <= Number.MAX_SAFE_INTEGER) return value;
  throw new FunctionFailure(`the JSON is nested deeper than ${maxJsonDepth} levels`);
}

export const dataFunctions: readonly FunctionDefinition[] = [
  define<[JsonObject, JsonObject]>(
    'label_match(object, object) bool',
    'whether all pairs of the first map are in the second',
    ([wanted, labels]) => Object.keys(wanted).every((key) => jsonEqual(getKey(labels, key), wanted[key])),
  ),
  define<[JsonObject | JsonValue[], string | number]>(
    'lookup(object|array, string|number) any',
    'value of a key or index, or null',
    ([where, key]) => lookup(where, key),
  ),
  define<[JsonObject | JsonValue[], string, string]>(
    'items(object|array, string, string) array',
    'entries as maps, with the given names for key and value',
    ([where, keyName, valueName]) => itemsOf(where, keyName, valueName),
  ),
  define<[JsonValue[], JsonValue[]]>(
    'object_from_lists(array, array) object',
    'map of keys and values; a key without a value has null',
    ([keys, values]) => objectFromLists(keys, values),
  ),
  define<[string]>('parse_json(string) any', 'value of a JSON text', ([text]) => {
    try {
      return checkDepth(JSON.parse(text) as JsonValue);
    } catch (error) {
      throw new FunctionFailure(error instanceof Error ? error.message : String(error));
    }
  }),
  define<[string]>('parse_yaml(string) any', 'value of a YAML text', ([text], { context }) => {
    if (!context.parseYaml) throw failure('parse_yaml', 'YAML is not available here');
    try {
      return context.parseYaml(text);
    } catch (error) {
      throw new FunctionFailure(error instanceof Error ? error.message : String(error));
    }
  }),
];
