import {
  getKey,
  isObject,
  type JsonObject,
  type JsonValue,
  PatchError,
  setKey,
  toGoJson,
} from '../../../foundations/kube/index.ts';
import { type Anchor, parseAnchor } from '../../policy/index.ts';
import { compilePattern } from '../pattern/index.ts';

/** The anchors of a patch do not hold for the resource: there is nothing to patch. */
class AnchorMismatch extends Error {
  readonly scope: 'map' | 'rule';
  constructor(scope: 'map' | 'rule', reason: string) {
    super(reason);
    this.scope = scope;
  }
}

type AnchorTest = (anchor: Anchor) => boolean;

const isGlobal: AnchorTest = ({ kind }) => kind === 'global';
const isCondition: AnchorTest = ({ kind }) => kind === 'condition';
const isConditional: AnchorTest = ({ kind }) => kind === 'condition' || kind === 'global';
const isAddIfNotPresent: AnchorTest = ({ kind }) => kind === 'addIfNotPresent';
const isAny: AnchorTest = (anchor) => isConditional(anchor) || isAddIfNotPresent(anchor);

/**
 * Turns a patch with anchors into a plain one for this resource: conditions are checked and removed, `+(key)` is dropped
 * or unwrapped, and a list element with conditions becomes one element for each element of the resource that meets them.
 * A patch whose conditions do not hold becomes empty.
 * Source: Kyverno, "patchStrategicMerge", anchors; the order of the steps is the reference's.
 */
export function resolvePatchAnchors(patch: JsonObject, resource: JsonValue): JsonObject {
  const pattern = structuredClone(patch);
  try {
    resolve(pattern, resource);
  } catch (error) {
    if (error instanceof AnchorMismatch) return {};
    throw error;
  }
  removeConditions(pattern);
  return pattern;
}

function resolve(pattern: JsonValue, resource: JsonValue | undefined): void {
  if (isObject(pattern)) resolveMap(pattern, resource);
  else if (Array.isArray(pattern) && isObject(pattern[0])) resolveList(pattern, resource);
}

function resolveMap(pattern: JsonObject, resource: JsonValue | undefined): void {
  unwrapAdditions(pattern, resource);
  checkConditions(pattern, resource, isGlobal, 'rule');
  checkConditions(pattern, resource, isCondition, 'map');
  for (const key of Object.keys(pattern)) {
    const anchor = parseAnchor(key);
    if (!anchor || !isAny(anchor)) resolve(pattern[key]!, getKey(resource, key));
  }
}

/** `+(key)`: out of the patch where the resource has the key, a plain key where it has not. Returns how many there were. */
function unwrapAdditions(pattern: JsonValue, resource: JsonValue | undefined): number {
  const additions = anchorsOf(pattern, isAddIfNotPresent);
  for (const [key, anchor] of additions) {
    const map = pattern as JsonObject;
    const value = map[key]!;
    delete map[key];
    if (getKey(resource, anchor.key) === undefined) setKey(map, anchor.key, value);
  }
  return additions.length;
}

function checkConditions(
  pattern: JsonObject,
  resource: JsonValue | undefined,
  wanted: AnchorTest,
  scope: 'map' | 'rule',
): void {
  for (const [key, anchor] of anchorsOf(pattern, wanted)) {
    const value = getKey(resource, anchor.key);
    if (value === undefined) throw new AnchorMismatch(scope, `could not found "${anchor.key}" key in the resource`);
    const expected = pattern[key]!;
    if (unwrapAdditions(expected, value) > 0) continue;
    const outcome = compilePattern(asText(expected))(asText(value));
    if (outcome.kind !== 'pass') throw new AnchorMismatch(scope, outcome.message());
  }
}

/** Scalars are compared as texts. */
function asText(value: JsonValue): JsonValue {
  return typeof value === 'string' || typeof value === 'object' ? (value ?? 'null') : toGoJson(value);
}

function resolveList(pattern: JsonValue[], resource: JsonValue | undefined): void {
  if (resource !== undefined && !Array.isArray(resource))
    throw new PatchError(
      `wrong node kind: expected SequenceNode but got ${isObject(resource) ? 'MappingNode' : 'ScalarNode'}`,
    );
  for (const element of [...pattern]) {
    if (hasAnchors(element, isAny)) resolveElement(element, pattern, resource);
  }
}

/** One copy of the pattern serves all elements of the resource: what the first one unwraps stays so. */
function resolveElement(element: JsonValue, pattern: JsonValue[], resource: readonly JsonValue[] | undefined): void {
  const copy = structuredClone(element);
  const global = hasAnchors(element, isGlobal);
  let passed = false;
  let mismatch: AnchorMismatch | undefined;
  for (const candidate of resource ?? [undefined]) {
    try {
      resolve(copy, candidate);
    } catch (error) {
      if (!(error instanceof AnchorMismatch)) throw error;
      if (error.scope === 'rule') {
        if (resource === undefined) throw error;
        mismatch = error;
      }
      continue;
    }
    if (global) passed = true;
    else if (candidate !== undefined) addForElement(pattern, copy, candidate);
  }
  if (!passed && mismatch) throw mismatch;
}

/** Elements without a name cannot be addressed by a merge, and are left alone. */
function addForElement(pattern: JsonValue[], element: JsonValue, candidate: JsonValue): void {
  const name = getKey(candidate, 'name');
  if (name === undefined || name === null || name === '' || !isObject(element)) return;
  const plain = structuredClone(element);
  if (removeFromMap(plain)) return;
  setKey(plain, 'name', name);
  pattern.push(plain);
}

function anchorsOf(pattern: JsonValue, wanted: AnchorTest): [string, Anchor][] {
  if (!isObject(pattern)) return [];
  return Object.keys(pattern)
    .sort()
    .flatMap((key): [string, Anchor][] => {
      const anchor = parseAnchor(key);
      return anchor && wanted(anchor) ? [[key, anchor]] : [];
    });
}

function hasAnchors(pattern: JsonValue, wanted: AnchorTest): boolean {
  if (Array.isArray(pattern)) return pattern.some((item) => hasAnchors(item, wanted));
  if (isObject(pattern)) {
    return Object.entries(pattern).some(([key, value]) => {
      const anchor = parseAnchor(key);
      return (anchor !== undefined && wanted(anchor)) || hasAnchors(value, wanted);
    });
  }
  const anchor = typeof pattern === 'string' ? parseAnchor(pattern) : undefined;
  return anchor !== undefined && isConditional(anchor);
}

function removeConditions(pattern: JsonObject): void {
  for (const key of Object.keys(pattern)) {
    const anchor = parseAnchor(key);
    if (removeAnchors(pattern[key]!, anchor !== undefined && isConditional(anchor))) delete pattern[key];
  }
}

/** Removes conditions inside a value. Returns whether the value was nothing but conditions and must go too. */
function removeAnchors(value: JsonValue, scalarGoes: boolean): boolean {
  if (isObject(value)) return removeFromMap(value);
  return Array.isArray(value) ? removeFromList(value) : scalarGoes;
}

function removeFromMap(map: JsonObject): boolean {
  for (const [key, anchor] of anchorsOf(map, isConditional)) {
    const value = map[key]!;
    const goes = removeAnchors(value, true);
    delete map[key];
    // A condition over a map may hold plain fields beside it: these are patched.
    if (!goes) setKey(map, anchor.key, value);
  }
  let empty = true;
  for (const key of Object.keys(map)) {
    if (removeAnchors(map[key]!, false)) delete map[key];
    else empty = false;
  }
  return empty;
}

/** Elements are removed by the index they had at the start, as the reference does: with several, others may go. */
function removeFromList(list: JsonValue[]): boolean {
  if (list.length === 0) return false;
  for (const [index, element] of [...list].entries()) {
    if (hasAnchors(element, isAny) || removeAnchors(element, false)) list.splice(index, 1);
  }
  return list.length === 0;
}
