import type { JsonValue } from '../../foundations/kube/index.ts';
import { maxDepth } from './problem.ts';

/**
 * What JSON.parse reads otherwise than YAML 1.1 does: escaped slashes and surrogates, a minus zero, numbers beyond
 * float64, rare line breaks in texts, keys too long or on another line than their colon.
 */
const readOtherwise =
  /\\\/|\\u[dD][89a-fA-F]|[[,:]\s*-0(?![.\d])|[[,:]\s*-?[\d.]+[eE][-+]?\d{3}|[\u0085\u2028\u2029]|[^"]{1000}|\n\s*:/;

/** Reads a JSON document, or gives `undefined` where the full parser must decide. */
export function readJsonFast(text: string): JsonValue | undefined {
  // Behind the last bracket a tab would be indentation.
  if (text.slice(text.trimEnd().length).includes('\t')) return undefined;
  if (readOtherwise.test(text) || mayBeTooDeep(text)) return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Counts brackets, those in texts too: at worst the full parser looks again. */
function mayBeTooDeep(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i) | 0x20;
    if (code === 0x7b && ++depth >= maxDepth) return true;
    if (code === 0x7d && depth > 0) depth--;
  }
  return false;
}
