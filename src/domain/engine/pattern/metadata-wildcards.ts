import {
  containsWildcard,
  getKey,
  isObject,
  type JsonObject,
  type JsonValue,
  matchWildcard,
} from '../../../foundations/kube/index.ts';
import { parseAnchor } from '../../policy/index.ts';

/**
 * Replaces wildcard keys under `metadata.labels` and `metadata.annotations` of a pattern with the first matching key of
 * the resource. Pattern values that are no strings are dropped on the way, wherever both sides have the map.
 */
export function expandMetadata(pattern: JsonObject, element: JsonObject): JsonObject {
  const found = entryNamed(pattern, 'metadata');
  const resource = getKey(element, 'metadata');
  if (!found || !isObject(found.value) || resource === undefined || resource === null) return pattern;
  const metadata: JsonObject = { ...found.value };
  for (const tag of ['labels', 'annotations']) {
    const patternTag = entryNamed(metadata, tag);
    const resourceTag = isObject(resource) ? entryNamed(resource, tag) : undefined;
    if (patternTag && isObject(patternTag.value) && resourceTag && isObject(resourceTag.value)) {
      metadata[patternTag.key] = expandKeys(patternTag.value, resourceTag.value);
    }
  }
  return { ...pattern, [found.key]: metadata };
}

function entryNamed(map: JsonObject, name: string): { key: string; value: JsonValue } | undefined {
  for (const [key, value] of Object.entries(map)) {
    if (key === name || parseAnchor(key)?.key === name) return { key, value };
  }
  return undefined;
}

function expandKeys(pattern: JsonObject, resource: JsonObject): JsonObject {
  const names = Object.keys(resource).filter((name) => typeof resource[name] === 'string');
  const expanded: JsonObject = {};
  for (const [text, value] of Object.entries(pattern)) {
    if (typeof value !== 'string') continue;
    const anchor = parseAnchor(text);
    const key = anchor?.key ?? text;
    const name = containsWildcard(text) ? (names.find((candidate) => matchWildcard(key, candidate)) ?? key) : key;
    expanded[anchor ? `${anchor.modifier}(${name})` : name] = value;
  }
  return expanded;
}
