import { compareBytes, trimRunes } from '../../../foundations/kube/index.ts';
import { printValue } from '../format/print.ts';
import { quote as goQuote } from '../format/quote.ts';
import { byteLength, byteSlice, isAscii, toBytes } from '../runtime/bytes.ts';
import { FunctionError } from '../runtime/errors.ts';
import { fn, type GoFunction, runFn, variadic } from '../runtime/function.ts';
import type { Run } from '../runtime/run.ts';
import { GoList, type GoValue, map } from '../runtime/value.ts';
import { stringList, textOf, textsOf } from './convert.ts';
import { camelCase, mapRunes, splitWords, titleCase } from './letter-case.ts';
import { wrapText } from './wrap.ts';

/** Go trims the blanks of Unicode, without the zero-width ones that JavaScript adds. */
const goBlanks = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const leadingBlanks = new RegExp(`^${goBlanks}`);
const trailingBlanks = new RegExp(`${goBlanks}$`);

function trimSpace(text: string): string {
  return text.replace(leadingBlanks, '').replace(trailingBlanks, '');
}

/** Sprig's `trunc`: a negative length keeps the tail. Lengths are bytes. */
function truncate(length: number, text: string): string {
  const size = byteLength(text);
  if (length < 0 && size + length > 0) return byteSlice(text, size + length, size);
  if (length >= 0 && size > length) return byteSlice(text, 0, length);
  return text;
}

function substring(start: number, end: number, text: string): string {
  const size = byteLength(text);
  const checked = (from: number, to: number): string => {
    if (from < 0 || to > size || from > to) {
      const bounds =
        to > size ? `[:${to}] with length ${size}` : to < 0 ? `[:${to}]` : from < 0 ? `[${from}:]` : `[${from}:${to}]`;
      throw new FunctionError(`runtime error: slice bounds out of range ${bounds}`);
    }
    return byteSlice(text, from, to);
  };
  if (start < 0) return checked(0, end);
  if (end < 0 || end > size) return checked(start, size);
  return checked(start, end);
}

function indent(run: Run, width: number, text: string): string {
  if (width < 0) throw new FunctionError('strings: negative Repeat count');
  run.checkLength(width);
  const padding = ' '.repeat(width);
  const lines = text.split('\n');
  run.checkLength(text.length + lines.length * width);
  return padding + lines.join(`\n${padding}`);
}

function abbreviate(width: number, text: string): string {
  if (width < 4) return text;
  return byteLength(text) <= width ? text : `${byteSlice(text, 0, width - 3)}...`;
}

function abbreviateBoth(left: number, right: number, text: string): string {
  if (right < 4 || (left > 0 && right < 7)) return text;
  const size = byteLength(text);
  if (size <= right) return text;
  if (left <= 4) return abbreviate(right, text);
  const start = Math.min(left, size);
  if (start + right - 3 < size) return `...${abbreviate(right - 3, byteSlice(text, start, size))}`;
  return `...${byteSlice(text, size - (right - 3), size)}`;
}

function replaceAll(run: Run, old: string, replacement: string, text: string): string {
  if (replacement.length > old.length) {
    const pieces = old === '' ? text.length + 1 : text.split(old).length - 1;
    run.checkLength(text.length + pieces * replacement.length);
  }
  return text.replaceAll(old, () => replacement);
}

function swapCase(text: string): string {
  return text
    .replace(/[\udc80-\udcff]/gu, '\ufffd')
    .replace(/[\p{Lu}\p{Lt}\p{Ll}]/gu, (char, at: number, whole: string) => {
      const begins = at === 0 || /\s/u.test(whole[at - 1]!);
      const title = begins ? titles[char] : undefined;
      return title ?? mapRunes(char, /\p{Ll}/u.test(char) ? 'upper' : 'lower');
    });
}

/** The letters whose form at the beginning of a word is an own one. */
const titles: Readonly<Record<string, string>> = { ǆ: 'ǅ', ǉ: 'ǈ', ǌ: 'ǋ', ǳ: 'ǲ' };

function repeat(run: Run, count: number, text: string): string {
  if (count < 0) throw new FunctionError('strings: negative Repeat count');
  run.checkLength(count * text.length);
  return text.repeat(count);
}

function split(separator: string, text: string): string[] {
  return separator === '' ? [...text] : text.split(separator);
}

function splitMap(parts: readonly string[]): GoValue {
  return map(
    parts.map((part, i) => [`_${i}`, part]),
    'map[string]string',
  );
}

function splitLimited(separator: string, limit: number, text: string): GoValue {
  const parts = split(separator, text);
  if (limit === 0) return splitMap([]);
  if (limit < 0 || parts.length <= limit) return splitMap(parts);
  return splitMap([...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)]);
}

function shout(mark: string, values: readonly GoValue[]): string {
  return values
    .filter((value) => value !== null)
    .map((value) => (mark === '"' ? goQuote(textOf(value)) : `'${printValue(value)}'`))
    .join(' ');
}

function words(run: Run, text: string, separator: string): string {
  run.step(text.length * 8);
  return splitWords(text, separator);
}

export const stringFunctions: Readonly<Record<string, GoFunction>> = {
  quote: variadic([], 'any', (...values) => shout('"', values)),
  squote: variadic([], 'any', (...values) => shout("'", values)),
  trim: fn(['string'], trimSpace),
  trimAll: fn(['string', 'string'], (set, text) => trimRunes(text, set)),
  trimall: fn(['string', 'string'], (set, text) => trimRunes(text, set)),
  trimSuffix: fn(['string', 'string'], (suffix, text) =>
    suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  trimPrefix: fn(['string', 'string'], (prefix, text) => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  upper: fn(['string'], (text) => (isAscii(text) ? text.toUpperCase() : mapRunes(text, 'upper'))),
  lower: fn(['string'], (text) => (isAscii(text) ? text.toLowerCase() : mapRunes(text, 'lower'))),
  title: fn(['string'], titleCase),
  untitle: fn(['string'], (text) =>
    text.replace(/[\udc80-\udcff]/gu, '\ufffd').replace(/(?<!\S)\S/gu, (char) => mapRunes(char, 'lower')),
  ),
  swapcase: fn(['string'], swapCase),
  camelcase: fn(['string'], camelCase),
  snakecase: runFn(['string'], (run, text) => words(run, text, '_')),
  kebabcase: runFn(['string'], (run, text) => words(run, text, '-')),
  trunc: fn(['int', 'string'], truncate),
  substr: fn(['int', 'int', 'string'], substring),
  abbrev: fn(['int', 'string'], abbreviate),
  abbrevboth: fn(['int', 'int', 'string'], abbreviateBoth),
  contains: fn(['string', 'string'], (part, text) => text.includes(part)),
  hasPrefix: fn(['string', 'string'], (prefix, text) => text.startsWith(prefix)),
  hasSuffix: fn(['string', 'string'], (suffix, text) => text.endsWith(suffix)),
  replace: runFn(['string', 'string', 'string'], replaceAll),
  repeat: runFn(['int', 'string'], repeat),
  indent: runFn(['int', 'string'], indent),
  nindent: runFn(['int', 'string'], (run, width, text) => `\n${indent(run, width, text)}`),
  nospace: fn(['string'], withoutBlanks),
  initials: fn(['string'], (text) => bytesAsRunes(text).replace(/([^\t-\r \x85\xa0])[^\t-\r \x85\xa0]*|./gs, '$1')),
  cat: variadic([], 'any', (...values) =>
    values
      .filter((value) => value !== null)
      .map(textOf)
      .join(' '),
  ),
  plural: fn(['string', 'string', 'int'], (one, many, count) => (count === 1 ? one : many)),
  wrap: runFn(['int', 'string'], (run, width, text) => {
    run.step(text.length * 4);
    return wrapText(text, width, '\n', false);
  }),
  wrapWith: runFn(['int', 'string', 'string'], (run, width, separator, text) => {
    run.step(text.length * 4);
    run.checkLength((text.length / Math.max(width, 1)) * separator.length);
    return wrapText(text, width, separator, true);
  }),
  join: runFn(['string', 'any'], (run, separator, value) => {
    const texts = textsOf(value);
    run.checkLength(separator.length * Math.max(texts.length - 1, 0));
    return texts.join(separator);
  }),
  splitList: fn(['string', 'string'], (separator, text) => stringList(split(separator, text))),
  split: fn(['string', 'string'], (separator, text) => splitMap(split(separator, text))),
  splitn: fn(['string', 'int', 'string'], splitLimited),
  sortAlpha: fn(['any'], (value) => {
    if (value instanceof GoList) {
      const sorted = stringList(textsOf(value).sort(compareBytes));
      sorted.isNil = value.isNil && value.type === '[]string';
      return sorted;
    }
    return stringList([textOf(value)]);
  }),
  toStrings: fn(['any'], (value) =>
    value instanceof GoList && value.type === '[]string' ? value : stringList(textsOf(value)),
  ),
};

/** Sprig's library takes each byte for a character here: `ä` becomes two. */
function bytesAsRunes(text: string): string {
  return isAscii(text) ? text : Array.from(toBytes(text), (byte) => String.fromCharCode(byte)).join('');
}

function withoutBlanks(text: string): string {
  const runes = bytesAsRunes(text);
  const left = runes.replace(/[\t-\r \x85\xa0]/g, '');
  return left.length === runes.length ? text : left;
}
