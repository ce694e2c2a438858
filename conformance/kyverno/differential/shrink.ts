import { isObject, type JsonObject, type JsonValue } from '../../../src/foundations/kube/index.ts';

/** A policy and a resource on which the engines differ. */
export interface Pair {
  readonly policy: JsonObject;
  readonly resource: JsonObject;
}

/** How many smaller pairs are tried in one run of the reference. */
const perRun = 40;

/**
 * Takes away whatever the difference does not need. `differs` gets many pairs at once, each with its own names, and says
 * of each whether the engines still differ on it.
 */
export function shrink(pair: Pair, differs: (pairs: readonly Pair[]) => readonly boolean[]): Pair {
  let smallest = pair;
  for (;;) {
    const smaller = firstSmaller(smallest, differs);
    if (!smaller) return smallest;
    smallest = smaller;
  }
}

function firstSmaller(pair: Pair, differs: (pairs: readonly Pair[]) => readonly boolean[]): Pair | undefined {
  const variants = [
    ...without(pair.policy, []).map((policy) => ({ ...pair, policy })),
    ...without(pair.resource, []).map((resource) => ({ ...pair, resource })),
  ];
  for (let start = 0; start < variants.length; start += perRun) {
    const some = variants.slice(start, start + perRun).map(renamed);
    const index = differs(some).indexOf(true);
    if (index >= 0) return some[index];
  }
  return undefined;
}

/** The object with one key or item less, biggest parts first; what gives it its name and kind stays. */
function without(object: JsonObject, path: readonly string[]): JsonObject[] {
  const kept = new Set(
    path.length === 0 ? ['apiVersion', 'kind', 'metadata', 'spec'] : ['name', 'namespace', 'match', 'kinds', 'list'],
  );
  const here = Object.keys(object)
    .filter((key) => !kept.has(key))
    .map((key) => Object.fromEntries(Object.entries(object).filter(([other]) => other !== key)));
  const below = Object.entries(object).flatMap(([key, value]) =>
    smallerValues(value, [...path, key]).map((smaller) => ({ ...object, [key]: smaller })),
  );
  return [...here, ...below];
}

function smallerValues(value: JsonValue, path: readonly string[]): JsonValue[] {
  if (isObject(value)) return without(value, path);
  if (!Array.isArray(value)) return [];
  const fewer = value.length > 1 ? value.map((_, index) => value.filter((__, other) => other !== index)) : [];
  const smaller = value.flatMap((item, index) =>
    smallerValues(item, path).map((less) => value.map((other, at) => (at === index ? less : other))),
  );
  return [...fewer, ...smaller];
}

function renamed({ policy, resource }: Pair, index: number): Pair {
  const named = (object: JsonObject, name: string) => ({
    ...object,
    metadata: { ...(object['metadata'] as JsonObject), name },
  });
  return { policy: named(policy, `p${index}`), resource: named(resource, `r${index}`) };
}
