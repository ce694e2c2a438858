import { asDouble, asInt, asUint } from '../value/number.ts';
import { CelError, type CelValue } from '../value/value.ts';
import { CelSyntaxError } from './ast.ts';
import { readString } from './string-literal.ts';

export interface Token {
  readonly kind: 'ident' | 'quoted' | 'literal' | 'punct' | 'end';
  /** As written; of a quoted name what stands between the quotes. */
  readonly text: string;
  readonly offset: number;
  readonly value?: CelValue;
  /** 2^63: an int only behind a minus sign. */
  readonly minimum?: true;
}

const blank = /(?:\s|\/\/[^\n]*)+/y;
const word = /[A-Za-z_]\w*/y;
const quotedName = /`([A-Za-z0-9_.\-/ ]+)`/y;
const stringStart = /(?:[rR][bB]?|[bB][rR]?)?["']/y;
const number = /0[xX]([0-9a-fA-F]+)([uU]?)|(\d*\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)|(\d+)([uU]?)/y;
const punctuation = /&&|\|\||[=!<>]=|[()[\]{}.,?:+\-*/%!<>]/y;
const words: Readonly<Record<string, CelValue>> = { true: true, false: false, null: null };

/** Splits an expression into tokens. Throws CelSyntaxError. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  for (;;) {
    at += match(blank)?.[0].length ?? 0;
    if (at >= text.length) break;
    if (match(stringStart)) {
      const { value, end } = readString(text, at);
      tokens.push({ kind: 'literal', text: text.slice(at, end), offset: at, value });
      at = end;
      continue;
    }
    const found = match(word) ?? match(quotedName) ?? match(number) ?? match(punctuation);
    if (!found) throw new CelSyntaxError(`Syntax error: token recognition error at: '${text[at]}'`, at);
    tokens.push(tokenOf(found, at));
    at += found[0].length;
  }
  tokens.push({ kind: 'end', text: '<EOF>', offset: text.length });
  return tokens;
}

function tokenOf(found: RegExpExecArray, offset: number): Token {
  const text = found[0];
  if (/^[A-Za-z_]/.test(text)) {
    if (Object.hasOwn(words, text)) return { kind: 'literal', text, offset, value: words[text]! };
    return { kind: 'ident', text, offset };
  }
  if (text[0] === '`') return { kind: 'quoted', text: text.slice(1, -1), offset };
  if (/^\.?\d/.test(text)) return numberToken(found, offset);
  return { kind: 'punct', text, offset };
}

function numberToken([text, hex, hexSuffix, float, digits, suffix]: RegExpExecArray, offset: number): Token {
  if (float !== undefined) return { kind: 'literal', text, offset, value: asDouble(Number(float)) };
  const value = BigInt(hex === undefined ? digits! : `0x${hex}`);
  const unsigned = Boolean(hexSuffix || suffix);
  if (!unsigned && value === 2n ** 63n) return { kind: 'literal', text, offset, value: -value, minimum: true };
  const literal = unsigned ? asUint(value) : asInt(value);
  if (literal instanceof CelError) {
    throw new CelSyntaxError(unsigned ? 'invalid uint literal' : 'invalid int literal', offset);
  }
  return { kind: 'literal', text, offset, value: literal };
}
