import { FunctionFailure } from '../errors.ts';

/** Code points from and to, both included. */
export type ClassRange = readonly [number, number];

const digit: readonly ClassRange[] = [[0x30, 0x39]];
const upper: ClassRange = [0x41, 0x5a];
const lower: ClassRange = [0x61, 0x7a];
const word: readonly ClassRange[] = [...digit, upper, [0x5f, 0x5f], lower];
const space: readonly ClassRange[] = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
];
const named: Readonly<Record<string, readonly ClassRange[]>> = {
  alnum: [...digit, upper, lower],
  alpha: [upper, lower],
  digit,
  lower: [lower],
  upper: [upper],
  word,
  space,
  xdigit: [...digit, [0x41, 0x46], [0x61, 0x66]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
};
const letters: Readonly<Record<string, readonly ClassRange[]>> = {
  d: digit,
  w: word,
  s: space,
  D: invert(digit),
  W: invert(word),
  S: invert(space),
};
const controls: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07' };

/** What a backslash at `at - 1` stands for: a class of characters, or a text. */
export function readEscape(
  pattern: string,
  at: number,
): { readonly ranges: readonly ClassRange[]; readonly text: string; readonly end: number } {
  const char = pattern[at] ?? '';
  if (Object.hasOwn(letters, char)) return { ranges: letters[char]!, text: '', end: at + 1 };
  if (Object.hasOwn(controls, char)) return { ranges: [], text: controls[char]!, end: at + 1 };
  // Boundaries make nothing.
  if ('bBAz'.includes(char)) return { ranges: [], text: '', end: at + 1 };
  const code = /^x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]+)\})/.exec(pattern.slice(at));
  if (code) {
    return {
      ranges: [],
      text: String.fromCodePoint(Number.parseInt(code[1] ?? code[2]!, 16)),
      end: at + code[0].length,
    };
  }
  if (/[A-Za-z0-9]/.test(char)) throw new FunctionFailure(`random does not know \\${char}`);
  return { ranges: [], text: char, end: at + 1 };
}

/** A class `[...]` whose opening bracket is at `at - 1`. */
export function readClass(
  pattern: string,
  at: number,
): { readonly ranges: readonly ClassRange[]; readonly end: number } {
  const negated = pattern[at] === '^';
  let end = at + (negated ? 1 : 0);
  const ranges: ClassRange[] = [];
  for (let first = true; first || pattern[end] !== ']'; first = false) {
    const posix = /^\[:(\w+):\]/.exec(pattern.slice(end));
    if (posix && Object.hasOwn(named, posix[1]!)) {
      ranges.push(...named[posix[1]!]!);
      end += posix[0].length;
      continue;
    }
    const from = readMember(pattern, end);
    end = from.end;
    if (from.ranges.length > 0) {
      ranges.push(...from.ranges);
      continue;
    }
    let to = from.text;
    if (pattern[end] === '-' && pattern[end + 1] !== ']') {
      const last = readMember(pattern, end + 1);
      to = last.text;
      end = last.end;
    }
    ranges.push([from.text.codePointAt(0)!, to.codePointAt(0)!]);
  }
  return { ranges: negated ? invert(ranges) : ranges, end: end + 1 };
}

function readMember(pattern: string, at: number): ReturnType<typeof readEscape> {
  if (pattern[at] === '\\') return readEscape(pattern, at + 1);
  const text = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  return { ranges: [], text, end: at + text.length };
}

/** The printable ASCII characters outside the ranges. */
function invert(ranges: readonly ClassRange[]): ClassRange[] {
  const outside: ClassRange[] = [];
  for (let code = 0x20; code < 0x7f; code++) {
    if (!ranges.some(([from, to]) => code >= from && code <= to)) outside.push([code, code]);
  }
  return outside;
}
