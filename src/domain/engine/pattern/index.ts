import type { JsonValue } from '../../../foundations/kube/index.ts';
import { parseAnchor } from '../../policy/index.ts';
import { compileElement } from './compile.ts';
import { isSkip } from './mismatch.ts';

/** What matching a resource against a whole pattern gave. An `error` blocks under failurePolicy Fail, a `fail` under Enforce. */
export type PatternOutcome =
  | { readonly kind: 'pass' }
  | { readonly kind: 'skip' | 'error'; readonly message: () => string }
  | { readonly kind: 'fail'; readonly path: string; readonly message: () => string };

export type PatternTest = (resource: JsonValue) => PatternOutcome;

const pass: PatternOutcome = { kind: 'pass' };

/** Compiles a validation pattern without variables. */
export function compilePattern(pattern: JsonValue): PatternTest {
  const test = compileElement(pattern);
  return (resource) => {
    const seen = new Map<string, boolean>();
    const mismatch = test(resource, '/', seen);
    if (!mismatch) return pass;
    if (isSkip(mismatch)) return { kind: 'skip', message: mismatch.message };
    // The reference blanks the path when an anchored key was never seen, and a failure without a path is an error.
    const missing =
      mismatch.kind !== 'negation' && [...seen].some(([key, had]) => !had && parseAnchor(key)?.kind !== 'negation');
    if (missing || mismatch.path === '') return { kind: 'error', message: mismatch.message };
    return { kind: 'fail', path: mismatch.path, message: mismatch.message };
  };
}
