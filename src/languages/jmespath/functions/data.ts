import { getKey, type JsonObject, type JsonValue, jsonEqual, setKey } from '../../../foundations/kube/index.ts';
import { FunctionFailure } from '../errors.ts';
import { asText, define, type FunctionDefinition } from './function.ts';
import { entriesOf } from './standard.ts';

// Kyverno's functions over maps, lists and documents. Source: Kyverno, "JMESPath", custom filters.

export const dataFunctions: readonly FunctionDefinition[] = [
  define<[JsonObject, JsonObject]>(
    'label_match',
    'oo',
    'boolean',
    'whether all pairs of the first map are in the second',
    ([wanted, labels]) => Object.entries(wanted).every(([key, value]) => jsonEqual(getKey(labels, key), value)),
  ),
  define<[string]>('parse_json', 's', 'any', 'value of a JSON text', ([s]) => {
    try {
      return JSON.parse(s) as JsonValue;
    } catch (error) {
      throw new FunctionFailure((error as Error).message);
    }
  }),
  define<[JsonObject | JsonValue[], string | number]>(
    'lookup',
    'Ct',
    'any',
    'value of a key or index, or null',
    ([where, key]) => {
      if (Array.isArray(where)) {
        if (typeof key !== 'number' || !Number.isInteger(key))
          throw new FunctionFailure('an index must be a whole number');
        return where[key] ?? null;
      }
      return getKey(where, asText(key)) ?? null;
    },
  ),
  define<[JsonObject | JsonValue[], string, string]>(
    'items',
    'Css',
    'array',
    'entries as maps with the given names for key and value',
    ([where, keyName, valueName]) =>
      entriesOf(where).map(([key, value]) => {
        const item: JsonObject = {};
        setKey(item, keyName, key);
        setKey(item, valueName, value);
        return item;
      }),
  ),
  define<[JsonValue[], JsonValue[]]>(
    'object_from_lists',
    'aa',
    'object',
    'map of keys and values',
    ([keys, values]) => {
      const map: JsonObject = {};
      for (const [index, key] of keys.entries()) {
        if (typeof key !== 'string' && typeof key !== 'number')
          throw new FunctionFailure('keys must be text or numbers');
        setKey(map, asText(key), values[index] ?? null);
      }
      return map;
    },
  ),
];
