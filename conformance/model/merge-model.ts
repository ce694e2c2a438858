// A plain reading of the documented rules of strategic merge patches, for patches whose elements all have their keys.
// Source: Kubernetes, "Strategic merge patch"; Kyverno, "patchStrategicMerge": new elements come first.
import { isObject, type JsonObject, type JsonValue } from '../../src/foundations/kube/index.ts';
import type { Random } from '../kyverno/differential/random.ts';

const names = ['a', 'b', 'c', 'd'];

/** A Pod and a patch for it. */
export function mergeCase(random: Random): { readonly document: JsonObject; readonly patch: JsonObject } {
  const metadata = { name: 'pod', labels: fields(random, false) };
  return {
    document: { apiVersion: 'v1', kind: 'Pod', metadata, spec: spec(random, false) },
    patch: {
      ...(random.chance(0.5) ? { metadata: { labels: fields(random, true) } } : {}),
      spec: spec(random, true),
    },
  };
}

function spec(random: Random, nulls: boolean): JsonObject {
  return {
    ...fields(random, nulls),
    ...(random.chance(0.8) ? { containers: elements(random, nulls, 1) } : {}),
    ...(random.chance(0.4) ? { volumes: elements(random, nulls, 0) } : {}),
    ...(random.chance(0.4) ? { tolerations: random.some(names, 0.5).map((key) => ({ key })) } : {}),
    ...(random.chance(0.4) ? { nodeSelector: fields(random, nulls) } : {}),
  };
}

function elements(random: Random, nulls: boolean, depth: number): JsonValue {
  return random.some(names, 0.5).map((name) => ({
    name,
    ...fields(random, nulls),
    ...(depth > 0 && random.chance(0.4) ? { env: elements(random, nulls, 0) } : {}),
    ...(depth > 0 && random.chance(0.3) ? { args: random.some(names, 0.5) } : {}),
  }));
}

function fields(random: Random, nulls: boolean): JsonObject {
  const values: JsonValue[] = [1, 2, true, { x: 1 }, { y: 'z' }, ...(nulls ? [null] : [])];
  return Object.fromEntries(
    random.some(['f', 'g', 'h'], 0.6).map((key) => [key, structuredClone(random.pick(values))]),
  );
}

const keyed = new Set(['containers', 'volumes', 'env']);

/** Maps merge, null deletes, lists known by names merge with new names in front, other lists are replaced. */
export function mergeByModel(document: JsonValue, patch: JsonValue, field = ''): JsonValue {
  if (isObject(patch)) {
    const merged: JsonObject = isObject(document) ? { ...document } : {};
    for (const [key, value] of Object.entries(patch)) {
      if (value === null) delete merged[key];
      else merged[key] = mergeByModel(merged[key] ?? null, value, key);
    }
    return merged;
  }
  if (!Array.isArray(patch) || !keyed.has(field)) return patch;
  const before = (Array.isArray(document) ? document : []) as JsonObject[];
  const nameOf = (element: JsonValue) => (element as JsonObject)['name'];
  const first = patch.map((element) =>
    mergeByModel(before.find((one) => nameOf(one) === nameOf(element)) ?? null, element),
  );
  return [...first, ...before.filter((element) => !patch.some((one) => nameOf(one) === nameOf(element)))];
}

/** Whether a patch keeps the kind of every value: the merge refuses a map for a scalar, and the other way round. */
export function keepsKinds(document: JsonValue | undefined, patch: JsonValue): boolean {
  if (document === undefined || document === null || patch === null) return true;
  if (Array.isArray(document) && Array.isArray(patch)) {
    const nameOf = (element: JsonValue) => (isObject(element) ? element['name'] : element);
    return patch.every((element) =>
      keepsKinds(
        document.find((one) => nameOf(one) === nameOf(element)),
        element,
      ),
    );
  }
  if (isObject(document) !== isObject(patch)) return false;
  if (!isObject(document) || !isObject(patch)) return true;
  return Object.entries(patch).every(([key, value]) => keepsKinds(document[key], value));
}
