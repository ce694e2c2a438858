import { matchKyvernoSelector, matchWildcard, namespaceOf } from '../../foundations/kube/index.ts';
import type { ClassicPolicy, FailureAction, FailureActionOverride, Rule } from '../policy/index.ts';
import { type EvaluationInput, judgedResource } from './input.ts';

/** What a failing rule does to this resource: the rule's own settings first, then the policy's; `Audit` when nothing is said. */
export function failureActionOf(policy: ClassicPolicy, rule: Rule, input: EvaluationInput): FailureAction {
  const { validationFailureAction, validationFailureActionOverrides } = policy.spec;
  const own = ownAction(rule);
  const override =
    matchingOverride(rule.validate?.failureActionOverrides, input) ??
    (own === undefined ? matchingOverride(validationFailureActionOverrides, input) : undefined);
  return normalise(override ?? own ?? validationFailureAction);
}

/** The action a policy states for a rule whatever the namespace. */
export function statedAction(policy: ClassicPolicy, rule: Rule): FailureAction {
  return normalise(ownAction(rule) ?? policy.spec.validationFailureAction);
}

function ownAction({ validate, verifyImages }: Rule): string | undefined {
  return validate?.failureAction ?? verifyImages?.find(({ failureAction }) => failureAction)?.failureAction;
}

function matchingOverride(
  overrides: readonly FailureActionOverride[] | undefined,
  input: EvaluationInput,
): string | undefined {
  const resource = judgedResource(input);
  if (!overrides?.length || !resource) return undefined;
  const namespace = namespaceOf(resource);
  return overrides.find(
    ({ namespaces, namespaceSelector }) =>
      (namespaces?.length || namespaceSelector) &&
      (!namespaces?.length || namespaces.some((pattern) => matchWildcard(pattern, namespace))) &&
      (!namespaceSelector || matchKyvernoSelector(namespaceSelector, input.namespaceLabels ?? {})),
  )?.action;
}

function normalise(action: string | undefined): FailureAction {
  return action?.toLowerCase() === 'enforce' ? 'Enforce' : 'Audit';
}
