/**
 * Why a resource does not satisfy a pattern.
 * `conditional`, `global` and `skipped` mean that the rule (or this part of it) does not apply; `negation` and
 * `plain` are failures.
 */
export interface Mismatch {
  readonly kind: 'conditional' | 'global' | 'negation' | 'skipped' | 'plain';
  readonly path: string;
  /** Made only when somebody reads it: values in it can be large. */
  readonly message: () => string;
}

export function isSkip(mismatch: Mismatch): boolean {
  return mismatch.kind === 'conditional' || mismatch.kind === 'global' || mismatch.kind === 'skipped';
}

/** Several skipped parts as one. */
export function combineSkips(path: string, skips: readonly Mismatch[]): Mismatch {
  return { kind: 'skipped', path, message: () => skips.map((skip) => skip.message()).join('; ') };
}

export function plain(path: string, message: () => string): Mismatch {
  return { kind: 'plain', path, message };
}
