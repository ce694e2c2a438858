import { getPath, isObject, type JsonObject, type JsonValue, setKey } from '../../../foundations/kube/index.ts';

/** Turns `{"request.object.kind": ...}` into nested maps; parts in double quotes may hold dots. Later layers win. */
export function mergeDotted(...layers: (Readonly<JsonObject> | undefined)[]): JsonObject {
  const merged: JsonObject = {};
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer ?? {})) setDotted(merged, splitName(name), value);
  }
  return merged;
}

function splitName(name: string): string[] {
  return [...name.matchAll(/"((?:[^"]|"")*)"|([^.]+)/g)].map((part) => part[1]?.replaceAll('""', '"') ?? part[2]!);
}

function setDotted(target: JsonObject, path: readonly string[], value: JsonValue): void {
  const last = path.at(-1);
  if (last === undefined) return;
  let at = target;
  for (const key of path.slice(0, -1)) {
    const next = getPath(at, [key]);
    const map: JsonObject = isObject(next) ? next : {};
    setKey(at, key, map);
    at = map;
  }
  setKey(at, last, value);
}

/** Lays `over` on `base` without changing either; maps are merged, everything else is replaced. */
export function mergeMaps(base: JsonObject, over: JsonValue | undefined): JsonObject {
  if (!isObject(over)) return base;
  const merged: JsonObject = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = getPath(base, [key]);
    setKey(merged, key, isObject(below) && isObject(value) ? mergeMaps(below, value) : value);
  }
  return merged;
}
