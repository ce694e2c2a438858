import { opaqueName } from './opaque-name.ts';

/** The kind of a value before evaluation. Kinds with a capital are values of libraries, such as `Quantity`. */
export type CelType =
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'string'
  | 'bytes'
  | 'null'
  | 'timestamp'
  | 'duration'
  | 'list'
  | 'map'
  | 'type'
  | 'optional'
  | 'dyn'
  | Capitalize<string>;

/** A kind with what is known of its parts: `list(int)`. Single capitals (`A`, `B`) are parameters of a signature. */
export interface Type {
  readonly kind: CelType;
  readonly args: readonly Type[];
  /** Of an object that has these fields and no others. */
  readonly fields?: ReadonlyMap<string, Type>;
}

const plainKinds = new Map<CelType, Type>();

/** A type without parts; list, map and optional of anything. */
export function typeOf(kind: CelType, ...args: readonly Type[]): Type {
  if (args.length > 0) return { kind, args };
  let type = plainKinds.get(kind);
  if (!type) {
    const count = kind === 'map' ? 2 : kind === 'list' || kind === 'optional' ? 1 : 0;
    type = { kind, args: Array.from({ length: count }, () => typeOf('dyn')) };
    plainKinds.set(kind, type);
  }
  return type;
}

/** The type of an object with known fields, such as the variables of a policy. */
export function recordType(kind: Capitalize<string>, fields: ReadonlyMap<string, Type>): Type {
  return { kind, args: [], fields };
}

export const dyn = typeOf('dyn');
export const bool = typeOf('bool');
/** A part that nothing is known of, such as the element of `[]`: as dyn, but equivalent to every type. */
export const unset: Type = { kind: 'dyn', args: [] };

/** A type in cel-go's words. */
export function formatType({ kind, args }: Type): string {
  const name = kind === 'optional' ? 'optional_type' : opaqueName(kind);
  return args.length === 0 ? name : `${name}(${args.map(formatType).join(', ')})`;
}

function isParameter({ kind }: Type): boolean {
  return kind.length === 1;
}

/** What the parameters of a signature stand for in one call. */
export type Bindings = Map<string, Type>;

/** Whether a value of type `given` may stand where `wanted` is asked for; binds parameters of `wanted`. */
export function isAssignable(given: Type, wanted: Type, bindings: Bindings): boolean {
  if (isParameter(wanted)) {
    const bound = bindings.get(wanted.kind);
    if (!bound) {
      bindings.set(wanted.kind, given);
      return true;
    }
    if (!isAssignable(given, bound, bindings)) return false;
    bindings.set(wanted.kind, mostGeneral(given, bound));
    return true;
  }
  if (given.kind === 'dyn' || wanted.kind === 'dyn') return true;
  if (given.kind === 'null' || wanted.kind === 'null')
    return given.kind === wanted.kind || isNullable(given.kind === 'null' ? wanted : given);
  if (given.kind !== wanted.kind) return false;
  if (given.kind === 'type') return true;
  return given.args.every((arg, index) => isAssignable(arg, wanted.args[index]!, bindings));
}

function isNullable({ kind }: Type): boolean {
  return kind === 'timestamp' || kind === 'duration' || kind === 'optional' || /^[A-Z]./.test(kind);
}

/** Of two types that may stand for each other, the one that says less. */
export function mostGeneral(a: Type, b: Type): Type {
  if (a.kind === 'dyn' || b.kind === 'dyn') return dyn;
  if (a.kind === 'null') return b;
  if (b.kind === 'null' || a.args.length === 0 || a.kind === 'type') return a;
  return typeOf(a.kind, ...a.args.map((arg, index) => mostGeneral(arg, b.args[index]!)));
}

/** The parts that two types have in common, for conditionals and elements of literals; `undefined` when they differ. */
export function joinTypes(a: Type, b: Type): Type | undefined {
  return isAssignable(a, b, new Map()) ? mostGeneral(a, b) : undefined;
}

/** Parameters replaced by what they stand for; unknown ones by dyn. */
export function substitute(type: Type, bindings: Bindings): Type {
  if (isParameter(type)) return bindings.get(type.kind) ?? unset;
  if (type.args.length === 0) return type;
  return typeOf(type.kind, ...type.args.map((arg) => substitute(arg, bindings)));
}

/** Whether elements of one literal may have both types. */
export function isEquivalent(a: Type, b: Type): boolean {
  if (a === unset || b === unset) return true;
  return a.kind === b.kind && a.args.every((arg, index) => isEquivalent(arg, b.args[index] ?? dyn));
}

/** Whether nothing is open in a type. */
export function isExact({ kind, args }: Type): boolean {
  return kind !== 'dyn' && args.every(isExact);
}

export function sameType(a: Type, b: Type): boolean {
  return a.kind === b.kind && a.args.every((arg, index) => sameType(arg, b.args[index] ?? dyn));
}
