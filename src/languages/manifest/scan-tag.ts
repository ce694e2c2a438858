import { type Cursor, isBlank, isBlankOrEnd, isBreakCode, isBreakOrEnd, isNameCode } from './cursor.ts';
import { scanProblem } from './problem.ts';

const uri = /(?:[\w\-;/?:@&=+$,.!~*'()[\]]|%[0-9a-fA-F]{2})*/y;

/** Reads `!local`, `!handle!suffix` or `!<verbatim>`. A tag without a handle has an empty one. */
export function scanTag(cursor: Cursor): { readonly handle: string; readonly suffix: string } {
  const start = cursor.at;
  let handle = '';
  let suffix = '';
  if (cursor.peek(1) === 60) {
    cursor.at += 2;
    suffix = scanUri(cursor, start, false);
    if (cursor.peek() !== 62) throw scanProblem("did not find the expected '>'", cursor.at, start);
    cursor.at++;
  } else {
    handle = scanHandle(cursor);
    if (handle.length > 1 && handle.endsWith('!')) suffix = scanUri(cursor, start, false);
    else {
      suffix = handle.slice(1) + scanUri(cursor, start, true);
      handle = '!';
      // A lone `!` makes a text of what follows.
      if (suffix === '') [handle, suffix] = ['', '!'];
    }
  }
  if (!isBlankOrEnd(cursor.peek()))
    throw scanProblem('did not find expected whitespace or line break', cursor.at, start);
  return { handle, suffix };
}

function scanHandle(cursor: Cursor): string {
  const start = cursor.at++;
  while (isNameCode(cursor.peek())) cursor.at++;
  if (cursor.peek() === 33) cursor.at++;
  return cursor.text.slice(start, cursor.at);
}

function scanUri(cursor: Cursor, start: number, mayBeEmpty: boolean): string {
  uri.lastIndex = cursor.at;
  const text = uri.exec(cursor.text)![0];
  cursor.at += text.length;
  if (cursor.peek() === 37) throw scanProblem('did not find URI escaped octet', cursor.at, start);
  if (text === '' && !mayBeEmpty) throw scanProblem('did not find expected tag URI', cursor.at, start);
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw scanProblem('found an incorrect leading UTF-8 octet', cursor.at, start);
  }
}

export interface Directive {
  readonly kind: 'version' | 'tag directive';
  /** The version, or the handle of a tag. */
  readonly text: string;
  /** What a tag handle stands for. */
  readonly rest: string;
}

/** Reads a `%YAML` or `%TAG` line. */
export function scanDirective(cursor: Cursor): Directive {
  const start = cursor.at++;
  const from = cursor.at;
  while (isNameCode(cursor.peek())) cursor.at++;
  const name = cursor.text.slice(from, cursor.at);
  if (name === '') throw scanProblem('could not find expected directive name', cursor.at, start);
  if (!isBlankOrEnd(cursor.peek())) throw scanProblem('found unexpected non-alphabetical character', cursor.at, start);
  cursor.skipBlanks();
  if (name !== 'YAML' && name !== 'TAG') throw scanProblem('found unknown directive name', cursor.at, start);
  const directive = name === 'YAML' ? scanVersion(cursor, start) : scanTagDirective(cursor, start);
  cursor.skipBlanks();
  cursor.skipComment();
  if (!isBreakOrEnd(cursor.peek())) throw scanProblem('did not find expected comment or line break', cursor.at, start);
  if (isBreakCode(cursor.peek())) cursor.takeBreak();
  return directive;
}

function scanVersion(cursor: Cursor, start: number): Directive {
  const found = /^\d{1,2}\.\d{1,2}(?!\d)/.exec(cursor.text.slice(cursor.at, cursor.at + 6));
  if (!found) throw scanProblem('did not find expected version number', cursor.at, start);
  cursor.at += found[0].length;
  return { kind: 'version', text: found[0].split('.').map(Number).join('.'), rest: '' };
}

function scanTagDirective(cursor: Cursor, start: number): Directive {
  if (cursor.peek() !== 33) throw scanProblem("did not find expected '!'", cursor.at, start);
  const text = scanHandle(cursor);
  if (text !== '!' && !text.endsWith('!')) throw scanProblem("did not find expected '!'", cursor.at, start);
  if (!isBlank(cursor.peek())) throw scanProblem('did not find expected whitespace', cursor.at, start);
  cursor.skipBlanks();
  const rest = scanUri(cursor, start, false);
  if (!isBlankOrEnd(cursor.peek()))
    throw scanProblem('did not find expected whitespace or line break', cursor.at, start);
  return { kind: 'tag directive', text, rest };
}
