import { compareBytes } from '../../../foundations/kube/index.ts';
import type { Spec } from '../format/spec.ts';
import type { GoFunction } from './function.ts';

/**
 * Go's values as a template sees them. A YAML number is float64, a JavaScript number here; every other number
 * is a `GoInt` that knows its Go type, because `eq 1 1.0` is an error and `kindOf` tells them apart.
 * Strings hold UTF-16; bytes that are no UTF-8 live in them as the code units DC80..DCFF (see bytes.ts).
 */
export type GoValue = null | boolean | number | string | GoInt | GoList | GoMap | GoStruct | GoFunction;

export type IntType =
  | 'int'
  | 'int64'
  | 'int32'
  | 'uint8'
  | 'uint32'
  | 'uint64'
  | 'time.Duration'
  | 'time.Month'
  | 'time.Weekday';

/** An integer with its Go type. */
export class GoInt {
  readonly value: bigint;
  readonly type: IntType;
  constructor(value: bigint, type: IntType) {
    this.value = value;
    this.type = type;
  }
}

export type Methods = Readonly<Record<string, GoFunction>>;

/** A slice. Go's slices share their storage with their copies; here a list is never changed in place. */
export class GoList {
  readonly type: string;
  readonly methods: Methods | undefined;
  /** A nil slice: reads as empty, `toJson` prints null. */
  isNil = false;
  #items: readonly GoValue[] | Uint8Array;
  constructor(items: readonly GoValue[] | Uint8Array, type = anyList, methods?: Methods) {
    this.#items = items;
    this.type = type;
    this.methods = methods;
  }

  /** The elements; those of a []uint8 are made when they are first asked for. */
  get items(): readonly GoValue[] {
    if (this.#items instanceof Uint8Array) {
      this.#items = Array.from(this.#items, (byte) => new GoInt(BigInt(byte), 'uint8'));
    }
    return this.#items;
  }

  get length(): number {
    return this.#items.length;
  }

  /** The bytes of a []uint8, or `undefined`. */
  get bytes(): Uint8Array | undefined {
    if (this.type !== '[]uint8') return undefined;
    if (this.#items instanceof Uint8Array) return this.#items;
    return Uint8Array.from(this.#items, (item) => Number((item as GoInt).value));
  }
}

/** A map with string keys. It is shared and changed in place by `set`, `unset` and `merge`, as in Go. */
export class GoMap extends Map<string, GoValue> {
  type: string = anyMap;
  methods: Methods | undefined = undefined;
  /** A nil map: reads as empty, `toJson` prints null. */
  isNil = false;
}

/** A struct or a pointer to one: named fields, methods, its own printed form and its own JSON form. */
export interface StructShape {
  readonly type: string;
  readonly fields?: Readonly<Record<string, GoValue>>;
  readonly methods?: Methods;
  /** What `print` shows. */
  readonly print: () => string;
  /** Whether that is what its `String` method gives, which printf then uses for texts. */
  readonly isStringer?: boolean;
  /** What printf shows as Go syntax. */
  readonly goString?: () => string;
  /** What `deepCopy` makes of it, where that is another. */
  readonly copy?: () => GoStruct;
  /** Whether it counts as false and empty. */
  readonly isZero?: boolean;
  /** The fields as printf walks them, also those without a capital. */
  readonly parts?: () => Readonly<Record<string, GoValue>>;
  /** Prints itself under every verb of printf; nothing where the verb does not fit. */
  readonly format?: (spec: Spec, verb: string) => string | undefined;
  readonly json: () => GoValue;
  /** What an action shows, where that differs: Go finds a `String` method there that printf does not. */
  readonly shown?: () => string;
  /** What the functions that know this struct work on: a time, a version. */
  readonly payload?: unknown;
}

export class GoStruct {
  readonly shape: StructShape;
  constructor(shape: StructShape) {
    this.shape = shape;
  }
}

export const anyMap = 'map[string]interface {}';
export const anyList = '[]interface {}';

const smallInts: GoInt[] = [];
for (let i = 0n; i < 256n; i++) smallInts.push(new GoInt(i, 'int'));

/** An `int`, the type of template literals, of `len` and of indices. */
export function int(value: number | bigint): GoInt {
  if (value >= 0 && value < 256) return smallInts[Number(value)]!;
  return new GoInt(typeof value === 'bigint' ? value : BigInt(value), 'int');
}

/** An `int64`, the type that arithmetic functions return; wraps at 64 bits. */
export function int64(value: bigint): GoInt {
  return new GoInt(BigInt.asIntN(64, value), 'int64');
}

export function list(items: readonly GoValue[], type = anyList): GoList {
  return new GoList(items, type);
}

export function map(entries: Iterable<readonly [string, GoValue]> = [], type = anyMap): GoMap {
  const result = new GoMap();
  for (const [key, value] of entries) result.set(key, value);
  result.type = type;
  return result;
}

/** The keys of a map in byte order, the order in which Go's templates and printers walk it. */
export function sortedKeys(value: ReadonlyMap<string, unknown>): string[] {
  return [...value.keys()].sort(compareBytes);
}

/** What a map gives for a key that it lacks. */
export function zeroOf(value: GoMap): GoValue {
  if (value.type === 'map[string]string') return '';
  return value.type === 'engine.files' ? noBytes : null;
}

const noBytes = new GoList(new Uint8Array(), '[]uint8');
noBytes.isNil = true;
