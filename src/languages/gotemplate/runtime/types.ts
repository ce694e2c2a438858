import { GoInt, GoList, GoMap, GoStruct, type GoValue } from './value.ts';
import { Walk } from './walk.ts';

/** Go's `reflect.Kind` of a value, by name; `invalid` for nil. */
export function kindOf(value: GoValue): string {
  if (value === null) return 'invalid';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'string') return 'string';
  if (value instanceof GoInt) {
    if (value.type === 'time.Duration') return 'int64';
    return value.type.startsWith('time.') ? 'int' : value.type;
  }
  if (value instanceof GoMap) return 'map';
  if (value instanceof GoList) return 'slice';
  if (value instanceof GoStruct) {
    const { type } = value.shape;
    return type === 'complex128' ? type : type.startsWith('*') ? 'ptr' : 'struct';
  }
  return 'func';
}

/** Go's name of the type of a value, as `%T` prints it. */
export function typeOf(value: GoValue): string {
  if (value === null) return '<nil>';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'string') return 'string';
  if (value instanceof GoInt || value instanceof GoMap || value instanceof GoList) return value.type;
  if (value instanceof GoStruct) return value.shape.type;
  return 'func()';
}

/** Go's truth: the zero value of a type and empty maps, lists and strings are false. */
export function isTrue(value: GoValue): boolean {
  if (value === null || value === false || value === '' || value === 0) return false;
  if (typeof value !== 'object') return true;
  if (value instanceof GoInt) return value.value !== 0n;
  if (value instanceof GoMap) return value.size > 0;
  if (value instanceof GoList) return value.length > 0;
  return !(value instanceof GoStruct && value.shape.isZero);
}

/** Whether two values are deeply equal, types included: `reflect.DeepEqual`. */
export function deepEqual(a: GoValue, b: GoValue, walk = new Walk()): boolean {
  walk.visit();
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (a instanceof GoInt) return b instanceof GoInt && a.type === b.type && a.value === b.value;
  if (a instanceof GoList) {
    return (
      b instanceof GoList &&
      a.type === b.type &&
      a.items.length === b.items.length &&
      a.items.every((item, i) => deepEqual(item, b.items[i]!, walk))
    );
  }
  if (a instanceof GoMap) {
    if (!(b instanceof GoMap) || a.type !== b.type || a.size !== b.size) return false;
    for (const [key, value] of a) if (!b.has(key) || !deepEqual(value, b.get(key)!, walk)) return false;
    return true;
  }
  if (a instanceof GoStruct && b instanceof GoStruct) {
    return a.shape.type === b.shape.type && a.shape.print() === b.shape.print();
  }
  return false;
}

/** The method of a value, or `undefined`. */
export function methodOf(value: GoValue, name: string) {
  if (value instanceof GoMap || value instanceof GoList) return ownMethod(value.methods, name);
  if (value instanceof GoStruct) return ownMethod(value.shape.methods, name);
  return undefined;
}

function ownMethod<T>(methods: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return methods && Object.hasOwn(methods, name) ? methods[name] : undefined;
}
