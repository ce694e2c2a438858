import { gvkOf } from '../../../foundations/kube/index.ts';
import type { ClassicPolicy, Rule } from '../../policy/index.ts';
import type { Judged } from '../compiled.ts';
import type { RuleContext, RuleHandler } from '../context.ts';
import { statedAction } from '../failure-action.ts';
import type { EvaluationInput, UserInfo } from '../input.ts';
import type { RuleMatcher } from '../match/index.ts';
import type { Outcome, Phase } from '../result.ts';
import { requestOf } from '../variables/base-scope.ts';
import { Scope, VariableError } from '../variables/scope.ts';

/** Whoever made the old object is not known: no rule that names users looks at it. Source: the reference, `matchResource`. */
const nobody: UserInfo = {
  username: 'kyverno:kyverno-invalid-controller',
  groups: ['kyverno:invalidgroup'],
  roles: ['kyverno:invalidrole'],
  clusterRoles: ['kyverno:invalidrole'],
};

interface JudgedRule {
  readonly policy: ClassicPolicy;
  readonly rule: Rule;
  readonly phase: Phase;
  readonly match: RuleMatcher;
  readonly preconditions: (context: RuleContext) => Outcome | undefined;
  readonly handler: RuleHandler;
}

/**
 * Lets an update pass that violates a rule in Enforce as the object before it did, as if that were created now
 * (`allowExistingViolations`, which is true unless a rule says otherwise). Source: Kyverno, "Validate Rules".
 */
export function allowingExisting(judged: JudgedRule): RuleHandler {
  const { policy, rule, phase, handler } = judged;
  const { validate } = rule;
  const applies =
    phase === 'validate' &&
    validate !== undefined &&
    validate.cel === undefined &&
    validate.manifests === undefined &&
    validate.allowExistingViolations !== false &&
    statedAction(policy, rule) === 'Enforce';
  if (!applies) return handler;
  return (context) => {
    const outcome = handler(context);
    const failed = outcome !== undefined && !Array.isArray(outcome) && (outcome as Outcome).status === 'fail';
    if (!failed || !violatedBefore(judged, context)) return outcome;
    return { status: 'skip', message: 'skipping the rule evaluation as pre-existing violations are allowed' };
  };
}

function violatedBefore({ match, preconditions, handler }: JudgedRule, context: RuleContext): boolean {
  const { oldResource, operation, resource: _, ...rest } = context.input;
  if (operation !== 'UPDATE' || !oldResource) return false;
  const input: EvaluationInput = { ...rest, resource: oldResource, operation: 'CREATE' };
  const subject: Judged = { resource: oldResource, gvk: gvkOf(oldResource), input: { ...input, user: nobody } };
  if (!match.matches(subject)) return false;
  // Context entries keep what they were loaded with, as in the reference: only the request is another.
  const before = { ...context, input, scope: new Scope(context.scope, 'request', () => requestOf(input)) };
  if (preconditions(before)) return false;
  try {
    return (handler(before) as Outcome | undefined)?.status === 'fail';
  } catch (error) {
    if (error instanceof VariableError) return false;
    throw error;
  }
}
