import { maxTextLength, tooLarge } from '../value/arithmetic.ts';
import { CelError, type CelValue, type Result, typeName } from '../value/value.ts';
import { type Cost, deepCost, rewriteCost, searchCost, textCost } from './cost.ts';
import type { LibraryRows } from './function-table.ts';
import { formatText } from './string-format.ts';
import { codePointIndex, lengthOf, sliceText, unitIndex } from './text.ts';

type Int = number | bigint;

function outOfRange(index: Int): CelError {
  return new CelError(`index out of range: ${index}`);
}

function charAt(text: string, index: Int): Result {
  const length = lengthOf(text);
  return index < 0 || index > length ? outOfRange(index) : sliceText(text, Number(index), Number(index) + 1);
}

function indexOf(text: string, part: string, from: Int = 0): Result {
  if (part === '') return Number(from);
  if (from < 0) return outOfRange(from);
  return from >= lengthOf(text) ? -1 : codePointIndex(text, text.indexOf(part, unitIndex(text, Number(from))));
}

function lastIndexOf(text: string, part: string, from?: Int): Result {
  if (part === '') return from === undefined ? lengthOf(text) : Number(from);
  if (from === undefined) return codePointIndex(text, text.lastIndexOf(part));
  if (from < 0) return outOfRange(from);
  if (from >= lengthOf(text)) return -1;
  return codePointIndex(text, text.lastIndexOf(part, unitIndex(text, Number(from))));
}

function join(list: readonly CelValue[], separator = ''): Result {
  let length = 0;
  for (const item of list) {
    if (typeof item !== 'string') return new CelError(`join: invalid input: ${typeName(item)}`);
    length += item.length + separator.length;
  }
  return length > maxTextLength ? tooLarge : list.join(separator);
}

function replace(text: string, old: string, replacement: string, count: Int = -1): Result {
  if (count === 0 || count === 0n) return text;
  const limit = count < 0 ? Number.POSITIVE_INFINITY : Number(count);
  const pieces = old === '' ? ['', ...text] : text.split(old);
  if (pieces.length * replacement.length + text.length > maxTextLength) return tooLarge;
  if (old !== '' && pieces.length <= limit) return pieces.join(replacement);
  let result = pieces[0]!;
  const places = old === '' ? pieces.length : pieces.length - 1;
  for (let place = 0; place < places; place++)
    result += (place < limit ? replacement : old) + (pieces[place + 1] ?? '');
  return result;
}

function split(text: string, separator: string, limit: Int = -1): Result {
  if (limit === 0 || limit === 0n) return [];
  const parts = separator === '' ? [...text] : text.split(separator);
  if (limit < 0 || parts.length <= limit) return parts;
  const kept = Number(limit) - 1;
  return [...parts.slice(0, kept), parts.slice(kept).join(separator)];
}

function substring(text: string, start: Int, end?: Int): Result {
  const length = lengthOf(text);
  const to = end ?? length;
  if (end === undefined) return start < 0 || start > length ? outOfRange(start) : sliceText(text, Number(start));
  if (start > to) return new CelError(`invalid substring range. start: ${start}, end: ${to}`);
  if (start < 0 || start > length) return outOfRange(start);
  if (to < 0 || to > length) return outOfRange(to);
  return sliceText(text, Number(start), Number(to));
}

const asciiLetters = { lower: /[A-Z]+/g, upper: /[a-z]+/g };
const escapes: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

function quote(text: string): string {
  return `"${text.toWellFormed().replace(/[\u0007\b\f\n\r\t\v\\"]/g, (char) => escapes[char]!)}"`;
}

/** A function with its trailing argument or without, as two rows. The activation comes behind the arguments: it is cut off. */
function rows(
  name: string,
  receiver: string,
  given: string,
  optional: string,
  result: string,
  call: (...args: never[]) => Result,
  cost?: Cost,
): LibraryRows {
  const count = given === '' ? 1 : given.split(',').length + 1;
  const short = (...args: unknown[]) => (call as (...args: unknown[]) => Result)(...args.slice(0, count));
  return [
    [`${receiver}.${name}(${given}): ${result}`, short, cost],
    [`${receiver}.${name}(${given && `${given}, `}${optional}): ${result}`, call, cost],
  ];
}

/** Source: cel-go, ext/strings, version 2, and `reverse` of version 3. */
export const stringRows: LibraryRows = [
  ['string.charAt(int): string', charAt],
  ...rows('indexOf', 'string', 'string', 'int', 'int', indexOf, searchCost),
  ...rows('lastIndexOf', 'string', 'string', 'int', 'int', lastIndexOf, searchCost),
  ...rows('join', 'list(string)', '', 'string', 'string', join),
  [
    'string.lowerAscii(): string',
    (text: string) => text.replace(asciiLetters.lower, (letters) => letters.toLowerCase()),
  ],
  [
    'string.upperAscii(): string',
    (text: string) => text.replace(asciiLetters.upper, (letters) => letters.toUpperCase()),
  ],
  ...rows('replace', 'string', 'string, string', 'int', 'string', replace, rewriteCost),
  ...rows('split', 'string', 'string', 'int', 'list(string)', split, rewriteCost),
  ...rows('substring', 'string', 'int', 'int', 'string', substring),
  [
    'string.trim(): string',
    (text: string) => text.replace(/^[\s\u0085]+|[\s\u0085]+$/gu, (blank) => blank.replaceAll(/[^\ufeff]/g, '')),
  ],
  ['string.reverse(): string', (text: string) => [...text].reverse().join(''), textCost(1)],
  ['string.format(list(dyn)): string', formatText, deepCost],
  ['strings.quote(string): string', quote],
];
