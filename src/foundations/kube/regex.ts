import { RE2JS } from 're2js';
import { expandReplacement, parseReplacement } from './go-replace.ts';

/** A compiled regular expression with RE2's meaning and linear time, as Go's `regexp`. */
export interface Regex {
  readonly pattern: string;
  /** How many states its automaton has: what matching one character costs at most. */
  readonly size: number;
  /** Whether the expression matches anywhere in the text. */
  test(text: string): boolean;
  /** Replaces every match; `template` may name groups: `$1`, `${name}`. */
  replaceAll(text: string, template: string): string;
  /** Replaces every match by the text as it is. */
  replaceAllLiteral(text: string, replacement: string): string;
}

/** Why a text is no regular expression, in the words of Go. */
export interface RegexError {
  readonly error: string;
}

const maxCached = 1000;
const cache = new Map<string, Regex | RegexError>();

/** Compiles a pattern in RE2's syntax. Patterns are kept, a bounded number of them: compiling is far dearer than matching. */
export function compileRegex(pattern: string): Regex | RegexError {
  let found = cache.get(pattern);
  if (!found) {
    found = compile(pattern);
    if (cache.size >= maxCached) cache.clear();
    cache.set(pattern, found);
  }
  return found;
}

function compile(pattern: string): Regex | RegexError {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  return {
    pattern,
    size: compiled.programSize(),
    test: literalTest(pattern) ?? ((text) => compiled.test(text)),
    replaceAll: (text, template) => {
      const pieces = parseReplacement(template);
      const names = compiled.namedGroups();
      return replaceMatches(compiled, text, (match) =>
        expandReplacement(pieces, (name) => groupText(text, match, typeof name === 'number' ? name : names[name])),
      );
    },
    replaceAllLiteral: (text, replacement) => replaceMatches(compiled, text, () => replacement),
  };
}

const literal = /^(\^?)([^\\.+*?()|[\]{}^$]*)(\$?)$/;

/** Literals, with or without anchors, need no automaton. */
function literalTest(pattern: string): ((text: string) => boolean) | undefined {
  const match = literal.exec(pattern);
  if (!match) return undefined;
  const [, start, body = '', end] = match;
  if (start && end) return (text) => text === body;
  if (start) return (text) => text.startsWith(body);
  return end ? (text) => text.endsWith(body) : (text) => text.includes(body);
}

/** Start and end of the match and of each group; -1 where a group took no part. */
type MatchIndices = readonly number[];

function replaceMatches(regex: RE2JS, text: string, replacement: (match: MatchIndices) => string): string {
  const matches = (regex.re2().findAllSubmatchIndex(text, -1) ?? []) as readonly MatchIndices[];
  let result = '';
  let rest = 0;
  for (const match of matches) {
    result += text.slice(rest, match[0]) + replacement(match);
    rest = match[1]!;
  }
  return result + text.slice(rest);
}

function groupText(text: string, match: MatchIndices, group: number | undefined): string | undefined {
  const start = group === undefined ? undefined : match[group * 2];
  return start === undefined || start < 0 ? undefined : text.slice(start, match[group! * 2 + 1]);
}
