import { RE2JS } from 're2js';
import { maxTextLength, tooLarge } from '../value/arithmetic.ts';
import { CelError, CelOptional, none, type Result } from '../value/value.ts';
import { regexCost } from './cost.ts';
import type { LibraryRows } from './function-table.ts';

/** Start and end of a match and of each group; -1 where a group took no part. */
type Match = readonly number[];

const cache = new Map<string, RE2JS | CelError>();
const maxCached = 500;

/** Compiles a pattern; patterns are kept, a bounded number of them. */
function compile(pattern: string): RE2JS | CelError {
  let found = cache.get(pattern);
  if (!found) {
    try {
      found = RE2JS.compile(pattern);
    } catch (error) {
      found = new CelError(error instanceof Error ? error.message : String(error));
    }
    if (cache.size >= maxCached) cache.clear();
    cache.set(pattern, found);
  }
  return found;
}

function allMatches(regex: RE2JS, text: string, count = -1): readonly Match[] {
  return (regex.re2().findAllSubmatchIndex(text, count) ?? []) as readonly Match[];
}

function withRegex(pattern: string, prefix: string, use: (regex: RE2JS) => Result): Result {
  const regex = compile(pattern);
  return regex instanceof CelError ? new CelError(`${prefix}${regex.message}`) : use(regex);
}

function find(text: string, pattern: string): Result {
  return withRegex(pattern, 'Illegal regex: ', (regex) => {
    const [match] = allMatches(regex, text, 1);
    return match ? text.slice(match[0], match[1]) : '';
  });
}

function findAll(text: string, pattern: string, count: number | bigint): Result {
  return withRegex(pattern, 'Illegal regex: ', (regex) =>
    count === 0 ? [] : allMatches(regex, text, Number(count)).map(([from, to]) => text.slice(from, to)),
  );
}

/** The group of a match, or all of it where the pattern has none; `undefined` for a group that took no part. */
function captured(text: string, match: Match): string | undefined {
  const [from, to] = match.length > 2 ? [match[2]!, match[3]!] : [match[0]!, match[1]!];
  return from < 0 ? undefined : text.slice(from, to);
}

function withSingleGroup(pattern: string, use: (regex: RE2JS) => Result): Result {
  return withRegex(pattern, 'given regex is invalid: ', (regex) =>
    regex.groupCount() > 1
      ? new CelError(`regular expression has more than one capturing group: ${JSON.stringify(pattern)}`)
      : use(regex),
  );
}

function extract(text: string, pattern: string): Result {
  return withSingleGroup(pattern, (regex) => {
    const [match] = allMatches(regex, text, 1);
    const found = match && captured(text, match);
    return found === undefined ? none : new CelOptional(found);
  });
}

function extractAll(text: string, pattern: string): Result {
  return withSingleGroup(
    pattern,
    (regex) =>
      allMatches(regex, text)
        .map((match) => captured(text, match))
        .filter((found) => found !== undefined && found !== '') as string[],
  );
}

/** `\1` to `\9` stand for groups, `\0` for the match. */
function readReplacement(replacement: string, groups: number): readonly (string | number)[] | CelError {
  const pieces: (string | number)[] = [];
  for (let at = 0; at < replacement.length; at++) {
    const char = replacement[at]!;
    if (char !== '\\') {
      pieces.push(char);
      continue;
    }
    const next = replacement[++at];
    if (next === undefined) return new CelError(`invalid replacement string: '${replacement}' \\ not allowed at end`);
    if (next === '\\') pieces.push(next);
    else if (!/\d/.test(next))
      return new CelError(`invalid replacement string: '${replacement}' \\ must be followed by a digit or \\`);
    else if (Number(next) > groups)
      return new CelError(`replacement string references group ${next} but regex has only ${groups} group(s)`);
    else pieces.push(Number(next));
  }
  return pieces;
}

function replace(text: string, pattern: string, replacement: string, count: number | bigint): Result {
  return withRegex(pattern, 'given regex is invalid: ', (regex) => {
    if (count === 0) return text;
    const pieces = readReplacement(replacement, regex.groupCount());
    if (pieces instanceof CelError) return pieces;
    let result = '';
    let rest = 0;
    for (const match of allMatches(regex, text, Number(count))) {
      result += text.slice(rest, match[0]);
      for (const piece of pieces)
        result +=
          typeof piece === 'string'
            ? piece
            : match[piece * 2]! < 0
              ? ''
              : text.slice(match[piece * 2], match[piece * 2 + 1]);
      if (result.length > maxTextLength) return tooLarge;
      rest = match[1]!;
    }
    return result + text.slice(rest);
  });
}

/** Finding where a match is takes longer than finding that there is one. */
const searching = regexCost(3, 1 / 8);

/** Source: Kubernetes, "CEL regex library". */
export const regexRows: LibraryRows = [
  ['string.find(string): string', find, searching],
  ['string.findAll(string): list(string)', (text: string, pattern: string) => findAll(text, pattern, -1), searching],
  ['string.findAll(string, int): list(string)', findAll, searching],
];

/** Source: cel-go, ext/regex. */
export const replacementRows: LibraryRows = [
  ['regex.extract(string, string): optional(string)', extract, searching],
  ['regex.extractAll(string, string): list(string)', extractAll, searching],
  [
    'regex.replace(string, string, string): string',
    (text: string, pattern: string, by: string) => replace(text, pattern, by, -1),
    searching,
  ],
  ['regex.replace(string, string, string, int): string', replace, searching],
];
