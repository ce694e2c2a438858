import { compareBytes, formatGoFloat } from '../../../foundations/kube/index.ts';
import { maxTextLength, tooLarge } from '../value/arithmetic.ts';
import { mapEntries } from '../value/map.ts';
import { doubleOf } from '../value/number.ts';
import { timestampText } from '../value/plain.ts';
import {
  CelDuration,
  CelError,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  type CelValue,
  isDouble,
  isInt,
  isList,
  isMap,
  type Result,
  typeName,
} from '../value/value.ts';

type Piece = string | CelError;

/** `'%s has %d'.format([a, b])`. Source: cel-go, ext/formatting. */
export function formatText(template: string, args: readonly CelValue[]): Result {
  const clause = /%(?:%|(\.\d+)?([a-zA-Z])|(.?))/gsu;
  let used = 0;
  let problem: CelError | undefined;
  const fail = (message: string): string => {
    problem ??= new CelError(message);
    return '';
  };
  const text = template.replace(clause, (whole, precision?: string, verb?: string, wrong?: string) => {
    if (whole === '%%' || problem) return '%';
    if (wrong !== undefined)
      return fail(
        wrong === ''
          ? 'unexpected end of string'
          : `could not parse formatting clause: unrecognized formatting clause "${wrong}"`,
      );
    const arg = args[used];
    if (arg === undefined) return fail(`index ${used} out of range`);
    used++;
    const piece = formatClause(verb!, arg, precision === undefined ? 6 : Number(precision.slice(1)));
    return piece instanceof CelError ? fail(piece.message) : piece;
  });
  if (problem) return problem;
  return text.length > maxTextLength ? tooLarge : text;
}

function formatClause(verb: string, arg: CelValue, precision: number): Piece {
  switch (verb) {
    case 's':
      return plain(arg);
    case 'd':
      return (
        wholeNumber(arg)?.toString() ??
        (isDouble(arg) ? fixedText(arg, -1) : mismatch('decimal clause can only be used on numbers', arg))
      );
    case 'f':
      return fixed(arg, precision, 'f');
    case 'e':
      return fixed(arg, precision, 'e');
    case 'b':
      return typeof arg === 'boolean'
        ? arg
          ? '1'
          : '0'
        : (wholeNumber(arg)?.toString(2) ?? mismatch('only integers and bools can be formatted as binary', arg));
    case 'o':
      return wholeNumber(arg)?.toString(8) ?? mismatch('octal clause can only be used on integers', arg);
    case 'x':
      return hex(arg);
    case 'X': {
      const text = hex(arg);
      return typeof text === 'string' ? text.toUpperCase() : text;
    }
    default:
      return new CelError(`could not parse formatting clause: unrecognized formatting clause "${verb}"`);
  }
}

function mismatch(rule: string, arg: CelValue): CelError {
  return new CelError(`error during formatting: ${rule}, was given ${typeName(arg)}`);
}

function wholeNumber(arg: CelValue): bigint | undefined {
  if (isInt(arg)) return BigInt(arg);
  return arg instanceof CelUint ? arg.value : undefined;
}

const words: Readonly<Record<string, string>> = { NaN: 'NaN', '+Inf': 'Infinity', '-Inf': '-Infinity' };

function fixedText(arg: Parameters<typeof doubleOf>[0], precision: number, verb: 'f' | 'e' = 'f'): string {
  const text = formatGoFloat(doubleOf(arg), verb, precision);
  return Object.hasOwn(words, text) ? words[text]! : text;
}

function fixed(arg: CelValue, precision: number, verb: 'f' | 'e'): Piece {
  if (isDouble(arg)) return fixedText(arg, precision, verb);
  const whole = wholeNumber(arg);
  if (whole !== undefined) return fixedText(Number(whole), precision, verb);
  return mismatch(
    verb === 'f' ? 'fixed-point clause can only be used on doubles' : 'scientific clause can only be used on doubles',
    arg,
  );
}

function hex(arg: CelValue): Piece {
  const whole = wholeNumber(arg);
  if (whole !== undefined) return whole.toString(16);
  if (typeof arg === 'string') return hexBytes(new TextEncoder().encode(arg));
  return arg instanceof Uint8Array
    ? hexBytes(arg)
    : mismatch('only integers, byte buffers, and strings can be formatted as hex', arg);
}

function hexBytes(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Any value, as `%s` shows it. */
function plain(arg: CelValue): Piece {
  if (typeof arg === 'string') return arg;
  if (arg === null || typeof arg === 'boolean') return String(arg);
  const whole = wholeNumber(arg);
  if (whole !== undefined) return whole.toString();
  if (isDouble(arg)) return fixedText(arg, -1);
  if (arg instanceof Uint8Array) return new TextDecoder().decode(arg);
  if (arg instanceof CelDuration) return `${formatGoFloat(Number(arg.nanos) / 1e9, 'f', -1)}s`;
  if (arg instanceof CelTimestamp) return timestampText(arg.nanos);
  if (arg instanceof CelTypeValue) return arg.name;
  if (isList(arg)) return joinAll(arg.map(plain), '[', ']');
  if (!isMap(arg))
    return mismatch(
      'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps',
      arg,
    );
  const entries = mapEntries(arg).map(([key, value]) => [plain(key), plain(value)] as const);
  entries.sort(([a], [b]) => compareBytes(String(a), String(b)));
  return joinAll(
    entries.map(([key, value]) =>
      key instanceof CelError ? key : value instanceof CelError ? value : `${key}: ${value}`,
    ),
    '{',
    '}',
  );
}

function joinAll(pieces: readonly Piece[], open: string, close: string): Piece {
  return pieces.find((piece) => piece instanceof CelError) ?? `${open}${pieces.join(', ')}${close}`;
}
