import { FunctionError } from '../runtime/errors.ts';
import { fn, type GoFunction, variadic } from '../runtime/function.ts';
import { deepEqual, kindOf, typeOf } from '../runtime/types.ts';
import { isEmpty, textOf } from './convert.ts';

/** Defaults, choices and questions about types. */
export const flowFunctions: Readonly<Record<string, GoFunction>> = {
  default: variadic(['any'], 'any', (fallback, ...given) =>
    given.length === 0 || isEmpty(given[0]!) ? fallback : given[0]!,
  ),
  empty: fn(['any'], isEmpty),
  coalesce: variadic([], 'any', (...values) => values.find((value) => !isEmpty(value)) ?? null),
  all: variadic([], 'any', (...values) => !values.some(isEmpty)),
  any: variadic([], 'any', (...values) => values.some((value) => !isEmpty(value))),
  ternary: fn(['any', 'any', 'bool'], (yes, no, condition) => (condition ? yes : no)),
  fail: fn(['string'], (message) => {
    throw new FunctionError(message);
  }),
  kindOf: fn(['any'], kindOf),
  kindIs: fn(['string', 'any'], (kind, value) => kindOf(value) === kind),
  typeOf: fn(['any'], typeOf),
  typeIs: fn(['string', 'any'], (type, value) => typeOf(value) === type),
  typeIsLike: fn(['string', 'any'], (type, value) => [type, `*${type}`].includes(typeOf(value))),
  deepEqual: fn(['any', 'any'], (a, b) => deepEqual(a, b)),
  toString: fn(['any'], textOf),
  hello: fn([], () => 'Hello!'),
};
