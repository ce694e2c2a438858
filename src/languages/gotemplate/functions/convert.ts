import { printValue } from '../format/print.ts';
import { fromBytes } from '../runtime/bytes.ts';
import { GoInt, GoList, GoMap, GoStruct, type GoValue, int } from '../runtime/value.ts';
import { parseFloatText, parseInteger } from '../syntax/number.ts';

/** `toString` of sprig: strings as they are, bytes as text, everything else as `%v`. */
export function textOf(value: GoValue): string {
  if (typeof value === 'string') return value;
  if (value instanceof GoList && value.bytes) return fromBytes(value.bytes);
  return printValue(value);
}

/** `int64`: numbers are cut, texts are read with Go's prefixes (0x, 0o, leading 0), everything else is 0. */
export function toInt64(value: GoValue): bigint {
  if (value instanceof GoInt) return BigInt.asIntN(64, value.value);
  if (typeof value === 'number') return floatToInt64(value);
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'string') return textToInt64(value);
  return 0n;
}

function textToInt64(text: string): bigint {
  const plain = text.replace(/^([+-]?\d+)\.0*$/, '$1');
  return parseInteger(plain) ?? 0n;
}

function floatToInt64(value: number): bigint {
  if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 63) return -(2n ** 63n);
  return BigInt(Math.trunc(value));
}

/** `float64`: texts are read as decimals, everything unreadable is 0. */
export function toFloat64(value: GoValue): number {
  if (typeof value === 'number') return value;
  if (value instanceof GoInt) return Number(value.value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return parseFloatText(value) ?? 0;
  return 0;
}

/** Sprig's idea of empty: like Go's truth turned round, zero included. */
export function isEmpty(value: GoValue): boolean {
  if (value === null || value === false || value === '' || value === 0) return true;
  if (value instanceof GoInt) return value.value === 0n;
  if (value instanceof GoList) return value.items.length === 0;
  if (value instanceof GoMap) return value.size === 0;
  return value instanceof GoStruct && value.shape.isZero === true;
}

/** Any list or single value as strings, nil left out: `strslice` of sprig. */
export function textsOf(value: GoValue): string[] {
  if (value instanceof GoList) return value.items.filter((item) => item !== null).map(textOf);
  return value === null ? [] : [textOf(value)];
}

export function stringList(items: readonly string[]): GoList {
  return new GoList(items, '[]string');
}

export function intList(items: readonly number[]): GoList {
  return new GoList(
    items.map((item) => int(item)),
    '[]int',
  );
}

/** Bytes as Go's []uint8. */
export function byteList(bytes: Uint8Array): GoList {
  return new GoList(bytes, '[]uint8');
}
