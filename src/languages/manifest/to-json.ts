import { compareBytes } from '../../foundations/kube/index.ts';
import type { YamlValue } from './emit.ts';

export interface JsonOptions {
  /** Write `<`, `>` and `&` as escapes, as Go does unless told otherwise. On by default. */
  readonly escapeHtml?: boolean;
}

/** Compact JSON as Go's encoder writes it: keys in byte order, shortest numbers, U+2028 and U+2029 escaped. */
export function toJson(value: YamlValue, { escapeHtml = true }: JsonOptions = {}): string {
  return write(value, escapeHtml ? /[<>&\u2028\u2029]/g : /[\u2028\u2029]/g);
}

function write(value: YamlValue, escaped: RegExp): string {
  switch (typeof value) {
    case 'string':
      return quote(value, escaped);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
    case 'boolean':
      return String(value);
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map((item) => write(item, escaped)).join(',')}]`;
  const keys = Object.keys(value).sort(compareBytes);
  return `{${keys.map((key) => `${quote(key, escaped)}:${write(value[key]!, escaped)}`).join(',')}}`;
}

function quote(text: string, escaped: RegExp): string {
  return JSON.stringify(text.toWellFormed()).replace(
    escaped,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
