import { opaqueName } from '../type/opaque-name.ts';

// JSON data goes in as it is: whole numbers are int, others double. What JSON cannot say has a class here.

/** Everything that is neither JSON data nor bytes. */
export abstract class Boxed {}

/** An evaluation error, as a value: `||`, `&&` and comprehensions may absorb it. */
export class CelError extends Boxed {
  readonly message: string;
  constructor(message: string) {
    super();
    this.message = message;
  }
}

/** A double that a plain number would not show as one: whole, negative zero or beyond int. */
export class CelDouble extends Boxed {
  readonly value: number;
  constructor(value: number) {
    super();
    this.value = value;
  }
}

export class CelUint extends Boxed {
  readonly value: bigint;
  constructor(value: bigint) {
    super();
    this.value = value;
  }
}

/** Nanoseconds since 1970. */
export class CelTimestamp extends Boxed {
  readonly nanos: bigint;
  /** Seconds east of Greenwich of the zone that it was written in: only its text keeps it. */
  readonly offset: number;
  constructor(nanos: bigint, offset = 0) {
    super();
    this.nanos = nanos;
    this.offset = offset;
  }
}

export class CelDuration extends Boxed {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    super();
    this.nanos = nanos;
  }
}

/** `value` is `undefined` for `optional.none()`. */
export class CelOptional extends Boxed {
  readonly value: CelValue | undefined;
  constructor(value: CelValue | undefined) {
    super();
    this.value = value;
  }
}

/** A type as a value, as `type(x)` gives it. */
export class CelTypeValue extends Boxed {
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
}

/** A value of a library: a quantity, an address, an image. Equal text means equal values, unless `equals` says more. */
export class CelOpaque extends Boxed {
  /** The name that signatures use, such as `Quantity`. */
  readonly kind: string;
  readonly data: unknown;
  readonly text: string;
  readonly equals: ((other: CelOpaque) => boolean) | undefined;
  constructor(kind: string, data: unknown, text: string, equals?: (other: CelOpaque) => boolean) {
    super();
    this.kind = kind;
    this.data = data;
    this.text = text;
    this.equals = equals;
  }
}

/** A map with keys that are not all strings. Maps of strings are plain objects. */
export class CelMap extends Boxed {
  /** By `mapKey` of the key. */
  readonly entries: ReadonlyMap<string, readonly [key: CelValue, value: CelValue]>;
  constructor(entries: ReadonlyMap<string, readonly [key: CelValue, value: CelValue]>) {
    super();
    this.entries = entries;
  }
}

export type CelObject = { readonly [key: string]: CelValue };

export type CelValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | CelDouble
  | CelUint
  | CelTimestamp
  | CelDuration
  | CelOptional
  | CelTypeValue
  | CelOpaque
  | CelMap
  | readonly CelValue[]
  | CelObject;

/** What evaluating gives. */
export type Result = CelValue | CelError;

export const none = new CelOptional(undefined);
export const noOverload = new CelError('no such overload');

export function isList(value: unknown): value is readonly CelValue[] {
  return Array.isArray(value);
}

/** A map of strings. */
export function isPlainMap(value: unknown): value is CelObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Boxed) &&
    !(value instanceof Uint8Array)
  );
}

export function isMap(value: unknown): value is CelObject | CelMap {
  return value instanceof CelMap || isPlainMap(value);
}

const twoTo63 = 2 ** 63;

/** Whole numbers beyond 64 bits can only have been meant as doubles. */
export function isInt(value: unknown): value is number | bigint {
  if (typeof value === 'number') return Number.isInteger(value) && value >= -twoTo63 && value < twoTo63;
  return typeof value === 'bigint';
}

export function isDouble(value: unknown): value is number | CelDouble {
  return typeof value === 'number' ? !isInt(value) : value instanceof CelDouble;
}

export type CelNumber = number | bigint | CelDouble | CelUint;

export function isNumber(value: unknown): value is CelNumber {
  return (
    typeof value === 'number' || typeof value === 'bigint' || value instanceof CelDouble || value instanceof CelUint
  );
}

/** The name of a value's type, as `type(x)` and error messages have it. */
export function typeName(value: CelValue): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return isInt(value) ? 'int' : 'double';
  }
  if (value === null) return 'null_type';
  if (Array.isArray(value)) return 'list';
  if (value instanceof CelDouble) return 'double';
  if (value instanceof CelUint) return 'uint';
  if (value instanceof CelTimestamp) return 'google.protobuf.Timestamp';
  if (value instanceof CelDuration) return 'google.protobuf.Duration';
  if (value instanceof CelOptional) return 'optional_type';
  if (value instanceof CelTypeValue) return 'type';
  if (value instanceof CelOpaque) return opaqueName(value.kind);
  return value instanceof Uint8Array ? 'bytes' : 'map';
}
