import { type Cursor, END, isBlank, isBreakCode, isBreakOrEnd } from './cursor.ts';
import { scanProblem } from './problem.ts';
import { type ScannedText, tabHelp } from './scan-plain.ts';

/** Reads a literal (`|`) or folded (`>`) block, with the cursor on its indicator. `parent` is the indentation around it. */
export function scanBlock(cursor: Cursor, parent: number): ScannedText {
  const start = cursor.at;
  const isLiteral = cursor.peek() === 124;
  cursor.at++;
  const { chomp, digit } = scanHeader(cursor, start);
  let end = cursor.at;
  cursor.skipBlanks();
  cursor.skipComment();
  if (!isBreakOrEnd(cursor.peek())) throw scanProblem('did not find expected comment or line break', cursor.at, start);
  if (isBreakCode(cursor.peek())) cursor.takeBreak();

  const given = digit > 0 ? (parent >= 0 ? parent + digit : digit) : 0;
  const before = scanEmptyLines(cursor, given, parent, start);
  const { indent } = before;
  let emptyLines = before.breaks;
  let text = '';
  let lineBreak = '';
  let afterIndented = false;
  while (cursor.column === indent && cursor.peek() !== END) {
    const indented = isBlank(cursor.peek());
    // A folded block joins lines, except where one of them is indented further.
    if (!isLiteral && !afterIndented && !indented && lineBreak === '\n') text += emptyLines === '' ? ' ' : '';
    else text += lineBreak;
    text += emptyLines;
    afterIndented = indented;
    const from = cursor.at;
    while (!isBreakOrEnd(cursor.peek())) cursor.at++;
    text += cursor.text.slice(from, cursor.at);
    end = cursor.at;
    lineBreak = isBreakCode(cursor.peek()) ? cursor.takeBreak() : '';
    emptyLines = scanEmptyLines(cursor, indent, parent, start).breaks;
  }
  if (chomp !== '-') text += lineBreak;
  if (chomp === '+') text += emptyLines;
  return { text, end };
}

/** The chomping mark and the indentation digit, in either order. */
function scanHeader(cursor: Cursor, start: number): { readonly chomp: string; readonly digit: number } {
  const found = /^(?:([+-])([0-9])?|([0-9])([+-])?)/.exec(cursor.text.slice(cursor.at, cursor.at + 2));
  const chomp = found?.[1] ?? found?.[4] ?? '';
  const digit = found?.[2] ?? found?.[3];
  if (digit === '0') throw scanProblem('found an indentation indicator equal to 0', cursor.at, start);
  cursor.at += found ? found[0].length : 0;
  return { chomp, digit: Number(digit ?? 0) };
}

/** Passes blank lines and the indentation of the next one; an unknown indentation (0) is that of the widest of them. */
function scanEmptyLines(
  cursor: Cursor,
  given: number,
  parent: number,
  start: number,
): { readonly breaks: string; readonly indent: number } {
  let breaks = '';
  let widest = 0;
  for (;;) {
    while ((given === 0 || cursor.column < given) && cursor.peek() === 32) cursor.at++;
    widest = Math.max(widest, cursor.column);
    if ((given === 0 || cursor.column < given) && cursor.peek() === 9) {
      throw scanProblem('found a tab character where an indentation space is expected', cursor.at, start, tabHelp);
    }
    if (!isBreakCode(cursor.peek())) break;
    breaks += cursor.takeBreak();
  }
  return { breaks, indent: given || Math.max(widest, parent + 1, 1) };
}
