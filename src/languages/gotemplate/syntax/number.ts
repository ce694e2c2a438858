import { unquote } from '../format/quote.ts';

export interface NumberLiteral {
  readonly int: bigint | undefined;
  readonly float: number | undefined;
  readonly complex?: Complex;
}

export interface Complex {
  readonly real: number;
  readonly imaginary: number;
}

const minInt = -(2n ** 63n);
const maxInt = 2n ** 63n - 1n;

/** What Go's `strconv.ParseInt(text, 0, 64)` reads: decimal, 0x, 0o, 0b, leading-zero octal, underscores; else `undefined`. */
export function parseInteger(text: string, unsigned = false): bigint | undefined {
  const match = /^([+-]?)(0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|0[0-7_]*|[1-9][0-9_]*)$/.exec(text);
  if (!match) return undefined;
  const [, sign, digits] = match;
  if (/__|_$/.test(digits!)) return undefined;
  const plain = digits!.replaceAll('_', '').toLowerCase();
  const value = BigInt(/^0[0-7]+$/.test(plain) ? `0o${plain.slice(1)}` : plain);
  const signed = sign === '-' ? -value : value;
  if (unsigned) return sign === '' && value < 2n ** 64n ? value : undefined;
  return signed >= minInt && signed <= maxInt ? signed : undefined;
}

/** What Go's `strconv.ParseFloat` reads of a decimal text; else `undefined`. */
export function parseFloatText(text: string): number | undefined {
  const plain = text.replaceAll('_', '');
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(plain)) {
    const value = Number(plain);
    return Number.isFinite(value) ? value : undefined;
  }
  const hex = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)$/.exec(plain);
  if (hex && hex[2]! + hex[3]! !== '') {
    const digits = Number.parseInt(hex[2]! + hex[3]!, 16);
    return (hex[1] === '-' ? -1 : 1) * digits * 2 ** (Number(hex[4]) - 4 * hex[3]!.length);
  }
  if (/^[+-]?(inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return /^nan$/i.test(text) ? Number.NaN : undefined;
}

/** `2i` and `1+2i`. A number without an imaginary part is a float too, and an int where it is whole. */
function parseComplex(text: string): NumberLiteral | undefined {
  const match = /^(.*?[^eEpP])??([+-]?[^+-]+|[+-]?[^+-]+[eEpP][+-]\d+)i$/.exec(text);
  if (!match) return undefined;
  const real = match[1] === undefined ? 0 : parseFloatText(match[1]);
  const imaginary = parseFloatText(match[2]!);
  if (real === undefined || imaginary === undefined) return undefined;
  const float = imaginary === 0 ? real : undefined;
  const int = float !== undefined && Number.isInteger(float) && Math.abs(float) < 2 ** 63 ? BigInt(float) : undefined;
  return { int, float, complex: { real, imaginary } };
}

/** Reads a number literal of a template; a string is the parser's complaint. */
export function parseNumber(text: string, isChar: boolean): NumberLiteral | string {
  if (isChar) {
    const value = unquote(text);
    const code = value?.codePointAt(0);
    if (value === undefined || value === '') return 'invalid syntax';
    if (code === undefined || [...value].length !== 1) return `malformed character constant: ${text}`;
    return { int: BigInt(code), float: code };
  }
  const complex = parseComplex(text);
  if (complex) return complex;
  const int = parseInteger(text);
  if (int !== undefined) return { int, float: Number(int) };
  const unsigned = parseInteger(text, true);
  // Fits no int; that shows where it is used as one.
  if (unsigned !== undefined) return { int: undefined, float: Number(unsigned) };
  const float = parseFloatText(text);
  if (float === undefined) return `illegal number syntax: "${text}"`;
  if (!/[.eEpP]/.test(text)) return `integer overflow: "${text}"`;
  const integral = Number.isInteger(float) && Math.abs(float) < 2 ** 63;
  return { int: integral ? BigInt(float) : undefined, float };
}
