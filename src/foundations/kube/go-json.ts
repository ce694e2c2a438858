import { compareBytes } from './bytes.ts';
import { formatJsonNumber } from './go-float.ts';
import type { JsonValue } from './json.ts';

/** Compact JSON as Go's encoder writes it: sorted keys, and `<`, `>`, `&`, U+2028 and U+2029 escaped. */
export function toGoJson(value: JsonValue): string {
  switch (typeof value) {
    case 'string':
      return quoteGoJson(value);
    case 'number':
      return formatJsonNumber(value);
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(toGoJson).join(',')}]`;
      return `{${Object.keys(value)
        .sort(compareBytes)
        .map((key) => `${quoteGoJson(key)}:${toGoJson(value[key]!)}`)
        .join(',')}}`;
  }
}

/** The same with a line for every entry, two blanks a level: Go's `MarshalIndent`. */
export function toIndentedGoJson(value: JsonValue, indent = ''): string {
  if (typeof value !== 'object' || value === null) return toGoJson(value);
  const inner = `${indent}  `;
  const block = (open: string, lines: readonly string[], close: string) =>
    lines.length === 0 ? open + close : `${open}\n${inner}${lines.join(`,\n${inner}`)}\n${indent}${close}`;
  if (Array.isArray(value))
    return block(
      '[',
      value.map((item) => toIndentedGoJson(item, inner)),
      ']',
    );
  const lines = Object.keys(value)
    .sort(compareBytes)
    .map((key) => `${quoteGoJson(key)}: ${toIndentedGoJson(value[key]!, inner)}`);
  return block('{', lines, '}');
}

const special = /[<>&\u2028\u2029]/g;

function quoteGoJson(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    special,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
