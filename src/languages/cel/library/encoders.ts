import { decodeBase64, encodeBase64, type JsonValue, toGoJson } from '../../../foundations/kube/index.ts';
import { toPlain, withDoubles } from '../value/plain.ts';
import { CelError, type CelValue, type Result } from '../value/value.ts';
import { deepCost, textCost } from './cost.ts';
import type { LibraryRows } from './function-table.ts';

/** With padding, or all of it left out. */
function readBase64(text: string): Result {
  const padded = text.includes('=') ? text : text.padEnd(Math.ceil(text.length / 4) * 4, '=');
  const bytes = decodeBase64(padded);
  return typeof bytes === 'number' ? new CelError(`illegal base64 data at input byte ${bytes}`) : bytes;
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
    return withDoubles(JSON.parse(text) as JsonValue);
  } catch (error) {
    return new CelError(error instanceof Error ? error.message : String(error));
  }
}

/** Sources: cel-go, ext/encoders; Kyverno, json library. */
export const encoderRows: LibraryRows = [
  ['base64.encode(bytes): string', encodeBase64, textCost(1)],
  ['base64.decode(string): bytes', readBase64, textCost(1)],
  ['json.marshal(dyn): string', (value: CelValue) => toGoJson(toPlain(value)), deepCost],
  [
    'json.unmarshal(dyn): dyn',
    (text: CelValue) => (typeof text === 'string' ? parseJson(text) : new CelError('no such overload')),
    textCost(1 / 2),
  ],
];
