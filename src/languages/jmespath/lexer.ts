import { JmesPathError } from './errors.ts';
import type { Token, TokenKind } from './token.ts';

/** Two-character tokens come before the one-character tokens that begin them. */
const symbols: readonly (readonly [string, TokenKind])[] = [
  ['||', 'tOr'],
  ['&&', 'tAnd'],
  ['<=', 'tLTE'],
  ['>=', 'tGTE'],
  ['==', 'tEQ'],
  ['!=', 'tNE'],
  ['[?', 'tFilter'],
  ['[]', 'tFlatten'],
  ['|', 'tPipe'],
  ['&', 'tExpref'],
  ['<', 'tLT'],
  ['>', 'tGT'],
  ['=', 'tUnknown'],
  ['!', 'tNot'],
  ['[', 'tLbracket'],
  [']', 'tRbracket'],
  ['.', 'tDot'],
  ['*', 'tStar'],
  [',', 'tComma'],
  [':', 'tColon'],
  ['{', 'tLbrace'],
  ['}', 'tRbrace'],
  ['(', 'tLparen'],
  [')', 'tRparen'],
  ['@', 'tCurrent'],
];

const blank = /[ \t\n\r]+/y;
const identifier = /[A-Za-z_][A-Za-z0-9_]*/y;
const number = /[-0-9][0-9]*/y;
// A backslash takes the next character along, except in raw strings, where it only escapes a quote.
const delimited: Readonly<Record<string, RegExp>> = {
  '"': /"((?:[^"\\]|\\[\s\S])*)"/y,
  '`': /`((?:[^`\\]|\\[\s\S])*)`/y,
  "'": /'((?:[^'\\]|\\'|\\(?!'))*)'/y,
};

/** Splits an expression into tokens; the last one is always `tEOF`. */
export function tokenize(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  const read = (pattern: RegExp, offset: number) => {
    pattern.lastIndex = offset;
    return pattern.exec(expression);
  };
  for (let at = 0; at < expression.length; ) {
    const skipped = read(blank, at);
    if (skipped) {
      at += skipped[0].length;
      continue;
    }
    const token = readToken(expression, at, read);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'tEOF', value: '', offset: expression.length, end: expression.length });
  return tokens;
}

function readToken(
  expression: string,
  offset: number,
  read: (pattern: RegExp, offset: number) => RegExpExecArray | null,
): Token {
  const token = (kind: TokenKind, text: string, value = text): Token => ({
    kind,
    value,
    offset,
    end: offset + text.length,
  });
  const name = read(identifier, offset);
  if (name) return token('tUnquotedIdentifier', name[0]);
  const symbol = symbols.find(([text]) => expression.startsWith(text, offset));
  if (symbol) return token(symbol[1], symbol[0]);
  const digits = read(number, offset);
  if (digits) return token('tNumber', digits[0]);
  const first = String.fromCodePoint(expression.codePointAt(offset)!);
  const pattern = Object.hasOwn(delimited, first) ? delimited[first] : undefined;
  if (!pattern) throw syntaxError(`Unknown char: ${quoteRune(first)}`, offset, offset + first.length);
  const match = read(pattern, offset);
  if (!match) throw syntaxError(`Unclosed delimiter: ${first}`, expression.length);
  const body = match[1]!;
  switch (first) {
    case '"':
      return token('tQuotedIdentifier', match[0], decodeName(body, offset, offset + match[0].length));
    case '`':
      return token('tJSONLiteral', match[0], body.replaceAll('\\`', '`'));
    default:
      return token('tStringLiteral', match[0], body.replaceAll("\\'", "'"));
  }
}

function decodeName(body: string, offset: number, end: number): string {
  try {
    return JSON.parse(`"${body}"`) as string;
  } catch {
    throw syntaxError(`Invalid quoted identifier: "${body}"`, offset, end);
  }
}

export function syntaxError(message: string, offset: number, end?: number): JmesPathError {
  return new JmesPathError('syntax', `SyntaxError: ${message}`, offset, end);
}

function quoteRune(char: string): string {
  const code = char.codePointAt(0)!;
  if (char === '\\') return "'\\\\'";
  if (code >= 0x20 && code < 0x7f) return `'${char}'`;
  if (code < 0x80) return `'\\x${code.toString(16).padStart(2, '0')}'`;
  return code > 0xffff ? `'\\U${code.toString(16).padStart(8, '0')}'` : `'\\u${code.toString(16).padStart(4, '0')}'`;
}
