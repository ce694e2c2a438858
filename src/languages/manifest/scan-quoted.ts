import { type Cursor, END, isBlank, isBlankOrEnd, isBreakCode } from './cursor.ts';
import { scanProblem } from './problem.ts';
import { foldBreaks, type ScannedText } from './scan-plain.ts';

const simpleEscapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\u001b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};
const codeEscapes: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads a text in quotes, with the cursor on the opening one. */
export function scanQuoted(cursor: Cursor): ScannedText {
  const start = cursor.at;
  const quote = cursor.peek();
  cursor.at++;
  let text = '';
  for (;;) {
    if (cursor.atDocumentMarker()) throw scanProblem('found unexpected document indicator', cursor.at, start, unclosed);
    if (cursor.peek() === END) throw scanProblem('found unexpected end of stream', cursor.at, start, unclosed);
    const word = scanWord(cursor, quote, start);
    text += word.text;
    if (cursor.peek() === quote) break;
    text += scanGap(cursor, word.joined);
  }
  cursor.at++;
  return { text, end: cursor.at };
}

const unclosed = 'a quote is not closed';

/** Characters up to a blank, a break or the closing quote. `joined`: an escaped line break ended the word. */
function scanWord(cursor: Cursor, quote: number, start: number): { readonly text: string; readonly joined: boolean } {
  let text = '';
  let from = cursor.at;
  const flush = () => {
    text += cursor.text.slice(from, cursor.at);
  };
  for (let code = cursor.peek(); !isBlankOrEnd(code); code = cursor.peek()) {
    if (code === quote) {
      if (quote !== 39 || cursor.peek(1) !== 39) break;
      cursor.at++;
      flush();
      cursor.at++;
      from = cursor.at;
    } else if (code === 92 && quote === 34) {
      flush();
      if (isBreakCode(cursor.peek(1))) {
        cursor.at++;
        cursor.takeBreak();
        return { text, joined: true };
      }
      text += scanEscape(cursor, start);
      from = cursor.at;
    } else cursor.at++;
  }
  flush();
  return { text, joined: false };
}

function scanEscape(cursor: Cursor, start: number): string {
  const letter = cursor.text[cursor.at + 1] ?? '';
  const simple = simpleEscapes[letter];
  if (simple !== undefined && Object.hasOwn(simpleEscapes, letter)) {
    cursor.at += 2;
    return simple;
  }
  const length = Object.hasOwn(codeEscapes, letter) ? codeEscapes[letter] : undefined;
  if (!length) {
    throw scanProblem(
      'found unknown escape character',
      cursor.at,
      start,
      'write a backslash in double quotes as `\\\\`, or use single quotes',
    );
  }
  const digits = cursor.text.slice(cursor.at + 2, cursor.at + 2 + length);
  cursor.at += 2;
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) {
    throw scanProblem('did not find expected hexdecimal number', cursor.at, start);
  }
  const code = Number.parseInt(digits, 16);
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) {
    throw scanProblem('found invalid Unicode character escape code', cursor.at, start);
  }
  cursor.at += length;
  return String.fromCodePoint(code);
}

/** Blanks between words stay; around line breaks they are dropped and the breaks folded. */
function scanGap(cursor: Cursor, joined: boolean): string {
  let blanks = '';
  let first: string | undefined = joined ? '' : undefined;
  let others = '';
  for (let code = cursor.peek(); isBlank(code) || isBreakCode(code); code = cursor.peek()) {
    if (isBreakCode(code)) {
      if (first === undefined) first = cursor.takeBreak();
      else others += cursor.takeBreak();
    } else {
      if (first === undefined) blanks += cursor.text[cursor.at];
      cursor.at++;
    }
  }
  return first === undefined ? blanks : foldBreaks(first, others);
}
