import { getKey, isObject, type JsonValue, setKey } from './json.ts';

/** A value, or nothing: a field left out and a field set to null are different things in a patch. */
export type Node = JsonValue | undefined;

/** The texts of an element's merge keys; an empty text where it has none. */
type KeyValues = readonly string[];

/**
 * Merges a patch list into a list whose elements are known by keys: matching elements merge, new ones come first.
 * An element without its key leads to surprising results, and they are kustomize's.
 */
export function mergeAssociativeList(
  dest: JsonValue[],
  patch: readonly JsonValue[] | undefined | null,
  mergeKeys: readonly string[],
  mergeElements: (dest: Node, patch: Node) => Node,
): JsonValue[] {
  const keys = mergeKeys.length > 0 ? mergeKeys : [''];
  let values = distinctKeyValues([patch ?? [], dest], keys);
  if (keys.length > 1) values = joinPartialKeys(values);
  let list = [...dest];
  let added: JsonValue[] = [];
  let used: { keys: readonly string[]; values: KeyValues } | undefined;
  for (const wanted of values) {
    used = usableKeys(values, wanted, keys);
    const [inDest, inPatch] = [findElement(list, wanted, keys), findElement(patch ?? [], wanted, keys)];
    let merged = mergeElements(list[inDest], patch?.[inPatch]);
    if (isNothing(merged)) {
      list = setElement(list, used.keys, used.values, undefined);
      continue;
    }
    merged = withKeys(merged!, used.keys, used.values);
    if (inDest >= 0) list[inDest] = merged;
    added = setElement(added, used.keys, used.values, merged);
  }
  return used ? appendElements(added, list, used.keys) : list;
}

function distinctKeyValues(lists: readonly (readonly JsonValue[])[], keys: readonly string[]): KeyValues[] {
  const seen = new Set<string>();
  return lists.flat().flatMap((element) => {
    const values = keys.map((key) => keyText(element, key));
    const id = JSON.stringify(values);
    if (seen.has(id)) return [];
    seen.add(id);
    return [values];
  });
}

/** Two elements with one key in common, of which one leaves the other key open, are the same. */
function joinPartialKeys(values: KeyValues[]): KeyValues[] {
  const joined = [...values];
  for (let i = 0; i < joined.length; i++) {
    const first = joined[i]!;
    for (let j = 0; j < joined.length; j++) {
      const both = joinValues(first, joined[j]!);
      if (both) {
        joined[i] = both;
        joined[j] = both;
      }
    }
  }
  return joined;
}

function joinValues(a: KeyValues, b: KeyValues): KeyValues | undefined {
  if (a.some((value, index) => value !== b[index] && value !== '' && b[index] !== '')) return undefined;
  if (!a.some((value, index) => value === b[index])) return undefined;
  return a.map((value, index) => value || b[index]!);
}

/** Keys that no element of `all` has are left out of the comparison. */
function usableKeys(
  all: readonly KeyValues[],
  values: KeyValues,
  keys: readonly string[],
): { keys: readonly string[]; values: KeyValues } {
  const used = keys.filter((_, index) => all.some((candidate) => candidate[index] !== ''));
  if (used.length === 0) return { keys, values };
  return { keys: used, values: values.filter((value, index) => value !== '' || used.includes(keys[index]!)) };
}

function findElement(list: readonly JsonValue[], wanted: KeyValues, keys: readonly string[]): number {
  const { keys: used, values } = usableKeys([wanted], wanted, keys);
  return list.findIndex((element) =>
    used.every((key, index) =>
      key === ''
        ? keyText(element, '') === values[index]
        : hasKey(element, key) && keyText(element, key) === values[index],
    ),
  );
}

function hasKey(element: JsonValue, key: string): boolean {
  return getKey(element, key) !== undefined;
}

/** The text of a key's value; the key `''` means the element itself. */
function keyText(element: Node, key: string): string {
  const value = key === '' ? element : getKey(element, key);
  if (value === undefined || value === null || typeof value === 'object') return '';
  return String(value);
}

function isNothing(node: Node): boolean {
  return node === undefined || node === null || (isObject(node) && Object.keys(node).length === 0);
}

/** An element found by a key that another element lent it gets that key. */
function withKeys(element: JsonValue, keys: readonly string[], values: KeyValues): JsonValue {
  if (!isObject(element)) return element;
  for (const [index, key] of keys.entries()) {
    if (key !== '' && !hasKey(element, key) && values[index]) setKey(element, key, asScalar(values[index]));
  }
  return element;
}

function asScalar(text: string): JsonValue {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

/**
 * Replaces the elements that match all keys, or appends; without an element it deletes them. Empty elements go.
 * With fewer values than keys the last value that was looked at decides, and with none nothing is kept.
 */
function setElement(
  list: readonly JsonValue[],
  keys: readonly string[],
  values: KeyValues,
  element: JsonValue | undefined,
): JsonValue[] {
  const forMaps = keys[0] !== '' && values.length > 0 && values[0] !== '';
  let found = false;
  const kept = list.flatMap((item) => {
    if (isNothing(item)) return [];
    if (!isObject(item) && forMaps) return [item];
    if (!matchesKeys(item, keys, values)) return values.length > 0 ? [item] : [];
    found = true;
    return element === undefined ? [] : [element];
  });
  return element === undefined || found ? kept : [...kept, element];
}

function matchesKeys(item: JsonValue, keys: readonly string[], values: KeyValues): boolean {
  if (values.length === 0) return false;
  return keys.slice(0, values.length).every((key, index) => {
    if (key === '') return keyText(item, '') === values[index];
    // An empty value stands for any.
    return hasKey(item, key) && (values[index] === '' || keyText(item, key) === values[index]);
  });
}

function appendElements(target: JsonValue[], source: readonly JsonValue[], keys: readonly string[]): JsonValue[] {
  let list = target;
  for (const element of source) {
    const values: string[] = [];
    for (const key of keys) {
      if (key === '') values.push(keyText(element, ''));
      else if (hasKey(element, key)) values.push(keyText(element, key));
      else list = [...list, element];
    }
    // With several keys the reference deletes first, since setting would leave two.
    if (keys.length > 1) list = setElement(list, keys, values, undefined);
    list = setElement(list, keys, values, element);
  }
  return list;
}
