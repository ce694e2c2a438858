import { CelDouble, CelError, CelOptional, CelUint, type CelValue, isList, isMap, none, noOverload } from '../value.ts';
import { type CelFunction, global, member } from './function.ts';

// Optional values. Source: cel-go, OptionalTypes. `orValue` is the compiler's: Kyverno lets it stand on any value.

const optional = (call: (value: CelOptional, ...rest: CelValue[]) => CelValue | CelError): CelFunction['call'] => ([value, ...rest]) =>
  value instanceof CelOptional ? call(value, ...rest) : noOverload;

function isZero(value: CelValue): boolean {
  if (value === null || value === false || value === 0 || value === '') return true;
  if (value instanceof CelDouble) return value.value === 0;
  if (value instanceof CelUint) return value.value === 0n;
  return isList(value) ? value.length === 0 : isMap(value) && Object.keys(value).length === 0;
}

export const optionalFunctions: readonly CelFunction[] = [
  global('optional.of', 1, 'optional', ([value]) => new CelOptional(value)),
  global('optional.none', 0, 'optional', () => none),
  global('optional.ofNonZeroValue', 1, 'optional', ([value]) => (isZero(value!) ? none : new CelOptional(value))),
  member('hasValue', 1, 'bool', optional(({ value }) => value !== undefined)),
  member('value', 1, 'dyn', optional(({ value }) => value ?? (value === null ? null : new CelError('optional.none() dereference')))),
  member('or', 2, 'optional', optional((value, other) => (value.value === undefined ? other! : value))),
  global('optional.unwrap', 1, 'list', ([list]) => unwrap(list)),
  member('unwrapOpt', 1, 'list', ([list]) => unwrap(list)),
  member('first', 1, 'optional', ([list]) => (isList(list) ? (list.length > 0 ? new CelOptional(list[0]) : none) : noOverload)),
  member('last', 1, 'optional', ([list]) => (isList(list) ? (list.length > 0 ? new CelOptional(list.at(-1)) : none) : noOverload)),
];

function unwrap(list: CelValue | undefined): CelValue | CelError {
  if (!isList(list)) return noOverload;
  return list.flatMap((item) => (item instanceof CelOptional && item.value !== undefined ? [item.value] : []));
}
