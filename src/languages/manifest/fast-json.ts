import type { JsonValue } from '../../foundations/kube/index.ts';
import { maxDepth } from './problem.ts';

/** Escapes that YAML 1.1 does not know: a slash, and halves of surrogate pairs. */
const foreignEscape = /\\\/|\\u[dD][89a-fA-F]/;

/** A minus zero, which YAML reads as a whole number, and exponents that may pass the range of a float64. */
const foreignNumber = /[[,:]\s*(?:-0(?![.\d])|-?\d[\d.]*[eE][-+]?\d{3})/;

/**
 * Reads a JSON document with JSON.parse, or gives `undefined` where YAML may read it otherwise: the full parser must
 * decide.
 */
export function readJsonFast(text: string): JsonValue | undefined {
  // Behind the last bracket a tab would be indentation, and a key and its colon must be on one line.
  if (text.slice(text.trimEnd().length).includes('\t') || /\n\s*:/.test(text)) return undefined;
  if (text.includes('\\') && foreignEscape.test(text)) return undefined;
  if (foreignNumber.test(text) || isExtreme(text)) return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** A key is at most this long; what stands between two quotes is measured. */
const longestKey = 1000;

/** Whether it may be nested too deep or have a key too long; at worst the full parser looks again. */
function isExtreme(text: string): boolean {
  let depth = 0;
  let quote = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // An escaped quote ends nothing.
    if (code === 92) i++;
    else if (code === 34) {
      if (i - quote > longestKey) return true;
      quote = i;
    } else if (code === 91 || code === 123) {
      if (++depth >= maxDepth) return true;
    } else if ((code === 93 || code === 125) && depth > 0) depth--;
  }
  return false;
}
