import { containsWildcard, matchWildcard } from '../../../foundations/kube/index.ts';
import type { FailureActionOverride } from '../policy.ts';
import { type Finding, findingsAt, type Path, type PolicyCheck } from './finding.ts';

const code = 'POLICY_SETTING_INVALID';

/** Which namespaces override the action: each may be named for one action only. */
export const checkOverrides: PolicyCheck = ({ kind, spec }) => {
  const own = spec.validationFailureActionOverrides;
  if (kind === 'Policy') {
    if (!own?.length) return [];
    const { found, add } = findingsAt(code, ['spec']);
    const path = ['validationFailureActionOverrides'];
    add(path, 'a Policy cannot have overrides for namespaces', 'remove them, or make it a ClusterPolicy');
    return found;
  }
  return [
    ...findConflicts(own ?? [], ['spec', 'validationFailureActionOverrides']),
    ...spec.rules.flatMap(({ validate }, index) =>
      findConflicts(validate?.failureActionOverrides ?? [], [
        'spec',
        'rules',
        index,
        'validate',
        'failureActionOverrides',
      ]),
    ),
  ];
};

/** A namespace may be named, by itself or by a wildcard, for one of the two actions only. */
function findConflicts(overrides: readonly FailureActionOverride[], path: Path): Finding[] {
  const { found, add } = findingsAt(code, path);
  for (const [index, { action }] of overrides.entries()) {
    if (!action) add([index], 'an override has no action', 'add its `action`, `Audit` or `Enforce`');
  }
  const named = overrides.flatMap(({ action = '', namespaces }, index) =>
    (namespaces ?? []).map((namespace) => ({ action: action.toLowerCase(), namespace, index })),
  );
  for (const [at, { action, namespace, index }] of named.entries()) {
    const other = named.slice(0, at).find((one) => one.action !== action && overlap(one.namespace, namespace));
    if (!other) continue;
    const message = `\`${namespace}\` and \`${other.namespace}\` name the same namespaces for both actions`;
    add([index, 'namespaces'], message, 'name each namespace for one action only');
  }
  return found;
}

function overlap(a: string, b: string): boolean {
  return (containsWildcard(a) && matchWildcard(a, b)) || (containsWildcard(b) && matchWildcard(b, a)) || a === b;
}
