import { type ClassicPolicy, isClassic, type Policy } from '../policy/index.ts';

/** How strictly a policy is applied, weakest first. `Mixed`: its rules differ. */
export type PolicyMode = 'Audit' | 'Warn' | 'Mixed' | 'Enforce';

const strength: readonly PolicyMode[] = ['Audit', 'Warn', 'Mixed', 'Enforce'];

/** Negative when `a` is more permissive than `b`; a policy that is not there is the most permissive. */
export function compareModes(a: PolicyMode | undefined, b: PolicyMode | undefined): number {
  return (a ? strength.indexOf(a) : -1) - (b ? strength.indexOf(b) : -1);
}

/** What happens to a violation of the policy, whatever the namespace. Undefined for a policy that validates nothing. */
export function modeOf(policy: Policy): PolicyMode | undefined {
  if (isClassic(policy)) return classicMode(policy);
  const actions = policy.spec.validationActions ?? [];
  // No action means Deny. Source: ValidatingPolicy, spec.validationActions.
  if (actions.length === 0 || actions.includes('Deny')) return 'Enforce';
  return actions.includes('Warn') ? 'Warn' : 'Audit';
}

function classicMode(policy: ClassicPolicy): PolicyMode | undefined {
  const modes = new Set<PolicyMode>();
  for (const rule of policy.spec.rules) {
    if (!rule.validate) continue;
    const action = rule.validate.failureAction ?? policy.spec.validationFailureAction;
    modes.add(action?.toLowerCase() === 'enforce' ? 'Enforce' : 'Audit');
  }
  return modes.size > 1 ? 'Mixed' : [...modes][0];
}
