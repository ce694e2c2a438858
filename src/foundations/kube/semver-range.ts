import { compareSemver, parseSemver, type Semver } from './semver.ts';

/** Whether a version lies in a range. */
export type SemverRange = (version: Semver) => boolean;

const comparators: Readonly<Record<string, (order: number) => boolean>> = {
  '': (order) => order === 0,
  '=': (order) => order === 0,
  '==': (order) => order === 0,
  '!': (order) => order !== 0,
  '!=': (order) => order !== 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
};

/**
 * Reads a range in the dialect of Kyverno's semver_compare: comparisons joined by spaces (and) and `||` (or), with `x`
 * as the last parts of a version (`1.x`, `>=1.2.x`). There is no `^` and no `~`; `undefined` when the text is no range.
 */
export function parseSemverRange(text: string): SemverRange | undefined {
  const alternatives: SemverRange[][] = [[]];
  for (const part of splitParts(text)) {
    if (part === '||') {
      if (alternatives.at(-1)!.length === 0) return undefined;
      alternatives.push([]);
      continue;
    }
    const tests = compileComparison(part);
    if (!tests) return undefined;
    alternatives.at(-1)!.push(...tests);
  }
  if (alternatives.at(-1)!.length === 0) return undefined;
  return (version) => alternatives.some((tests) => tests.every((test) => test(version)));
}

/** Blanks part comparisons, except right after an operator. A part of one character is lost, as in the reference. */
function splitParts(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let last = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char !== ' ') last = char;
    else if (!'><='.includes(last) || last === '') {
      if (start < i - 1) parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  if (start < text.length - 1) parts.push(text.slice(start));
  return parts.map((part) => part.replaceAll(' ', ''));
}

function compileComparison(part: string): SemverRange[] | undefined {
  const at = part.search(/\d/);
  if (at < 0) return undefined;
  const operator = part.slice(0, at);
  const version = part.slice(at);
  const terms = part.includes('x') ? expandWildcard(operator, version) : [[operator, version] as const];
  const tests = terms?.map(([sign, operand]) => compileTerm(sign, operand));
  return tests?.every((test) => test !== undefined) ? tests : undefined;
}

function compileTerm(operator: string, text: string): SemverRange | undefined {
  if (!Object.hasOwn(comparators, operator)) return undefined;
  const holds = comparators[operator]!;
  const bound = parseSemver(text);
  return bound && ((version) => holds(compareSemver(version, bound)));
}

/** `1.2.x` as the comparisons it stands for. */
function expandWildcard(operator: string, version: string): readonly (readonly [string, string])[] | undefined {
  const filled = version.replace('.x.x', '.x').replace('.x', '.0');
  const parts = filled.split('.');
  const from = parts.length === 2 ? `${filled}.0` : filled;
  const to = nextVersion(version, from);
  switch (operator) {
    case '>':
      return [['>=', to]];
    case '<=':
      return [['<', to]];
    case '>=':
    case '<':
      return [[operator, from]];
    case '':
    case '=':
    case '==':
      return [
        ['>=', from],
        ['<', to],
      ];
    case '!':
    case '!=':
      // The reference joins both by `and`, so that no version is ever unlike `1.x`. Kept.
      return [
        ['<', from],
        ['>=', to],
      ];
    default:
      // An operator that does not exist is dropped beside a wildcard. Kept.
      return [['', from]];
  }
}

/** The version after all that `1.x` or `1.2.x` stands for. */
function nextVersion(wildcard: string, from: string): string {
  const written = wildcard.split('.');
  if (written.at(-1) !== 'x' || written.length < 2 || written.length > 3) return '';
  const parts = from.split('.');
  const raised = written.length === 3 ? 1 : 0;
  if (!/^\d+$/.test(parts[raised]!)) return '';
  parts[raised] = String(BigInt(parts[raised]!) + 1n);
  return parts.join('.');
}
