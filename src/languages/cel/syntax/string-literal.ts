import { CelSyntaxError } from './ast.ts';

const simple: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '\\': 92,
  '?': 63,
  '"': 34,
  "'": 39,
  '`': 96,
};
const hexDigits: Readonly<Record<string, number>> = { x: 2, X: 2, u: 4, U: 8 };

interface Literal {
  readonly value: string | Uint8Array;
  readonly end: number;
}

/** Reads a string or bytes literal: raw (`r`), bytes (`b`), one quote or three. Source: CEL specification, "String and Bytes Values". */
export function readString(text: string, start: number): Literal {
  const prefix = /^[rRbB]*/.exec(text.slice(start, start + 2))![0].toLowerCase();
  const at = start + prefix.length;
  const quote = text[at]!;
  const fence = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  const body = readBody(text, at + fence.length, fence, prefix.includes('r'), start);
  const bytes = prefix.includes('b');
  return { value: bytes ? toBytes(body.pieces) : toText(body.pieces, start), end: body.end + fence.length };
}

/** A stretch of text, a code point, or a byte that a bytes literal holds as it is. */
type Piece = string | { readonly code: number; readonly byte: boolean };

function readBody(
  text: string,
  from: number,
  fence: string,
  raw: boolean,
  start: number,
): { pieces: Piece[]; end: number } {
  const pieces: Piece[] = [];
  let plain = from;
  let at = from;
  for (;;) {
    const char = text[at];
    if (char === undefined || (fence.length === 1 && (char === '\n' || char === '\r'))) {
      throw new CelSyntaxError(`Syntax error: token recognition error at: '${text.slice(start, at)}'`, start);
    }
    if (text.startsWith(fence, at)) break;
    if (char !== '\\') at++;
    else if (raw) at += 2;
    else {
      pieces.push(text.slice(plain, at));
      const { piece, end } = readEscape(text, at, start);
      pieces.push(piece);
      at = end;
      plain = at;
    }
  }
  pieces.push(text.slice(plain, at));
  return { pieces, end: at };
}

function readEscape(text: string, at: number, start: number): { piece: Piece; end: number } {
  const char = text[at + 1] ?? '';
  if (Object.hasOwn(simple, char)) return { piece: { code: simple[char]!, byte: false }, end: at + 2 };
  const digits = hexDigits[char];
  const found = digits
    ? new RegExp(`^[0-9a-fA-F]{${digits}}`).exec(text.slice(at + 2, at + 10))
    : /^[0-3][0-7]{2}/.exec(text.slice(at + 1, at + 4));
  if (!found)
    throw new CelSyntaxError(`Syntax error: token recognition error at: '${text.slice(start, at + 2)}'`, start);
  const code = Number.parseInt(found[0], digits ? 16 : 8);
  const end = at + (digits ? 2 : 1) + found[0].length;
  return { piece: { code, byte: digits === undefined || digits === 2 }, end };
}

function toText(pieces: readonly Piece[], start: number): string {
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      if (piece.code > 0x10ffff || (piece.code >= 0xd800 && piece.code <= 0xdfff)) {
        throw new CelSyntaxError('invalid unicode code point', start);
      }
      return String.fromCodePoint(piece.code);
    })
    .join('');
}

function toBytes(pieces: readonly Piece[]): Uint8Array {
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  for (const piece of pieces) {
    if (typeof piece === 'string') for (const byte of encoder.encode(piece)) bytes.push(byte);
    else if (piece.byte) bytes.push(piece.code);
    else bytes.push(...encoder.encode(String.fromCodePoint(piece.code)));
  }
  return Uint8Array.from(bytes);
}
