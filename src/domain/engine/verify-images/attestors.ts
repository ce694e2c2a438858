import type { Attestor, AttestorSet } from '../../policy/index.ts';

/** What a set of attestors came to: what its last needed entry gave, or the reasons of those that did not sign. */
export type SetOutcome<T> =
  | { readonly kind: 'met'; readonly values: readonly T[] }
  | { readonly kind: 'unmet'; readonly reasons: readonly string[]; readonly unreachable: boolean };

/** What one attestor came to. */
export type EntryOutcome<T> =
  | { readonly kind: 'met'; readonly value: T }
  | { readonly kind: 'unmet'; readonly reason: string; readonly unreachable: boolean };

/** Asks the entries of a set in order until as many as it wants have signed. A set inside a set counts as one entry. */
export function askAttestors<T>(
  set: AttestorSet,
  path: string,
  ask: (attestor: Attestor, path: string) => EntryOutcome<T>,
): SetOutcome<T> {
  const entries = expandKeys(set.entries ?? []);
  const wanted = set.count || entries.length;
  const values: T[] = [];
  const reasons: string[] = [];
  let unreachable = false;
  for (const [index, entry] of entries.entries()) {
    const at = `${path}.entries[${index}]`;
    const outcome = entry.attestor ? flatten(askAttestors(entry.attestor, `${at}.attestor`, ask)) : ask(entry, at);
    if (outcome.kind === 'met') values.push(outcome.value);
    else {
      reasons.push(outcome.reason);
      unreachable ||= outcome.unreachable;
    }
    if (values.length >= wanted) return { kind: 'met', values };
  }
  return { kind: 'unmet', reasons: entries.length > 0 ? reasons : [`${path}: no attestors are named`], unreachable };
}

export function requiredCount(set: AttestorSet): number {
  return set.count || (set.entries ?? []).length;
}

function flatten<T>(outcome: SetOutcome<T>): EntryOutcome<T> {
  if (outcome.kind === 'met') return { kind: 'met', value: outcome.values.at(-1)! };
  return { kind: 'unmet', reason: outcome.reasons.join('; '), unreachable: outcome.unreachable };
}

const pemEnd = '-----END PUBLIC KEY-----';

/** Several keys in one text are several entries. */
export function expandKeys(entries: readonly Attestor[]): readonly Attestor[] {
  return entries.flatMap((entry) => {
    const blocks = (entry.keys?.publicKeys ?? '').split(pemEnd).slice(0, -1);
    if (blocks.length < 2) return entry;
    return blocks.map((block) => ({ ...entry, keys: { ...entry.keys, publicKeys: block + pemEnd } }));
  });
}
