import { type Cursor, isBlank, isBlankOrEnd, isBreakCode } from './cursor.ts';
import { scanProblem } from './problem.ts';

export interface ScannedText {
  readonly text: string;
  /** Offset behind the last character. */
  readonly end: number;
}

/** Line breaks inside a plain or quoted text: one becomes a blank, more become one fewer. */
export function foldBreaks(first: string, others: string): string {
  if (first !== '\n') return first + others;
  return others === '' ? ' ' : others;
}

/**
 * Reads an unquoted text, over several lines where they are indented. `endsLine`: the text was followed by a line
 * break, so a key may begin next.
 */
export function scanPlain(
  cursor: Cursor,
  indent: number,
  inFlow: boolean,
): ScannedText & { readonly endsLine: boolean } {
  const start = cursor.at;
  let text = '';
  let end = start;
  let blanks = '';
  let firstBreak = '';
  let otherBreaks = '';
  for (;;) {
    if (cursor.atDocumentMarker() || cursor.peek() === 35) break;
    const from = cursor.at;
    passWord(cursor, inFlow);
    if (cursor.at > from) {
      text += (firstBreak ? foldBreaks(firstBreak, otherBreaks) : blanks) + cursor.text.slice(from, cursor.at);
      end = cursor.at;
      blanks = firstBreak = otherBreaks = '';
    }
    let code = cursor.peek();
    if (!isBlank(code) && !isBreakCode(code)) break;
    for (; isBlank(code) || isBreakCode(code); code = cursor.peek()) {
      if (isBreakCode(code)) {
        if (firstBreak) otherBreaks += cursor.takeBreak();
        else firstBreak = cursor.takeBreak();
      } else {
        if (firstBreak && code === 9 && cursor.column < indent) {
          throw scanProblem('found a tab character that violates indentation', cursor.at, start, tabHelp);
        }
        if (!firstBreak) blanks += cursor.text[cursor.at];
        cursor.at++;
      }
    }
    if (!inFlow && cursor.column < indent) break;
  }
  return { text, end, endsLine: firstBreak !== '' };
}

export const tabHelp = 'indent with blanks, not tabs';

/** Passes characters up to a blank, to the colon of a key, or to an indicator of a flow collection. */
function passWord(cursor: Cursor, inFlow: boolean): void {
  for (let code = cursor.peek(); !isBlankOrEnd(code); code = cursor.peek()) {
    if (code === 58 && isBlankOrEnd(cursor.peek(1))) return;
    if (inFlow && endsFlowWord(code)) return;
    cursor.at++;
  }
}

/** One of `,?[]{}`. */
function endsFlowWord(code: number): boolean {
  return code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125;
}
