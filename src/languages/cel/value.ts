import type { JsonValue } from '../../foundations/kube/index.ts';

// JSON data goes in as it is: whole numbers are int, others double. What JSON cannot say has a class here.

/** An evaluation error, as a value: `||`, `&&` and comprehensions may absorb it. */
export class CelError {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** A double that is a whole number, which a plain number would not show. */
export class CelDouble {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

export class CelUint {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
}

/** Nanoseconds since 1970. */
export class CelTimestamp {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

export class CelDuration {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

export class CelOptional {
  readonly value: CelValue | undefined;
  constructor(value: CelValue | undefined) {
    this.value = value;
  }
}

export class CelType {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A value of a library: a quantity, a semantic version, an address, an image. */
export class CelOpaque {
  readonly kind: string;
  readonly data: unknown;
  /** Identifies the value: equal texts are equal values. */
  readonly text: string;
  constructor(kind: string, data: unknown, text: string) {
    this.kind = kind;
    this.data = data;
    this.text = text;
  }
}

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
  | CelType
  | CelOpaque
  | readonly CelValue[]
  | { readonly [key: string]: CelValue };

export type CelMap = { readonly [key: string]: CelValue };

export const none = new CelOptional(undefined);
export const noOverload = new CelError('no such overload');

export function isList(value: unknown): value is readonly CelValue[] {
  return Array.isArray(value);
}

export function isMap(value: unknown): value is CelMap {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === null || prototype === Object.prototype;
}

export function isInt(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

export function isDouble(value: unknown): value is number | CelDouble {
  return value instanceof CelDouble || (typeof value === 'number' && !Number.isInteger(value));
}

export function isNumeric(value: unknown): value is number | bigint | CelDouble | CelUint {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof CelDouble || value instanceof CelUint;
}

/** The number in a double. */
export function doubleOf(value: number | CelDouble): number {
  return typeof value === 'number' ? value : value.value;
}

export function asDouble(value: number): number | CelDouble {
  return Number.isInteger(value) ? new CelDouble(value) : value;
}

const minInt = -(2n ** 63n);
const maxInt = 2n ** 63n - 1n;

/** An int, in the smallest form; an error when it does not fit 64 bits. */
export function asInt(value: bigint): number | bigint | CelError {
  if (value < minInt || value > maxInt) return new CelError('integer overflow');
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

export function asUint(value: bigint): CelUint | CelError {
  return value < 0n || value >= 2n ** 64n ? new CelError('unsigned integer overflow') : new CelUint(value);
}

/** The name of a value's type, as `type(x)` has it. */
export function typeName(value: CelValue): string {
  if (value === null) return 'null_type';
  if (isInt(value)) return 'int';
  if (isDouble(value)) return 'double';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
  }
  if (value instanceof CelUint) return 'uint';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof CelTimestamp) return 'google.protobuf.Timestamp';
  if (value instanceof CelDuration) return 'google.protobuf.Duration';
  if (value instanceof CelOptional) return 'optional_type';
  if (value instanceof CelType) return 'type';
  if (value instanceof CelOpaque) return value.kind;
  return Array.isArray(value) ? 'list' : 'map';
}

/** Equality as CEL has it: numbers by value whatever their type, everything else only within its type. */
export function celEqual(a: CelValue, b: CelValue): boolean {
  if (a === b) return true;
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b) === 0;
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, index) => celEqual(item, b[index]!));
  if (a instanceof Uint8Array) return b instanceof Uint8Array && a.length === b.length && a.every((byte, index) => byte === b[index]);
  if (a instanceof CelTimestamp) return b instanceof CelTimestamp && a.nanos === b.nanos;
  if (a instanceof CelDuration) return b instanceof CelDuration && a.nanos === b.nanos;
  if (a instanceof CelType) return b instanceof CelType && a.name === b.name;
  if (a instanceof CelOpaque) return b instanceof CelOpaque && a.kind === b.kind && a.text === b.text;
  if (a instanceof CelOptional) {
    if (!(b instanceof CelOptional)) return false;
    return a.value === undefined || b.value === undefined ? a.value === b.value : celEqual(a.value, b.value);
  }
  if (!isMap(a) || !isMap(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && celEqual(a[key]!, b[key]!));
}

/** NaN when one side is not a number. */
export function compareNumbers(a: number | bigint | CelDouble | CelUint, b: number | bigint | CelDouble | CelUint): number {
  const x = plainNumber(a);
  const y = plainNumber(b);
  return x < y ? -1 : x > y ? 1 : isSame(x, y) ? 0 : Number.NaN;
}

/** Across int and double: `===` would not compare a bigint with a number. */
function isSame(x: number | bigint, y: number | bigint): boolean {
  return !(x < y) && !(x > y) && !Number.isNaN(x) && !Number.isNaN(y);
}

function plainNumber(value: number | bigint | CelDouble | CelUint): number | bigint {
  return value instanceof CelDouble || value instanceof CelUint ? value.value : value;
}

/** A value as JSON data, for messages and traces. */
export function toPlain(value: CelValue): JsonValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof CelDouble) return value.value;
  if (value instanceof CelUint) return Number(value.value);
  if (isList(value)) return value.map(toPlain);
  if (value instanceof CelOptional) return value.value === undefined ? null : toPlain(value.value);
  if (value instanceof CelTimestamp || value instanceof CelDuration) return String(value.nanos);
  if (value instanceof CelType) return value.name;
  if (value instanceof CelOpaque) return value.text;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlain(item)]));
}
