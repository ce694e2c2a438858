import { asDouble, asInt, asUint, CelError, type CelValue } from '../value.ts';
import { CelSyntaxError } from './ast.ts';
import { readString } from './string-literal.ts';

export type Token =
  | { readonly kind: 'ident'; readonly text: string; readonly offset: number; readonly quoted: boolean }
  | { readonly kind: 'literal'; readonly value: CelValue; readonly offset: number; readonly negatable?: bigint }
  | { readonly kind: 'punct'; readonly text: string; readonly offset: number }
  | { readonly kind: 'end'; readonly offset: number };

const punctuation = ['[?', '.?', '{?', '&&', '||', '==', '!=', '<=', '>=', '(', ')', '[', ']', '{', '}', '.', ',', '?', ':', '+', '-', '*', '/', '%', '!', '<', '>'];
const number = /^(?:0[xX]([0-9a-fA-F]+)|(\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?)|(\d+))([uU]?)/;
const words: Readonly<Record<string, CelValue>> = { true: true, false: false, null: null };

/** Splits an expression into tokens. Throws CelSyntaxError. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const char = text[at]!;
    if (/\s/.test(char)) at++;
    else if (text.startsWith('//', at)) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (/^(?:[rR]?[bB]|[bB]?[rR])?["']/.test(text.slice(at, at + 3))) {
      const { value, end } = readString(text, at);
      tokens.push({ kind: 'literal', value, offset: at });
      at = end;
    } else if (/\d/.test(char) || (char === '.' && /\d/.test(text[at + 1] ?? ''))) at = readNumber(text, at, tokens);
    else if (/[A-Za-z_]/.test(char)) {
      const [word] = /^[A-Za-z_]\w*/.exec(text.slice(at))!;
      if (Object.hasOwn(words, word)) tokens.push({ kind: 'literal', value: words[word]!, offset: at });
      else tokens.push({ kind: 'ident', text: word, offset: at, quoted: false });
      at += word.length;
    } else if (char === '`') {
      const end = text.indexOf('`', at + 1);
      if (end < 0) throw new CelSyntaxError('Syntax error: unterminated quoted identifier', at);
      tokens.push({ kind: 'ident', text: text.slice(at + 1, end), offset: at, quoted: true });
      at = end + 1;
    } else {
      const found = punctuation.find((candidate) => text.startsWith(candidate, at));
      if (!found) throw new CelSyntaxError(`Syntax error: token recognition error at: '${char}'`, at);
      tokens.push({ kind: 'punct', text: found, offset: at });
      at += found.length;
    }
  }
  tokens.push({ kind: 'end', offset: text.length });
  return tokens;
}

function readNumber(text: string, at: number, tokens: Token[]): number {
  const found = number.exec(text.slice(at, at + 400))!;
  const [whole, hex, float, digits, suffix] = found;
  if (float !== undefined) {
    tokens.push({ kind: 'literal', value: asDouble(Number(float)), offset: at });
    return at + whole!.length - (suffix?.length ?? 0);
  }
  const value = BigInt(hex === undefined ? digits! : `0x${hex}`);
  const literal = suffix ? asUint(value) : asInt(value);
  // The smallest int is only a number with its minus sign.
  if (literal instanceof CelError) {
    if (suffix || value !== 2n ** 63n) throw new CelSyntaxError(`Syntax error: ${suffix ? 'invalid uint literal' : 'invalid int literal'}`, at);
    tokens.push({ kind: 'literal', value: 0, offset: at, negatable: value });
  } else tokens.push({ kind: 'literal', value: literal, offset: at });
  return at + whole!.length;
}
