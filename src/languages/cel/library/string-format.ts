import { compareBytes, formatGoFloat } from '../../../foundations/kube/index.ts';
import { maxTextLength, tooLarge } from '../value/arithmetic.ts';
import { mapEntries } from '../value/map.ts';
import { doubleOf } from '../value/number.ts';
import { durationText, timestampText } from '../value/plain.ts';
import {
  type CelDouble,
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
import { doubleText } from './conversions.ts';

type Piece = string | CelError;
type Double = number | CelDouble;

/**
 * `'%s has %d'.format([a, b])`, in the dialect of version 2 that Kubernetes and Kyverno have: numbers in the English
 * form (`1,234.500000`, `1.5×10⁰³`), parts of lists and maps as CEL literals. Source: cel-go, ext/formatting.
 */
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
    if (wrong !== undefined) return fail(wrong === '' ? 'unexpected end of string' : unrecognized(wrong));
    if (!clauses[verb!]) return fail(unrecognized(verb!));
    const arg = args[used];
    if (arg === undefined) return fail(`index ${used} out of range`);
    used++;
    const digits = precision === undefined ? undefined : Number(precision.slice(1));
    if (digits !== undefined && digits > maxPrecision) return fail(tooLarge.message);
    const piece = clauses[verb!]!(arg, digits);
    return piece instanceof CelError ? fail(piece.message) : piece;
  });
  if (problem) return problem;
  return text.length > maxTextLength ? tooLarge : text;
}

/** No double has more digits. */
const maxPrecision = 1100;

function unrecognized(verb: string): string {
  return `could not parse formatting clause: unrecognized formatting clause "${verb}"`;
}

const clauses: Readonly<Record<string, (arg: CelValue, precision: number | undefined) => Piece>> = {
  s: showText,
  d: (arg) => wholeNumber(arg)?.toString() ?? mismatch('decimal clause can only be used on integers', arg),
  f: (arg, precision) => {
    const double = floating(arg);
    return double === undefined
      ? mismatch('fixed-point clause can only be used on doubles', arg)
      : fixed(double, precision ?? 6);
  },
  e: (arg, precision) => {
    const double = floating(arg);
    return double === undefined
      ? mismatch('scientific clause can only be used on doubles', arg)
      : scientific(double, precision ?? 6);
  },
  b: (arg) => {
    if (typeof arg === 'boolean') return arg ? '1' : '0';
    return wholeNumber(arg)?.toString(2) ?? mismatch('only integers and bools can be formatted as binary', arg);
  },
  o: (arg) => wholeNumber(arg)?.toString(8) ?? mismatch('octal clause can only be used on integers', arg),
  x: hex,
  X: (arg) => {
    const text = hex(arg);
    return typeof text === 'string' ? text.toUpperCase() : text;
  },
};

function mismatch(rule: string, arg: CelValue): CelError {
  return new CelError(`error during formatting: ${rule}, was given ${typeName(arg)}`);
}

function wholeNumber(arg: CelValue): bigint | undefined {
  if (isInt(arg)) return BigInt(arg);
  return arg instanceof CelUint ? arg.value : undefined;
}

const words: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

/** A double, or one of the three words that JSON has for what it cannot write. Zero has no sign here. */
function floating(arg: CelValue): number | undefined {
  if (isDouble(arg)) return doubleOf(arg) + 0;
  return typeof arg === 'string' && Object.hasOwn(words, arg) ? words[arg] : undefined;
}

function unwritable(value: number): string | undefined {
  if (Number.isFinite(value)) return undefined;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞';
}

/** With commas between thousands. */
function fixed(value: number, precision: number): string {
  const [whole, ...rest] = formatGoFloat(value, 'f', precision).split('.') as [string, ...string[]];
  return unwritable(value) ?? [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...rest].join('.');
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** What is asked for as precision becomes the width, as in the reference: there are always six decimals. */
function scientific(value: number, width: number): string {
  const special = unwritable(value);
  if (special !== undefined) return special.padStart(width);
  const [mantissa, exponent] = formatGoFloat(value, 'e', 6).split('e') as [string, string];
  const raised = exponent.slice(1).replace(/\d/g, (digit) => superscripts[Number(digit)]!);
  return `${mantissa}×10${exponent[0] === '-' ? '⁻' : ''}${raised}`.padStart(width);
}

function hex(arg: CelValue): Piece {
  const whole = wholeNumber(arg);
  if (whole !== undefined) return whole.toString(16);
  if (typeof arg === 'string') return hexBytes(new TextEncoder().encode(arg));
  const rule = 'only integers, byte buffers, and strings can be formatted as hex';
  return arg instanceof Uint8Array ? hexBytes(arg) : mismatch(rule, arg);
}

function hexBytes(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Any value, as `%s` shows it. */
function showText(arg: CelValue): Piece {
  if (typeof arg === 'string') return arg;
  if (arg === null || typeof arg === 'boolean') return String(arg);
  const whole = wholeNumber(arg);
  if (whole !== undefined) return whole.toString();
  if (isDouble(arg)) return doubleText(arg);
  if (arg instanceof Uint8Array) return new TextDecoder().decode(arg);
  if (arg instanceof CelDuration) return durationText(arg.nanos);
  if (arg instanceof CelTimestamp) return timestampText(arg);
  if (arg instanceof CelTypeValue) return arg.name;
  if (isList(arg)) return joinAll(arg.map(showLiteral), '[', ']');
  if (isMap(arg)) return showMap(mapEntries(arg));
  const rule =
    'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps';
  return mismatch(rule, arg);
}

function showMap(entries: readonly (readonly [CelValue, CelValue])[]): Piece {
  const shown = entries.map(([key, value]) => [showLiteral(key), showLiteral(value)] as const);
  shown.sort(([a], [b]) => compareBytes(String(a), String(b)));
  const pieces = shown.map(([key, value]) => (value instanceof CelError ? value : `${String(key)}:${value}`));
  return joinAll(pieces, '{', '}');
}

/** A part of a list or map: as it would be written in CEL. */
function showLiteral(value: CelValue): Piece {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Uint8Array) return `b${JSON.stringify(new TextDecoder().decode(value))}`;
  if (value instanceof CelDuration) return `duration("${durationText(value.nanos)}")`;
  if (value instanceof CelTimestamp) return `timestamp("${timestampText(value)}")`;
  if (!isDouble(value)) return showText(value);
  return showDouble(value);
}

function showDouble(value: Double): string {
  const double = doubleOf(value);
  const text = formatGoFloat(double, 'f', 6);
  return Number.isFinite(double) ? text : `"${text}"`;
}

function joinAll(pieces: readonly Piece[], open: string, close: string): Piece {
  return pieces.find((piece) => piece instanceof CelError) ?? `${open}${pieces.join(', ')}${close}`;
}
