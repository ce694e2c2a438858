import { toBytes } from '../runtime/bytes.ts';

const simple: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

const unprintable = /[\p{C}\p{Z}]/u;

export function isPrintable(rune: string): boolean {
  return rune === ' ' || !unprintable.test(rune);
}

/** Go's `strconv.Quote`: a double-quoted Go string literal. */
export function quote(text: string, mark = '"', asciiOnly = false): string {
  if (mark === '"' && /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(text)) return `"${text}"`;
  const parts: string[] = [mark];
  for (const rune of text) {
    const code = rune.codePointAt(0)!;
    if (rune === mark) parts.push(`\\${rune}`);
    else if (simple[rune]) parts.push(simple[rune]);
    else if (code >= 0xdc80 && code <= 0xdcff) parts.push(`\\x${(code - 0xdc00).toString(16)}`);
    else if (isPrintable(rune) && (!asciiOnly || code < 0x80)) parts.push(rune);
    else if (code < 0x20 || code === 0x7f) parts.push(`\\x${code.toString(16).padStart(2, '0')}`);
    else if (code < 0x10000) parts.push(`\\u${code.toString(16).padStart(4, '0')}`);
    else parts.push(`\\U${code.toString(16).padStart(8, '0')}`);
  }
  parts.push(mark);
  return parts.join('');
}

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/** Go's `strconv.Unquote` for a literal with its quotes, or `undefined` when it is malformed. */
export function unquote(literal: string): string | undefined {
  const mark = literal[0];
  const body = literal.slice(1, -1);
  if (literal.length < 2 || literal.at(-1) !== mark) return undefined;
  if (mark === '`') return body.includes('`') ? undefined : body.replaceAll('\r', '');
  if (!body.includes('\\')) return body.includes('\n') || body.includes(mark!) ? undefined : body;
  let valid = true;
  const units: string[] = [];
  const piece = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([abfnrtv\\"']))|\\|[^\\]+/g;
  for (const match of body.matchAll(piece)) {
    const [whole, hex, short, long, octal, letter] = match;
    if (whole === '\\' || (letter === "'" && mark === '"') || (letter === '"' && mark === "'")) valid = false;
    else if (letter) units.push(escapes[letter]!);
    else if (hex || octal) {
      const byte = hex ? Number.parseInt(hex, 16) : Number.parseInt(octal!, 8);
      if (byte > 255) valid = false;
      else units.push(byte < 0x80 ? String.fromCharCode(byte) : String.fromCharCode(0xdc00 + byte));
    } else if (short || long) {
      const code = Number.parseInt(short ?? long!, 16);
      if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) valid = false;
      else units.push(String.fromCodePoint(code));
    } else units.push(whole);
  }
  return valid ? units.join('') : undefined;
}

/** The lower-case hexadecimal digits of a string's bytes. */
export function hexOf(bytes: Uint8Array | string, upper = false): string {
  const source = typeof bytes === 'string' ? toBytes(bytes) : bytes;
  let out = '';
  for (const byte of source) out += byte.toString(16).padStart(2, '0');
  return upper ? out.toUpperCase() : out;
}
