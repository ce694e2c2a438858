import { type JsonObject, type JsonValue, setKey } from '../../../foundations/kube/index.ts';
import { type Evaluate, spendTree } from '../run.ts';

/** `[a, b]`: null stays null, and a missing key is null inside. */
export function compileList(items: readonly Evaluate[]): Evaluate {
  return (value, run) =>
    value === null
      ? null
      : spendTree(
          run,
          items.map((item): JsonValue => item(value, run) ?? null),
        );
}

/** `{a: x, b: y}`. */
export function compileObject(entries: readonly { readonly key: string; readonly value: Evaluate }[]): Evaluate {
  return (value, run) => {
    if (value === null) return null;
    const map: JsonObject = {};
    for (const entry of entries) setKey(map, entry.key, entry.value(value, run) ?? null);
    return spendTree(run, map);
  };
}
