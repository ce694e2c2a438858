import type { JsonValue } from './json.ts';

/** Deeper than any object that Kubernetes keeps, and shallow enough for whatever goes through values by recursion. */
export const maxJsonDepth = 1000;

/**
 * How many values there are in a value. Parts that stand in it several times count each time, so that a small graph that
 * is a huge tree is seen as huge. Past `limit`, or deeper than `maxJsonDepth`, it is `Infinity`.
 */
export function jsonSize(value: JsonValue, limit: number): number {
  let size = 0;
  const visit = (at: JsonValue, depth: number): boolean => {
    size++;
    if (size > limit || depth > maxJsonDepth) return false;
    if (typeof at !== 'object' || at === null) return true;
    if (Array.isArray(at)) return at.every((item) => visit(item, depth + 1));
    for (const key in at) if (!visit(at[key]!, depth + 1)) return false;
    return true;
  };
  return visit(value, 0) ? size : Number.POSITIVE_INFINITY;
}
