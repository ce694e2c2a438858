import { encodeBase64 } from '../../../foundations/kube/index.ts';
import { FunctionError } from '../runtime/errors.ts';
import { isFunction } from '../runtime/function.ts';
import type { Run } from '../runtime/run.ts';
import { GoInt, GoList, GoMap, GoStruct, type GoValue, list, map, sortedKeys } from '../runtime/value.ts';

const plainText = /^[ !#-%'-;=?-[\]-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufffc]*$/;

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A JSON string as Go writes it; with `html`, also `<`, `>` and `&` are escaped. */
function jsonString(text: string, html: boolean): string {
  if (plainText.test(text)) return `"${text}"`;
  const unsafe = html
    ? /[\ud800-\udbff][\udc00-\udfff]|["\\\x00-\x1f<>&\u2028\u2029\ud800-\udfff]/g
    : /[\ud800-\udbff][\udc00-\udfff]|["\\\x00-\x1f\u2028\u2029\ud800-\udfff]/g;
  const escaped = text;
  return `"${escaped.replace(unsafe, (char) => {
    if (char.length === 2) return char;
    if (char >= '\ud800' && char <= '\udfff') return '\\ufffd';
    return shortEscapes[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  })}"`;
}

export interface JsonStyle {
  readonly html: boolean;
  readonly indent: string;
}

/** Go's `json.Marshal` of a value: keys in byte order, bytes as base64. */
export function toJson(run: Run, value: GoValue, style: JsonStyle): string {
  const parts: string[] = [];
  writeJson(run, value, style, '\n', parts);
  return parts.join('');
}

function writeJson(run: Run, value: GoValue, style: JsonStyle, line: string, out: string[]): void {
  run.step(8);
  if (value === null) out.push('null');
  else if (typeof value === 'string') out.push(jsonString(value, style.html));
  else if (typeof value === 'boolean') out.push(String(value));
  else if (typeof value === 'number') out.push(jsonNumber(value));
  else if (value instanceof GoInt) out.push(value.value.toString());
  else if (value instanceof GoList) writeList(run, value, style, line, out);
  else if (value instanceof GoMap) {
    if (value.isNil) out.push('null');
    else writeMap(run, sortedKeys(value), value, style, line, out);
  } else if (value instanceof GoStruct) {
    const json = value.shape.json();
    // A struct's own keys keep the order of its fields.
    if (json instanceof GoMap) writeMap(run, [...json.keys()], json, style, line, out);
    else writeJson(run, json, style, line, out);
  } else if (isFunction(value)) throw new FunctionError('json: unsupported type: func()');
}

function jsonNumber(value: number): string {
  if (!Number.isFinite(value)) {
    const name = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
    throw new FunctionError(`json: unsupported value: ${name}`);
  }
  return Object.is(value, -0) ? '-0' : String(value);
}

function writeList(run: Run, value: GoList, style: JsonStyle, line: string, out: string[]): void {
  if (value.bytes) {
    out.push(`"${encodeBase64(value.bytes)}"`);
    return;
  }
  if (value.items.length === 0) {
    out.push(value.isNil ? 'null' : '[]');
    return;
  }
  const inner = line + style.indent;
  for (const [i, item] of value.items.entries()) {
    out.push(i === 0 ? '[' : ',');
    if (style.indent) out.push(inner);
    writeJson(run, item, style, inner, out);
  }
  if (style.indent) out.push(line);
  out.push(']');
}

function writeMap(
  run: Run,
  keys: readonly string[],
  value: GoMap,
  style: JsonStyle,
  line: string,
  out: string[],
): void {
  if (keys.length === 0) {
    out.push('{}');
    return;
  }
  const inner = line + style.indent;
  for (const [i, key] of keys.entries()) {
    out.push(i === 0 ? '{' : ',');
    if (style.indent) out.push(inner);
    out.push(jsonString(key, style.html), style.indent ? ': ' : ':');
    writeJson(run, value.get(key)!, style, inner, out);
  }
  if (style.indent) out.push(line);
  out.push('}');
}

/** JSON text as values. Every number is a float64. */
export function fromJson(text: string): GoValue {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new FunctionError(jsonProblem(text, error));
  }
  return fromPlain(parsed);
}

/** Go's words for text that is no JSON, as far as the cause can be told. */
export function jsonProblem(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/end of JSON|Unterminated|end of data/i.test(message) || text.trim() === '')
    return 'unexpected end of JSON input';
  const at = /position (\d+)/.exec(message)?.[1];
  const char = at === undefined ? /token '?(.)/.exec(message)?.[1] : text[Number(at)];
  if (char === undefined) return 'unexpected end of JSON input';
  if (/':' after/.test(message)) return `invalid character '${char}' after object key`;
  if (/property name/.test(message)) return `invalid character '${char}' looking for beginning of object key string`;
  if (/after JSON|non-whitespace/.test(message)) return `invalid character '${char}' after top-level value`;
  if (/',' or '}'/.test(message)) return `invalid character '${char}' after object key:value pair`;
  if (/',' or ']'/.test(message)) return `invalid character '${char}' after array element`;
  return `invalid character '${char}' looking for beginning of value`;
}

/** Plain parsed data as template values. */
export function fromPlain(value: unknown): GoValue {
  if (Array.isArray(value)) return list(value.map(fromPlain));
  if (typeof value === 'object' && value !== null) {
    return map(Object.entries(value).map(([key, item]) => [key, fromPlain(item)]));
  }
  return value as GoValue;
}

/** Template values as plain data, the shape in which the YAML writer takes them. */
export function toPlain(run: Run, value: GoValue): unknown {
  run.step(8);
  if (value === null || typeof value !== 'object') {
    // Large whole numbers go through JSON as integers of their shortest digits.
    if (typeof value === 'number' && Math.abs(value) >= 2 ** 53 && Math.abs(value) < 2 ** 64)
      return BigInt(String(value));
    return typeof value === 'string' ? value.replace(/[\udc80-\udcff]/g, looseSurrogate) : value;
  }
  if (value instanceof GoInt) {
    // From a million on a writer may tell integers and floats apart: `1000000` and `1e+06`.
    return value.value > -1_000_000n && value.value < 1_000_000n ? Number(value.value) : value.value;
  }
  if (value instanceof GoList) {
    if (value.bytes) return encodeBase64(value.bytes);
    if (value.isNil) return null;
    return value.items.map((item) => toPlain(run, item));
  }
  if (value instanceof GoMap) {
    if (value.isNil) return null;
    const out: Record<string, unknown> = {};
    for (const [key, item] of value) define(out, key, toPlain(run, item));
    return out;
  }
  if (value instanceof GoStruct) return toPlain(run, value.shape.json());
  throw new FunctionError('json: unsupported type: func()');
}

function define(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else object[key] = value;
}

function looseSurrogate(char: string, at: number, whole: string): string {
  const before = whole.charCodeAt(at - 1);
  return before >= 0xd800 && before <= 0xdbff ? char : '\ufffd';
}
