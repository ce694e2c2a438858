import { GoMap, type GoValue } from './value.ts';

const views = new WeakMap<GoMap, GoMap>();

/**
 * A map of a named type as functions get and return it: the same entries, seen and changed by both, under the plain
 * type. `dig` takes only a map of that type, so it refuses `.Values` and takes what `set .Values …` gave.
 */
export function plainView(map: GoMap): GoMap {
  let view = views.get(map);
  if (!view) {
    view = new PlainView(map);
    views.set(map, view);
  }
  return view;
}

class PlainView extends GoMap {
  readonly #map: GoMap;

  constructor(map: GoMap) {
    super();
    this.#map = map;
  }

  override get size(): number {
    return this.#map.size;
  }

  override get(key: string): GoValue | undefined {
    return this.#map.get(key);
  }

  override has(key: string): boolean {
    return this.#map.has(key);
  }

  override set(key: string, value: GoValue): this {
    this.#map.set(key, value);
    return this;
  }

  override delete(key: string): boolean {
    return this.#map.delete(key);
  }

  override keys(): MapIterator<string> {
    return this.#map.keys();
  }

  override values(): MapIterator<GoValue> {
    return this.#map.values();
  }

  override entries(): MapIterator<[string, GoValue]> {
    return this.#map.entries();
  }

  override [Symbol.iterator](): MapIterator<[string, GoValue]> {
    return this.#map.entries();
  }
}
