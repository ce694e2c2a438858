import { RE2JS } from 're2js';
import { quoted, SchemaFault } from './problem.ts';

const patterns = new Map<string, RE2JS>();

/** Whether a text matches somewhere. */
export function matches(pattern: string, text: string): boolean {
  return compilePattern(pattern).matcher(text).find();
}

/** Patterns of users have RE2 semantics. */
export function compilePattern(pattern: string): RE2JS {
  let compiled = patterns.get(pattern);
  if (compiled) return compiled;
  try {
    compiled = RE2JS.compile(pattern);
  } catch {
    throw new SchemaFault(`"file:///values.schema.json#" is not valid: ${quoted(pattern)} is not valid regex`);
  }
  if (patterns.size > 500) patterns.clear();
  patterns.set(pattern, compiled);
  return compiled;
}
