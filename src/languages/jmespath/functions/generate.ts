import { FunctionFailure } from '../errors.ts';
import { type ClassRange, readClass, readEscape } from './generate-class.ts';

/** Makes one text. */
type Generate = () => string;

/** How often an unbounded repetition repeats at most, as in the reference. */
const maxUnbounded = 4096;

/**
 * A random text that a regular expression matches. The pattern must be valid. Anchors and word boundaries make nothing,
 * `.` makes printable ASCII.
 */
export function generateFromRegex(pattern: string, random: () => number, spend: (size: number) => void): string {
  const pick = (count: number) => Math.floor(random() * count);
  let at = 0;

  const parseAlternatives = (): Generate => {
    const options = [parseSequence()];
    while (pattern[at] === '|') {
      at++;
      options.push(parseSequence());
    }
    return options.length === 1 ? options[0]! : () => options[pick(options.length)]!();
  };

  const parseSequence = (): Generate => {
    const parts: Generate[] = [];
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') parts.push(parseRepetition());
    return () => parts.map((part) => part()).join('');
  };

  const parseRepetition = (): Generate => {
    const atom = parseAtom();
    const bounds = readBounds(pattern.slice(at));
    if (!bounds) return atom;
    at += bounds.length;
    return () => {
      let made = '';
      for (let n = bounds.min + pick(bounds.max - bounds.min + 1); n > 0; n--) {
        const part = atom();
        spend(part.length);
        made += part;
      }
      return made;
    };
  };

  const parseAtom = (): Generate => {
    const char = String.fromCodePoint(pattern.codePointAt(at)!);
    at += char.length;
    switch (char) {
      case '(':
        return parseGroup();
      case '[': {
        const { ranges, end } = readClass(pattern, at);
        at = end;
        return fromRanges(ranges);
      }
      case '.':
        return fromRanges([[0x20, 0x7e]]);
      case '^':
      case '$':
        return () => '';
      case '\\': {
        const escaped = readEscape(pattern, at);
        at = escaped.end;
        return escaped.ranges.length === 0 ? () => escaped.text : fromRanges(escaped.ranges);
      }
      default:
        return () => char;
    }
  };

  const parseGroup = (): Generate => {
    const opening = /^\?(?:P?<\w+>|[a-zA-Z-]*(:|\)))/.exec(pattern.slice(at));
    at += opening?.[0].length ?? 0;
    // `(?i)` sets flags and holds nothing.
    if (opening?.[1] === ')') return () => '';
    const inner = parseAlternatives();
    at++;
    return inner;
  };

  const fromRanges = (ranges: readonly ClassRange[]): Generate => {
    const size = ranges.reduce((total, [from, to]) => total + to - from + 1, 0);
    if (size === 0) throw new FunctionFailure('a character class of the pattern is empty');
    return () => {
      let index = pick(size);
      for (const [from, to] of ranges) {
        if (index <= to - from) return String.fromCodePoint(from + index);
        index -= to - from + 1;
      }
      return '';
    };
  };

  const generate = parseAlternatives();
  return generate();
}

function readBounds(rest: string): { readonly min: number; readonly max: number; readonly length: number } | undefined {
  const match = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(rest);
  if (!match) return undefined;
  const [all, symbol, from, comma, to] = match;
  const { length } = all;
  if (symbol === '?') return { min: 0, max: 1, length };
  if (symbol) return { min: symbol === '+' ? 1 : 0, max: maxUnbounded, length };
  const min = Number(from);
  return { min, max: to ? Number(to) : comma ? Math.max(min, maxUnbounded) : min, length };
}
