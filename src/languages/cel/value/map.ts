import { keySteps, type Meter } from './meter.ts';
import { CelDouble, CelMap, type CelObject, CelUint, type CelValue, isPlainMap } from './value.ts';

/** What a map keeps a key under that is no string; `undefined` for what can be no key. Equal numbers are one key. */
export function mapKey(key: CelValue): string | undefined {
  if (typeof key === 'string') return `s${key}`;
  if (typeof key === 'number' || typeof key === 'bigint') return `n${key}`;
  if (typeof key === 'boolean') return `b${key}`;
  if (key instanceof CelUint) return `n${key.value}`;
  if (key instanceof CelDouble) return `n${key.value + 0}`;
  return undefined;
}

/** A key in an error message. */
export function keyText(key: CelValue): string {
  return mapKey(key)?.slice(1) ?? '';
}

/** The value under a key, or `undefined`. Own keys only. */
export function lookUp(map: CelObject | CelMap, key: CelValue): CelValue | undefined {
  if (map instanceof CelMap) {
    const name = mapKey(key);
    return name === undefined ? undefined : map.entries.get(name)?.[1];
  }
  return typeof key === 'string' && Object.hasOwn(map, key) ? map[key] : undefined;
}

export function mapSize(map: CelObject | CelMap): number {
  return map instanceof CelMap ? map.entries.size : Object.keys(map).length;
}

export function mapKeys(map: CelObject | CelMap): readonly CelValue[] {
  return map instanceof CelMap ? [...map.entries.values()].map(([key]) => key) : Object.keys(map);
}

export function mapEntries(map: CelObject | CelMap): readonly (readonly [CelValue, CelValue])[] {
  return map instanceof CelMap ? [...map.entries.values()] : Object.entries(map);
}

/** Makes a map key by key: a plain object as long as all keys are strings. */
export class MapBuilder {
  readonly #strings = Object.create(null) as Record<string, CelValue>;
  #mixed: Map<string, readonly [CelValue, CelValue]> | undefined;

  has(key: CelValue): boolean {
    if (this.#mixed) return this.#mixed.has(mapKey(key) ?? '');
    return typeof key === 'string' && Object.hasOwn(this.#strings, key);
  }

  /** False when the value can be no key. */
  set(key: CelValue, value: CelValue): boolean {
    if (typeof key === 'string' && !this.#mixed) {
      this.#strings[key] = value;
      return true;
    }
    const name = mapKey(key);
    if (name === undefined) return false;
    this.#mixed ??= new Map(Object.entries(this.#strings).map(([text, item]) => [`s${text}`, [text, item]]));
    this.#mixed.set(name, [key, value]);
    return true;
  }

  build(): CelObject | CelMap {
    return this.#mixed ? new CelMap(this.#mixed) : this.#strings;
  }
}

/** Whether both have equal values under the same keys. */
export function equalMaps(
  a: CelValue,
  b: CelValue,
  meter: Meter,
  equal: (x: CelValue, y: CelValue, meter: Meter) => boolean,
): boolean {
  if (a instanceof CelMap) {
    if (!(b instanceof CelMap) || a.entries.size !== b.entries.size) return false;
    for (const [name, [, value]] of a.entries) {
      const other = b.entries.get(name);
      if (!other || !equal(value, other[1], meter)) return false;
    }
    return true;
  }
  if (!isPlainMap(a) || !isPlainMap(b)) return false;
  const keys = Object.keys(a);
  meter.spend(keySteps * keys.length);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equal(a[key]!, b[key]!, meter));
}
