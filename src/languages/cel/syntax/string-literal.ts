import { CelSyntaxError } from './ast.ts';

const simple: Readonly<Record<string, string>> = { a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '?': '?', '"': '"', "'": "'", '`': '`' };

/** Reads a string or bytes literal: raw (`r`), bytes (`b`), three quotes or one. Source: CEL specification, "String and Bytes Values". */
export function readString(text: string, start: number): { value: string | Uint8Array; end: number } {
  const prefix = /^[rRbB]*/.exec(text.slice(start, start + 2))![0].toLowerCase();
  const raw = prefix.includes('r');
  const bytes = prefix.includes('b');
  let at = start + prefix.length;
  const quote = text[at]!;
  const fence = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  at += fence.length;
  const parts: string[] = [];
  const codes: number[] = [];
  const push = (piece: string) => (bytes ? codes.push(...new TextEncoder().encode(piece)) : parts.push(piece));
  for (;;) {
    if (at >= text.length || (fence.length === 1 && /[\r\n]/.test(text[at]!))) throw new CelSyntaxError('Syntax error: unterminated string', start);
    if (text.startsWith(fence, at)) break;
    if (text[at] === '\\' && !raw) {
      const escape = readEscape(text, at + 1, start);
      if (bytes && escape.byte) codes.push(escape.code);
      else push(escape.text ?? String.fromCodePoint(escape.code));
      at = escape.end;
      continue;
    }
    const char = String.fromCodePoint(text.codePointAt(at)!);
    push(char);
    at += char.length;
  }
  return { value: bytes ? Uint8Array.from(codes) : parts.join(''), end: at + fence.length };
}

function readEscape(text: string, at: number, start: number): { text?: string; code: number; byte: boolean; end: number } {
  const char = text[at] ?? '';
  if (Object.hasOwn(simple, char)) return { text: simple[char]!, code: 0, byte: false, end: at + 1 };
  const digits = { x: 2, X: 2, u: 4, U: 8 }[char];
  const found = digits ? new RegExp(`^[0-9a-fA-F]{${digits}}`).exec(text.slice(at + 1)) : /^[0-3][0-7]{2}/.exec(text.slice(at));
  if (!found) throw new CelSyntaxError('Syntax error: invalid escape sequence', start);
  const code = Number.parseInt(found[0], digits ? 16 : 8);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new CelSyntaxError('Syntax error: invalid unicode code point', start);
  return { code, byte: digits === undefined || digits === 2, end: at + (digits ? 1 : 0) + found[0].length };
}
