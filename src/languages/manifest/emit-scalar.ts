import { resolvePlain } from './scalar.ts';

/** How a text can be written. Source: YAML 1.1 and the rules of the Kubernetes YAML writer, observed from its output. */
type ScalarStyle = 'plain' | 'single' | 'double' | 'literal';

const leadingIndicators = new Set('#,[]{}&*!|>\'"%@`');
const timestamp = /^\d{4}-\d{1,2}-\d{1,2}([Tt \t].*)?$/;
const sexagesimal = /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?$/;
const lineWidth = 80;

interface Analysis {
  readonly plain: boolean;
  readonly single: boolean;
  readonly literal: boolean;
}

/** Where a scalar is written. */
export interface ScalarPlace {
  /** Indentation of continuation lines. */
  readonly indent: number;
  /** Column of the first character. */
  readonly column: number;
  /** Keys stay on one line. */
  readonly key: boolean;
}

/** Writes a text as the reference does: plain where it can, quoted where it must, long lines folded at blanks. */
export function writeText(text: string, place: ScalarPlace): string {
  switch (chooseStyle(text, place.key)) {
    case 'plain':
      return fold(text, place, (char) => char);
    case 'single':
      return `'${fold(text, { ...place, column: place.column + 1 }, (char) => (char === "'" ? "''" : char), true)}'`;
    case 'double':
      return writeDouble(text, place);
    case 'literal':
      return writeLiteral(text, place.indent);
  }
}

function chooseStyle(text: string, key: boolean): ScalarStyle {
  const analysis = analyse(text);
  if (text.includes('\n')) return analysis.literal && !key ? 'literal' : 'double';
  if (!resolvesToText(text)) return 'double';
  if (analysis.plain) return 'plain';
  return analysis.single ? 'single' : 'double';
}

/** Whether a plain scalar would be read back as text. */
function resolvesToText(text: string): boolean {
  return typeof resolvePlain(text) === 'string' && !timestamp.test(text) && !sexagesimal.test(text);
}

function analyse(text: string): Analysis {
  const chars = [...text];
  let indicators = text.startsWith('---') || text.startsWith('...');
  let special = false;
  let spaceBeforeBreak = false;
  let breakBeforeSpace = false;
  for (const [index, char] of chars.entries()) {
    const next = chars[index + 1];
    const previous = chars[index - 1];
    const blankAfter = next === undefined || next === ' ' || next === '\t';
    if (index === 0) {
      if (leadingIndicators.has(char)) indicators = true;
      else if ((char === '?' || char === ':' || char === '-') && blankAfter) indicators = true;
    } else if (char === ':' && blankAfter) indicators = true;
    else if (char === '#' && (previous === ' ' || previous === '\t' || isBreak(previous!))) indicators = true;
    if (!isPrintable(char)) special = true;
    if (char === ' ' && previous !== undefined && isBreak(previous)) breakBeforeSpace = true;
    if (isBreak(char) && previous === ' ') spaceBeforeBreak = true;
  }
  const first = chars[0];
  const last = chars.at(-1);
  const blankEnds = first === ' ' || last === ' ' || (first !== undefined && isBreak(first)) || (last !== undefined && isBreak(last));
  const breaks = chars.some(isBreak);
  const unsafe = special || spaceBeforeBreak;
  return {
    plain: !indicators && !blankEnds && !breaks && !breakBeforeSpace && !unsafe,
    single: !breakBeforeSpace && !unsafe,
    literal: !unsafe && last !== ' ',
  };
}

function isBreak(char: string): boolean {
  return char === '\n' || char === '\r' || char === '\u0085' || char === '\u2028' || char === '\u2029';
}

/** Characters beyond the basic plane count as unprintable, so emoji are escaped. */
function isPrintable(char: string): boolean {
  const code = char.codePointAt(0)!;
  if (code === 0x0a || (code >= 0x20 && code <= 0x7e)) return true;
  return code >= 0xa0 && code <= 0xfffd && code !== 0xfeff && !(code >= 0xd800 && code <= 0xdfff);
}

/** Breaks a line at a single blank once it is past the width. */
function fold(text: string, place: ScalarPlace, show: (char: string) => string, quoted = false): string {
  const chars = [...text];
  let column = place.column;
  let written = '';
  let spaces = false;
  for (const [index, char] of chars.entries()) {
    if (char === ' ') {
      const inside = !quoted || (index > 0 && index < chars.length - 1);
      if (!place.key && !spaces && column > lineWidth && inside && chars[index + 1] !== ' ') {
        written += `\n${' '.repeat(place.indent)}`;
        column = place.indent;
      } else {
        written += ' ';
        column++;
      }
      spaces = true;
      continue;
    }
    const shown = show(char);
    written += shown;
    column += shown.length === char.length ? 1 : shown.length;
    spaces = false;
  }
  return written;
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

function writeDouble(text: string, place: ScalarPlace): string {
  const chars = [...text];
  let column = place.column + 1;
  let written = '"';
  let spaces = false;
  for (const [index, char] of chars.entries()) {
    if (char === ' ') {
      if (!place.key && !spaces && column > lineWidth && index > 0 && index < chars.length - 1) {
        written += `\n${' '.repeat(place.indent)}`;
        column = place.indent;
        if (chars[index + 1] === ' ') {
          written += '\\';
          column++;
        }
      } else {
        written += ' ';
        column++;
      }
      spaces = true;
      continue;
    }
    const shown = escapes[char] ?? (isPrintable(char) ? char : escapeCode(char.codePointAt(0)!));
    written += shown;
    column += shown === char ? 1 : shown.length;
    spaces = false;
  }
  return `${written}"`;
}

function escapeCode(code: number): string {
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

function writeLiteral(text: string, indent: number): string {
  const hint = text.startsWith(' ') || text.startsWith('\n') ? '2' : '';
  const chomp = !text.endsWith('\n') ? '-' : text.length === 1 || text.endsWith('\n\n') ? '+' : '';
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const lines = body.split('\n').map((line) => (line === '' ? '' : ' '.repeat(indent) + line));
  return `|${hint}${chomp}\n${lines.join('\n')}`;
}
