import { RE2JS } from 're2js';
import { FunctionError } from '../runtime/errors.ts';
import { fn, type GoFunction } from '../runtime/function.ts';
import type { GoValue } from '../runtime/value.ts';
import { stringList } from './convert.ts';

const compiled = new Map<string, RE2JS>();

/** Go's regular expressions: linear time, no back-references. */
function compile(pattern: string, quiet = false): RE2JS {
  let expression = compiled.get(pattern);
  if (!expression) {
    try {
      expression = RE2JS.compile(pattern);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new FunctionError(quiet ? reason : `regexp: Compile(\`${pattern}\`): ${reason}`);
    }
    if (compiled.size > 500) compiled.clear();
    compiled.set(pattern, expression);
  }
  return expression;
}

interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | null)[];
}

function* matches(expression: RE2JS, text: string): Generator<Match> {
  const matcher = expression.matcher(text);
  let lastEnd = -1;
  while (matcher.find()) {
    const start = matcher.start();
    const end = matcher.end();
    // Go never reports an empty match right after the match before.
    if (start === end && start === lastEnd) continue;
    lastEnd = end;
    const groups: (string | null)[] = [];
    for (let i = 0; i <= matcher.groupCount(); i++) groups.push(matcher.group(i));
    yield { start, end, groups };
  }
}

function replace(pattern: string, text: string, replacement: string, literal: boolean): string {
  const expression = compile(pattern);
  const names = expression.namedGroups() as Readonly<Record<string, number>>;
  let out = '';
  let at = 0;
  for (const match of matches(expression, text)) {
    out += text.slice(at, match.start);
    out += literal ? replacement : expand(replacement, match, names);
    at = match.end;
  }
  return out + text.slice(at);
}

/** Go's templates of replacements: `$1W` means the group named `1W`, so `${1}W` is what people want. */
function expand(template: string, match: Match, names: Readonly<Record<string, number>>): string {
  return template.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, plain?: string, braced?: string) => {
    if (whole === '$$') return '$';
    const name = plain ?? braced!;
    const index = /^\d+$/.test(name) ? Number(name) : names[name];
    return (index === undefined ? undefined : match.groups[index]) ?? '';
  });
}

function findAll(pattern: string, text: string, limit: number): GoValue {
  const found: string[] = [];
  for (const match of matches(compile(pattern), text)) {
    if (limit >= 0 && found.length >= limit) break;
    found.push(match.groups[0] ?? '');
  }
  return noneAsNil(found);
}

/** Go gives a nil slice where nothing is found. */
function noneAsNil(texts: readonly string[]): GoValue {
  const result = stringList(texts);
  result.isNil = texts.length === 0;
  return result;
}

function split(pattern: string, text: string, limit: number): GoValue {
  if (limit === 0) return noneAsNil([]);
  if (pattern !== '' && text === '') return stringList(['']);
  const parts: string[] = [];
  let start = 0;
  let end = 0;
  for (const match of matches(compile(pattern), text)) {
    if (limit > 0 && parts.length === limit - 1) break;
    end = match.start;
    if (match.end !== 0) parts.push(text.slice(start, end));
    start = match.end;
  }
  if (end !== text.length) parts.push(text.slice(start));
  return stringList(parts);
}

function isMatch(pattern: string, text: string): boolean {
  return compile(pattern).matcher(text).find();
}

function find(pattern: string, text: string): string {
  for (const match of matches(compile(pattern), text)) return match.groups[0] ?? '';
  return '';
}

/** A pattern that cannot be read fails with a plain message here, and with a named one without `must`. */
function must<A extends readonly unknown[]>(call: (pattern: string, ...args: A) => GoValue) {
  return (pattern: string, ...args: A): GoValue => {
    compile(pattern, true);
    return call(pattern, ...args);
  };
}

const replaceAll = (pattern: string, text: string, by: string): string => replace(pattern, text, by, false);
const replaceLiteral = (pattern: string, text: string, by: string): string => replace(pattern, text, by, true);

export const regexFunctions: Readonly<Record<string, GoFunction>> = {
  // The only one that takes an unreadable pattern for no match.
  regexMatch: fn(['string', 'string'], (pattern, text) => {
    try {
      return isMatch(pattern, text);
    } catch (error) {
      if (error instanceof FunctionError) return false;
      throw error;
    }
  }),
  mustRegexMatch: fn(['string', 'string'], must(isMatch)),
  regexFind: fn(['string', 'string'], find),
  mustRegexFind: fn(['string', 'string'], must(find)),
  regexFindAll: fn(['string', 'string', 'int'], findAll),
  mustRegexFindAll: fn(['string', 'string', 'int'], must(findAll)),
  regexReplaceAll: fn(['string', 'string', 'string'], replaceAll),
  mustRegexReplaceAll: fn(['string', 'string', 'string'], must(replaceAll)),
  regexReplaceAllLiteral: fn(['string', 'string', 'string'], replaceLiteral),
  mustRegexReplaceAllLiteral: fn(['string', 'string', 'string'], must(replaceLiteral)),
  regexSplit: fn(['string', 'string', 'int'], split),
  mustRegexSplit: fn(['string', 'string', 'int'], must(split)),
  regexQuoteMeta: fn(['string'], (text) => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')),
};
