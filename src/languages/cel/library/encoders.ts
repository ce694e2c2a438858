import { encodeBase64, toPlain } from '../value/plain.ts';
import { CelError, type CelValue, type Result } from '../value/value.ts';
import { deepCost, textCost } from './cost.ts';
import type { LibraryRows } from './function-table.ts';

function decodeBase64(text: string): Result {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text))
    return new CelError(`illegal base64 data at input byte ${text.search(/[^A-Za-z0-9+/]/)}`);
  try {
    return Uint8Array.from(atob(text.replace(/=+$/, '')), (char) => char.charCodeAt(0));
  } catch {
    return new CelError(`illegal base64 data at input byte ${text.length}`);
  }
}

const maxJsonDepth = 1000;

/** Whether brackets lie so deep within each other that going through the value would exhaust the stack. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (bracket === '[' || bracket === '{') depth++;
    else if (bracket === ']' || bracket === '}') depth--;
    if (depth > maxJsonDepth) return true;
  }
  return false;
}

function parseJson(text: string): Result {
  if (isTooDeep(text)) return new CelError('exceeded max depth');
  try {
    return JSON.parse(text) as CelValue;
  } catch (error) {
    return new CelError(error instanceof Error ? error.message : String(error));
  }
}

/** Keys in order, as Go writes maps. */
function toJson(value: CelValue): string {
  return JSON.stringify(toPlain(value), (_, item: unknown) =>
    isObject(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sources: cel-go, ext/encoders; Kyverno, json library. */
export const encoderRows: LibraryRows = [
  ['base64.encode(bytes): string', encodeBase64, textCost(1)],
  ['base64.decode(string): bytes', decodeBase64, textCost(1)],
  ['json.marshal(dyn): string', toJson, deepCost],
  [
    'json.unmarshal(dyn): dyn',
    (text: CelValue) => (typeof text === 'string' ? parseJson(text) : new CelError('no such overload')),
    textCost(1 / 2),
  ],
];
