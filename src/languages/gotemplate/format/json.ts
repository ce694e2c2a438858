import { encodeBase64 } from '../../../foundations/kube/index.ts';
import { FunctionError } from '../runtime/errors.ts';
import { isFunction } from '../runtime/function.ts';
import type { Run } from '../runtime/run.ts';
import { GoInt, GoList, GoMap, GoStruct, type GoValue, list, map, sortedKeys } from '../runtime/value.ts';
import { jsonProblem } from './json-problem.ts';

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
  if (value.bytes && !value.isNil) {
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

/** An exponent, or digits, beyond what a float64 holds. */
const mayBeHuge = /[eE]\+?\d{3}|\d{300}/;

function refuseHuge(key: string, value: unknown, context?: { source: string }): unknown {
  // What the whole text is, is for the caller to say.
  if (key === '' || typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new FunctionError(`json: cannot unmarshal number ${context?.source} into Go value of type float64`);
}

/** JSON text as values. Every number is a float64. */
export function fromJson(text: string): GoValue {
  let parsed: unknown;
  try {
    parsed = mayBeHuge.test(text) ? JSON.parse(text, refuseHuge) : JSON.parse(text);
  } catch (error) {
    throw error instanceof FunctionError ? error : new FunctionError(jsonProblem(text));
  }
  return fromPlain(parsed);
}

/** Plain parsed data as template values. */
export function fromPlain(value: unknown): GoValue {
  if (Array.isArray(value)) return list(value.map(fromPlain));
  if (typeof value === 'object' && value !== null) {
    return map(Object.entries(value).map(([key, item]) => [key, fromPlain(item)]));
  }
  return typeof value === 'string' ? value.toWellFormed() : (value as GoValue);
}

/**
 * Template values as plain data, the shape in which the YAML writer takes them. `direct`: not by way of JSON, which
 * makes null of what is nil and a text of bytes.
 */
export function toPlain(run: Run, value: GoValue, direct = false): unknown {
  run.step(8);
  if (value === null || typeof value !== 'object') {
    if (typeof value === 'number' && !Number.isFinite(value)) jsonNumber(value);
    // Large whole numbers go through JSON as integers of their shortest digits.
    if (typeof value === 'number' && Math.abs(value) >= 2 ** 53 && Math.abs(value) < 2 ** 64)
      return BigInt(String(value));
    return typeof value === 'string' ? plainString(value) : value;
  }
  if (value instanceof GoInt) {
    // From a million on a writer may tell integers and floats apart: `1000000` and `1e+06`.
    return value.value > -1_000_000n && value.value < 1_000_000n ? Number(value.value) : value.value;
  }
  if (value instanceof GoList) {
    if (value.isNil && !direct) return null;
    if (value.bytes && !direct) return encodeBase64(value.bytes);
    return value.items.map((item) => toPlain(run, item, direct));
  }
  if (value instanceof GoMap) {
    if (value.isNil && !direct) return null;
    const out: Record<string, unknown> = {};
    for (const [key, item] of value) define(out, plainString(key), toPlain(run, item, direct));
    return out;
  }
  if (value instanceof GoStruct) return toPlain(run, value.shape.json(), direct);
  throw new FunctionError('json: unsupported type: func()');
}

function define(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else object[key] = value;
}

const unusual = /[\x7f-\x84\x86-\x9f\udc80-\udcff\ufffe\uffff]/;

/** A string as Go's YAML library gets it, which reads JSON and refuses what JSON does not escape. */
function plainString(text: string): string {
  if (!unusual.test(text)) return text;
  const whole = text.replace(/[\udc80-\udcff]/g, looseSurrogate);
  if (/[\x7f-\x84\x86-\x9f\ufffe\uffff]/.test(whole)) {
    throw new FunctionError('yaml: control characters are not allowed');
  }
  return whole;
}

function looseSurrogate(char: string, at: number, whole: string): string {
  const before = whole.charCodeAt(at - 1);
  return before >= 0xd800 && before <= 0xdbff ? char : '\ufffd';
}
