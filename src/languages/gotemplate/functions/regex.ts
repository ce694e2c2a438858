import { RE2JS } from 're2js';
import { quote } from '../format/quote.ts';
import { FunctionError } from '../runtime/errors.ts';
import { fn, type GoFunction, runFn } from '../runtime/function.ts';
import type { Run } from '../runtime/run.ts';
import type { GoValue } from '../runtime/value.ts';
import { stringList } from './convert.ts';

/** Steps that a matcher takes for each character, about. */
const matchWeight = 6;

const compiled = new Map<string, RE2JS>();

/** Go's regular expressions: linear time, no back-references. */
function compile(pattern: string, quiet = false): RE2JS {
  let expression = compiled.get(pattern);
  if (!expression) {
    try {
      const broken = /[\udc80-\udcff]/u.exec(pattern);
      if (broken) throw new Error(`error parsing regexp: invalid UTF-8: \`${pattern.slice(broken.index)}\``);
      expression = RE2JS.compile(pattern);
    } catch (error) {
      const reason = regexProblem(error);
      const shown = /[\x00-\x08\x0a-\x1f`\x7f\ufeff\ud800-\udfff]/u.test(pattern) ? quote(pattern) : `\`${pattern}\``;
      throw new FunctionError(quiet ? reason : `regexp: Compile(${shown}): ${reason}`);
    }
    if (compiled.size > 500) compiled.clear();
    compiled.set(pattern, expression);
  }
  return expression;
}

function regexProblem(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  // Go names what it did not understand; of a backslash at the end nothing is left.
  return reason.endsWith('trailing backslash at end of expression') ? `${reason}: \`\`` : reason;
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

function replace(run: Run, pattern: string, text: string, replacement: string, literal: boolean): string {
  run.reads(text, matchWeight);
  const expression = compile(pattern);
  const names = expression.namedGroups() as Readonly<Record<string, number>>;
  let out = '';
  let at = 0;
  for (const match of matches(expression, text)) {
    out += text.slice(at, match.start);
    out += literal ? replacement : expand(replacement, match, names);
    run.checkLength(out.length);
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

function findAll(run: Run, pattern: string, text: string, limit: number): GoValue {
  run.reads(text, matchWeight);
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

function split(run: Run, pattern: string, text: string, limit: number): GoValue {
  run.reads(text, matchWeight);
  const expression = compile(pattern);
  if (limit === 0) return noneAsNil([]);
  if (pattern !== '' && text === '') return stringList(['']);
  const parts: string[] = [];
  let start = 0;
  let end = 0;
  for (const match of matches(expression, text)) {
    if (limit > 0 && parts.length === limit - 1) break;
    end = match.start;
    if (match.end !== 0) parts.push(text.slice(start, end));
    start = match.end;
  }
  if (end !== text.length) parts.push(text.slice(start));
  return stringList(parts);
}

function isMatch(run: Run, pattern: string, text: string): boolean {
  run.reads(text, matchWeight);
  return compile(pattern).matcher(text).find();
}

function find(run: Run, pattern: string, text: string): string {
  run.reads(text, matchWeight);
  for (const match of matches(compile(pattern), text)) return match.groups[0] ?? '';
  return '';
}

/** A pattern that cannot be read fails with a plain message here, and with a named one without `must`. */
function must<A extends readonly unknown[]>(call: (run: Run, pattern: string, ...args: A) => GoValue) {
  return (run: Run, pattern: string, ...args: A): GoValue => {
    compile(pattern, true);
    return call(run, pattern, ...args);
  };
}

const replacing = (literal: boolean, loud: boolean): GoFunction =>
  runFn(['string', 'string', 'string'], (run, pattern, text, by) => {
    if (loud) compile(pattern, true);
    return replace(run, pattern, text, by, literal);
  });

export const regexFunctions: Readonly<Record<string, GoFunction>> = {
  // The only one that takes an unreadable pattern for no match.
  regexMatch: runFn(['string', 'string'], (run, pattern, text) => {
    try {
      return isMatch(run, pattern, text);
    } catch (error) {
      if (error instanceof FunctionError) return false;
      throw error;
    }
  }),
  mustRegexMatch: runFn(['string', 'string'], must(isMatch)),
  regexFind: runFn(['string', 'string'], find),
  mustRegexFind: runFn(['string', 'string'], must(find)),
  regexFindAll: runFn(['string', 'string', 'int'], findAll),
  mustRegexFindAll: runFn(['string', 'string', 'int'], must(findAll)),
  regexReplaceAll: replacing(false, false),
  mustRegexReplaceAll: replacing(false, true),
  regexReplaceAllLiteral: replacing(true, false),
  mustRegexReplaceAllLiteral: replacing(true, true),
  regexSplit: runFn(['string', 'string', 'int'], split),
  mustRegexSplit: runFn(['string', 'string', 'int'], must(split)),
  regexQuoteMeta: fn(['string'], (text) => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')),
};
