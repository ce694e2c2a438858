import { type JsonValue, parseGoFloat, toGoJson } from '../../../foundations/kube/index.ts';
import { FunctionFailure } from '../errors.ts';
import { type Argument, define, type FunctionDefinition } from './function.ts';

// The functions of the JMESPath specification over numbers and texts, and conversions. `sum` is Kyverno's own.

function typeOf(value: Argument): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'function') throw new FunctionFailure('unknown type');
  return typeof value;
}

export const standardScalarFunctions: readonly FunctionDefinition[] = [
  define<[number]>('abs(number) number', 'absolute value', ([n]) => Math.abs(n)),
  define<[number[]]>(
    'avg(array[number]) number',
    'mean of a list',
    ([list]) => list.reduce((total, item) => total + item, 0) / list.length,
  ),
  define<[number]>('ceil(number) number', 'next whole number', ([n]) => Math.ceil(n)),
  define<[number]>('floor(number) number', 'whole number below', ([n]) => Math.floor(n)),
  define<[string, string]>('starts_with(string, string) bool', 'whether a text begins with another', ([text, start]) =>
    text.startsWith(start),
  ),
  define<[string, string]>('ends_with(string, string) bool', 'whether a text ends with another', ([text, end]) =>
    text.endsWith(end),
  ),
  define<JsonValue[]>(
    'not_null(any...) any',
    'first argument that is not null',
    (values) => values.find((value) => value !== null) ?? null,
  ),
  define<[JsonValue]>('to_number(any) number', 'number in a text, or null', ([value]) => {
    if (typeof value === 'number') return value;
    return typeof value === 'string' ? (parseGoFloat(value) ?? null) : null;
  }),
  define<[JsonValue]>('to_string(any) string', 'text as it is, anything else as JSON', ([value]) =>
    typeof value === 'string' ? value : toGoJson(value),
  ),
  define<[Argument]>('type(any) string', 'type of a value', ([value]) => typeOf(value)),
];
