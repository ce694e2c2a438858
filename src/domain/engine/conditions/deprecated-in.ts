import { formatGoValue, type JsonValue, matchWildcard } from '../../../foundations/kube/index.ts';

/** The deprecated `In` and `NotIn`: lists are compared exactly, and a value text must be a wildcard or a JSON list. */
export function isIn(key: JsonValue, value: JsonValue, negated: boolean): boolean {
  if (Array.isArray(key)) return listIn(key, value, negated);
  if (key === null || typeof key === 'object') return false;
  const text = formatGoValue(key);
  if (Array.isArray(value)) {
    const found = value.map(formatGoValue).some((item) => matchWildcard(item, text) || matchWildcard(text, item));
    return found !== negated;
  }
  if (typeof value !== 'string') return false;
  if (matchWildcard(value, text)) return !negated;
  const items = jsonTexts(value);
  return items !== undefined && items.includes(text) !== negated;
}

function listIn(keys: readonly JsonValue[], value: JsonValue, negated: boolean): boolean {
  // The reference answers true here for `NotIn` too.
  if (typeof value === 'string' && keys.length === 1 && keys[0] === value) return true;
  const items = typeof value === 'string' ? jsonTexts(value) : value;
  if (!Array.isArray(items) || !items.every((item) => typeof item === 'string')) return false;
  const known = new Set<JsonValue>(items);
  return negated ? keys.some((item) => !known.has(item)) : keys.every((item) => known.has(item));
}

function jsonTexts(text: string): readonly string[] | undefined {
  try {
    const parsed = JSON.parse(text) as JsonValue;
    return Array.isArray(parsed) && parsed.every((item) => typeof item === 'string') ? parsed : undefined;
  } catch {
    return undefined;
  }
}
