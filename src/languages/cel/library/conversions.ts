import { formatGoFloat, parseDuration, parseGoFloat, parseGoTime, RFC3339 } from '../../../foundations/kube/index.ts';
import { asTimestamp } from '../value/arithmetic.ts';
import { asDouble, asInt, asUint, doubleOf, intOverflow, uintOverflow } from '../value/number.ts';
import { durationText, timestampText } from '../value/plain.ts';
import {
  type CelDouble,
  CelDuration,
  CelError,
  type CelOpaque,
  type CelTimestamp,
  type CelUint,
  type CelValue,
  type Result,
} from '../value/value.ts';
import { numberCost } from './cost.ts';
import type { LibraryRows } from './function-table.ts';

const second = 1_000_000_000n;
const same = (value: CelValue) => value;

function conversionError(to: string, from = 'string'): CelError {
  return new CelError(`type conversion error from '${from}' to '${to}'`);
}

function doubleToInt(value: number | CelDouble): Result {
  const double = doubleOf(value);
  return double > -(2 ** 63) && double < 2 ** 63 ? asInt(BigInt(Math.trunc(double))) : intOverflow;
}

function textToInt(text: string): Result {
  const value = /^[+-]?\d+$/.test(text) ? asInt(BigInt(text.replace('+', ''))) : intOverflow;
  return value instanceof CelError ? conversionError('int') : value;
}

function doubleToUint(value: number | CelDouble): Result {
  const double = doubleOf(value);
  return double >= 0 && double < 2 ** 64 ? asUint(BigInt(Math.trunc(double))) : uintOverflow;
}

function textToUint(text: string): Result {
  const value = /^\d+$/.test(text) ? asUint(BigInt(text)) : uintOverflow;
  return value instanceof CelError ? conversionError('uint') : value;
}

function textToDouble(text: string): Result {
  const value = parseGoFloat(text);
  return value === undefined ? conversionError('double') : asDouble(value);
}

const truths: Readonly<Record<string, boolean>> = {
  '1': true,
  t: true,
  T: true,
  true: true,
  TRUE: true,
  True: true,
  '0': false,
  f: false,
  F: false,
  false: false,
  FALSE: false,
  False: false,
};

function textToBool(text: string): Result {
  return Object.hasOwn(truths, text) ? truths[text]! : conversionError('bool');
}

function bytesToText(bytes: Uint8Array): Result {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new CelError('invalid UTF-8 in bytes, cannot convert to string');
  }
}

/** A double as text: Go's `%g`. */
export function doubleText(value: number | CelDouble): string {
  return formatGoFloat(doubleOf(value), 'g');
}

function textToTimestamp(text: string): Result {
  const time = parseGoTime(RFC3339, text);
  return 'error' in time ? conversionError('google.protobuf.Timestamp') : asTimestamp(time.unixNanos, time.offset);
}

function textToDuration(text: string): Result {
  const nanos = parseDuration(text);
  return nanos === undefined ? conversionError('google.protobuf.Duration') : new CelDuration(nanos);
}

/** Source: CEL specification, "Type Conversions". */
export const conversionRows: LibraryRows = [
  ['int(int): int', same],
  ['int(uint): int', ({ value }: CelUint) => asInt(value)],
  ['int(double): int', doubleToInt],
  ['int(string): int', textToInt, numberCost],
  [
    'int(timestamp): int',
    ({ nanos }: CelTimestamp) => asInt((nanos - (((nanos % second) + second) % second)) / second),
  ],
  ['int(duration): int', ({ nanos }: CelDuration) => asInt(nanos)],
  ['uint(uint): uint', same],
  ['uint(int): uint', (value: number | bigint) => asUint(BigInt(value))],
  ['uint(double): uint', doubleToUint],
  ['uint(string): uint', textToUint, numberCost],
  ['double(double): double', same],
  ['double(int): double', (value: number | bigint) => asDouble(Number(value))],
  ['double(uint): double', ({ value }: CelUint) => asDouble(Number(value))],
  ['double(string): double', textToDouble],
  ['bool(bool): bool', same],
  ['bool(string): bool', textToBool],
  ['bytes(bytes): bytes', same],
  ['bytes(string): bytes', (text: string) => new TextEncoder().encode(text)],
  ['string(string): string', same],
  ['string(bool): string', String],
  ['string(int): string', String],
  ['string(uint): string', ({ value }: CelUint) => String(value)],
  ['string(double): string', doubleText],
  ['string(bytes): string', bytesToText],
  ['string(timestamp): string', timestampText],
  ['string(duration): string', ({ nanos }: CelDuration) => durationText(nanos)],
  ['string(IP): string', ({ text }: CelOpaque) => text],
  ['string(CIDR): string', ({ text }: CelOpaque) => text],
  ['timestamp(timestamp): timestamp', same],
  ['timestamp(string): timestamp', textToTimestamp],
  ['timestamp(int): timestamp', (value: number | bigint) => asTimestamp(BigInt(value) * second)],
  ['duration(duration): duration', same],
  ['duration(string): duration', textToDuration, numberCost],
  // Declared, but the reference's int has no such conversion.
  ['duration(int): duration', () => conversionError('google.protobuf.Duration', 'int')],
];
