import { printValue, sprint } from '../format/print.ts';
import { sprintf } from '../format/printf.ts';
import { byteLength, byteSlice, toBytes } from '../runtime/bytes.ts';
import { FunctionError } from '../runtime/errors.ts';
import { fn, type GoFunction, runVariadic, variadic } from '../runtime/function.ts';
import { isTrue, typeOf } from '../runtime/types.ts';
import { GoInt, GoList, GoMap, type GoValue, int, zeroOf } from '../runtime/value.ts';
import { callNamed } from './call.ts';
import { compareFunctions } from './compare.ts';

/** What Go's text/template brings itself. */
export const builtinFunctions: Readonly<Record<string, GoFunction>> = {
  ...compareFunctions,
  // `and` and `or` are evaluated by the compiler, which stops early; these entries make their names known.
  and: variadic(['value'], 'value', (first, ...rest) => [first, ...rest].find((value) => !isTrue(value)) ?? null),
  or: variadic(['value'], 'value', (first, ...rest) => [first, ...rest].find(isTrue) ?? null),
  not: fn(['value'], (value) => !isTrue(value)),
  len: { ...fn(['value'], lengthOf), nilPointer: 'len of nil pointer' },
  index: variadic(['value'], 'value', (value, ...keys) => {
    if (value === null) throw new FunctionError('index of untyped nil');
    return keys.reduce(indexOne, value);
  }),
  slice: variadic(['value'], 'value', sliceValue),
  print: variadic([], 'any', (...values) => sprint(values)),
  println: variadic([], 'any', (...values) => `${values.map((value) => printValue(value)).join(' ')}\n`),
  printf: runVariadic(['string'], 'any', (run, format, ...args) => sprintf(run, format, args)),
  html: variadic([], 'any', (...values) => escapeHtml(joined(values))),
  js: variadic([], 'any', (...values) => escapeJs(joined(values))),
  urlquery: variadic([], 'any', (...values) => escapeQuery(joined(values))),
  call: callNamed('value'),
};

function joined(values: readonly GoValue[]): string {
  return sprint(values.map((value) => value ?? '<no value>'));
}

function lengthOf(value: GoValue): GoValue {
  if (typeof value === 'string') return int(byteLength(value));
  if (value instanceof GoList) return int(value.items.length);
  if (value instanceof GoMap) return int(value.size);
  if (value === null) throw new FunctionError('reflect: call of reflect.Value.Type on zero Value');
  throw new FunctionError(`len of type ${typeOf(value).replace(/^\*/, '')}`);
}

function indexOne(value: GoValue, key: GoValue): GoValue {
  if (value === null) throw new FunctionError('index of nil pointer');
  if (value instanceof GoMap) {
    if (key === null) throw new FunctionError('value is nil; should be of type string');
    if (typeof key !== 'string') throw new FunctionError(`value has type ${typeOf(key)}; should be string`);
    return value.get(key) ?? zeroOf(value);
  }
  if (value instanceof GoList || typeof value === 'string') {
    const length = typeof value === 'string' ? byteLength(value) : value.items.length;
    const at = indexArgument(key, length, false, typeof value === 'string' ? 'string' : 'slice');
    return typeof value === 'string' ? new GoInt(BigInt(toBytes(value)[at]!), 'uint8') : value.items[at]!;
  }
  throw new FunctionError(`can't index item of type ${typeOf(value).replace(/^\*/, '')}`);
}

function indexArgument(key: GoValue, length: number, inclusive: boolean, kind = 'slice'): number {
  if (key === null) throw new FunctionError('cannot index slice/array with nil');
  if (!(key instanceof GoInt)) throw new FunctionError(`cannot index slice/array with type ${typeOf(key)}`);
  const at = Number(key.value);
  if (!inclusive && at === length) throw new FunctionError(`reflect: ${kind} index out of range`);
  if (at < 0 || (inclusive ? at > length : at >= length)) throw new FunctionError(`index out of range: ${key.value}`);
  return at;
}

function sliceValue(value: GoValue, ...bounds: GoValue[]): GoValue {
  if (value === null) throw new FunctionError('slice of untyped nil');
  if (bounds.length > 3) throw new FunctionError(`too many slice indexes: ${bounds.length}`);
  if (typeof value !== 'string' && !(value instanceof GoList)) {
    throw new FunctionError(`can't slice item of type ${typeOf(value).replace(/^\*/, '')}`);
  }
  const length = typeof value === 'string' ? byteLength(value) : value.items.length;
  const [start, end] = [
    bounds[0] === undefined ? 0 : indexArgument(bounds[0], length, true),
    bounds[1] === undefined ? length : indexArgument(bounds[1], length, true),
  ];
  if (start > end) throw new FunctionError(`invalid slice index: ${start} > ${end}`);
  return typeof value === 'string'
    ? byteSlice(value, start, end)
    : new GoList(value.items.slice(start, end), value.type);
}

const htmlEscapes: Readonly<Record<string, string>> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\0': '\ufffd',
};

function escapeHtml(text: string): string {
  return text.replace(/["'&<>\0]/g, (char) => htmlEscapes[char]!);
}

function escapeJs(text: string): string {
  return text.replace(/[\\'"<>&=\x00-\x1f\x7f]/g, (char) => {
    if (char === '\\' || char === "'" || char === '"') return `\\${char}`;
    return `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

/** Go's `url.QueryEscape`. */
function escapeQuery(text: string): string {
  return Array.from(toBytes(text), (byte) => {
    const char = String.fromCharCode(byte);
    if (char === ' ') return '+';
    return /[A-Za-z0-9_.~-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}
