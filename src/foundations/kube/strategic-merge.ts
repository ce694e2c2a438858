import { getKey, isObject, type JsonObject, type JsonValue, setKey } from './json.ts';
import { PatchError } from './json-patch.ts';
import { mergeAssociativeList, type Node } from './merge-list.ts';
import { type MergeType, mergeTypeOf } from './merge-schema.ts';
import { gvkOf, isResource } from './resource.ts';

const directiveKey = '$patch';

/**
 * Lays a strategic merge patch on a copy of a document. Maps merge, null deletes, `$patch` says `delete`, `replace` or
 * `merge`; lists of built-in kinds merge by their keys with new elements in front, all other lists are replaced.
 * Source: Kubernetes, "Strategic merge patch"; the details are kustomize's, which the reference engine uses.
 */
export function strategicMerge(document: JsonValue, patch: JsonValue): JsonValue {
  return mergeNodes(structuredClone(document), structuredClone(patch), undefined, undefined) ?? null;
}

/** Merges two nodes. `mergeKeys` is set for a list that the schema merges by element. `undefined` deletes. */
function mergeNodes(
  dest: Node,
  patch: Node,
  type: MergeType | undefined,
  mergeKeys: readonly string[] | undefined,
): Node {
  const first = dest ?? patch;
  const schema = type ?? typeOfNode(dest) ?? typeOfNode(patch);
  if (first === undefined || first === null || isObject(first)) {
    requireAll([dest, patch], isObject, 'MappingNode');
    return mergeMaps(dest as JsonObject | null | undefined, patch as JsonObject | null | undefined, schema);
  }
  if (Array.isArray(first)) {
    requireAll([dest, patch], Array.isArray, 'SequenceNode');
    if (mergeKeys) return mergeLists(dest as JsonValue[] | null, patch as JsonValue[] | null, schema, mergeKeys);
    return patch === undefined ? dest : patch;
  }
  requireAll([dest, patch], (node) => !isObject(node) && !Array.isArray(node), 'ScalarNode');
  return patch === undefined ? dest : inStyleOf(dest, patch);
}

function typeOfNode(node: Node): MergeType | undefined {
  if (!isResource(node)) return undefined;
  return mergeTypeOf(gvkOf(node).group, node.kind);
}

function requireAll(nodes: readonly Node[], is: (node: Node) => boolean, expected: string): void {
  for (const node of nodes) {
    if (node === undefined || node === null || is(node)) continue;
    const found = Array.isArray(node) ? 'SequenceNode' : isObject(node) ? 'MappingNode' : 'ScalarNode';
    throw new PatchError(
      `wrong node kind: expected ${expected} but got ${found}: node contents:\n${JSON.stringify(node)}`,
    );
  }
}

/** A scalar keeps the quotes of the one it replaces, so a text that is patched with a number stays a text. */
function inStyleOf(dest: Node, patch: JsonValue): JsonValue {
  return typeof dest === 'string' && (typeof patch === 'number' || typeof patch === 'boolean') ? String(patch) : patch;
}

function mergeMaps(
  dest: JsonObject | null | undefined,
  patch: JsonObject | null | undefined,
  type: MergeType | undefined,
): Node {
  const absent = dest === undefined || dest === null;
  if (patch === undefined) return absent ? dest : mergeFields(dest, undefined, type);
  if (patch === null) return undefined;
  const directive = takeDirective(patch);
  if (directive === 'delete') return undefined;
  // A map that is new is walked with itself, so that nulls and directives inside it have their effect.
  if (absent || directive === 'replace') return mergeFields(patch, patch, type);
  return mergeFields(dest, patch, type);
}

function mergeFields(dest: JsonObject, patch: JsonObject | undefined, type: MergeType | undefined): JsonObject {
  const merged: JsonObject = {};
  for (const key of new Set([...Object.keys(dest), ...Object.keys(patch ?? {})])) {
    const [before, over] = [getKey(dest, key), getKey(patch, key)];
    const field = getKey(type?.fields, key) as MergeType['fields'][string] | undefined;
    const value = mergeNodes(before, over, field?.type?.(), field?.mergeKeys);
    // A null of the document that the patch says nothing about stays.
    if (value === undefined || (value === null && over !== undefined)) continue;
    setKey(merged, key, value);
  }
  return merged;
}

function takeDirective(patch: JsonObject): string {
  const directive = getKey(patch, directiveKey);
  if (directive === undefined || directive === null) return 'merge';
  delete patch[directiveKey];
  return checkDirective(directive);
}

function checkDirective(directive: JsonValue): string {
  if (directive === 'delete' || directive === 'replace' || directive === 'merge') return directive;
  throw new PatchError(`unknown patch strategy '${String(directive)}'`);
}

function mergeLists(
  dest: JsonValue[] | null | undefined,
  patch: JsonValue[] | null | undefined,
  type: MergeType | undefined,
  keys: readonly string[],
): Node {
  if (patch === null) return undefined;
  const mergeElements = (before: Node, over: Node) => mergeNodes(before, over, type, undefined);
  if (dest === undefined || dest === null) return mergeAssociativeList(patch ?? [], patch, keys, mergeElements);
  const own = patch && takeListDirective(patch);
  if (own?.directive === 'delete') return undefined;
  if (own?.directive === 'replace') return mergeAssociativeList(own.rest, own.rest, keys, mergeElements);
  return mergeAssociativeList(dest, own?.rest, keys, mergeElements);
}

/** An element that is nothing but `$patch` speaks for the whole list. */
function takeListDirective(patch: readonly JsonValue[]): { directive: string; rest: JsonValue[] } {
  const element = patch.find((item) => getKey(item, directiveKey) !== undefined);
  if (!isObject(element) || Object.keys(element).length > 1) return { directive: 'merge', rest: [...patch] };
  const value = element[directiveKey]!;
  return { directive: checkDirective(value), rest: patch.filter((item) => getKey(item, directiveKey) !== value) };
}
