import { GoList, GoMap, type GoValue } from '../../languages/gotemplate/index.ts';

/** Where a value lies: keys of maps and indices of lists. */
export type ValuePath = readonly (string | number)[];

/** Notes which values a rendering reads, by the template file that is being executed. */
export class ValueWatch {
  readonly #reads = new Map<string, Map<string, ValuePath>>();
  #file = '';

  /** The file that is executed from now on. */
  enter(file: string): void {
    this.#file = file;
  }

  /** A copy of the values that tells of its reads. */
  wrap(values: GoMap): GoMap {
    return this.#copy(values, []);
  }

  /** What was read while a file was executed. */
  readsOf(file: string): readonly ValuePath[] {
    return [...(this.#reads.get(file)?.values() ?? [])];
  }

  note(path: ValuePath): void {
    let reads = this.#reads.get(this.#file);
    if (!reads) {
      reads = new Map();
      this.#reads.set(this.#file, reads);
    }
    reads.set(path.join('\0'), path);
  }

  #copy(from: GoMap, path: ValuePath): WatchedMap {
    const copy = new WatchedMap(this, path);
    for (const [key, value] of from) copy.set(key, this.#value(value, [...path, key]));
    copy.type = from.type;
    return copy;
  }

  #value(value: GoValue, path: ValuePath): GoValue {
    if (value instanceof GoMap) return this.#copy(value, path);
    if (!(value instanceof GoList)) return value;
    return new GoList(
      value.items.map((item, index) => this.#value(item, [...path, index])),
      value.type,
    );
  }
}

class WatchedMap extends GoMap {
  readonly #watch: ValueWatch;
  readonly #path: ValuePath;

  constructor(watch: ValueWatch, path: ValuePath) {
    super();
    this.#watch = watch;
    this.#path = path;
  }

  override get(key: string): GoValue | undefined {
    this.#watch.note([...this.#path, key]);
    return super.get(key);
  }

  override has(key: string): boolean {
    this.#watch.note([...this.#path, key]);
    return super.has(key);
  }

  override *entries(): MapIterator<[string, GoValue]> {
    for (const entry of super.entries()) {
      this.#watch.note([...this.#path, entry[0]]);
      yield entry;
    }
    return undefined;
  }

  override [Symbol.iterator](): MapIterator<[string, GoValue]> {
    return this.entries();
  }

  override *keys(): MapIterator<string> {
    for (const [key] of this.entries()) yield key;
    return undefined;
  }
}
