import { dayNames, formatDuration, formatGoFloat, monthNames } from '../../../foundations/kube/index.ts';
import { isFunction } from '../runtime/function.ts';
import { GoInt, GoList, GoMap, GoStruct, type GoValue, sortedKeys } from '../runtime/value.ts';
import { Walk } from '../runtime/walk.ts';

/** Go's `%v` of a value. Maps print in key order, nil inside a value prints `<nil>`. */
export function printValue(value: GoValue, walk = new Walk()): string {
  walk.visit();
  if (typeof value === 'string') return value;
  if (value === null) return '<nil>';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return formatGoFloat(value, 'v');
  if (value instanceof GoInt) return printInt(value);
  if (value instanceof GoList) return `[${value.items.map((item) => printValue(item, walk)).join(' ')}]`;
  if (value instanceof GoMap) {
    const entries = sortedKeys(value).map((key) => `${key}:${printValue(value.get(key)!, walk)}`);
    return `map[${entries.join(' ')}]`;
  }
  if (value instanceof GoStruct) return value.shape.print();
  return isFunction(value) ? '0x0' : '';
}

/** Durations, months and weekdays print as words. */
export function printInt(value: GoInt): string {
  if (value.type === 'time.Duration') return formatDuration(value.value);
  if (value.type === 'time.Month') return monthNames[Number(value.value) - 1] ?? `%!Month(${value.value})`;
  if (value.type === 'time.Weekday') return dayNames[Number(value.value)] ?? `%!Weekday(${value.value})`;
  return value.value.toString();
}

/** Go's `fmt.Sprint`: blanks only between two operands of which neither is a string. */
export function sprint(values: readonly GoValue[]): string {
  let out = '';
  for (const [i, value] of values.entries()) {
    const before = values[i - 1];
    if (i > 0 && typeof value !== 'string' && typeof before !== 'string') out += ' ';
    out += printValue(value);
  }
  return out;
}
