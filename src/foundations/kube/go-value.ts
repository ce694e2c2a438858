import { compareBytes } from './bytes.ts';
import { formatGoFloat } from './go-float.ts';
import type { JsonValue } from './json.ts';

/** A value as Go's `%v` prints it: `map[a:1 b:[x y]]`, `<nil>`. */
export function formatGoValue(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'number') return formatGoFloat(value, 'v');
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(formatGoValue).join(' ')}]`;
  const keys = Object.keys(value).sort(compareBytes);
  return `map[${keys.map((key) => `${key}:${formatGoValue(value[key])}`).join(' ')}]`;
}
