import { gvkOf, matchWildcard } from '../../foundations/kube/index.ts';
import type { ClassicException, ClassicPolicy, PolicyException } from '../policy/index.ts';
import { compileConditions } from './conditions/index.ts';
import type { RuleContext } from './context.ts';
import { judgedResource } from './input.ts';
import { compileMatch } from './match/index.ts';
import type { Outcome } from './result.ts';
import { type Querier, VariableError } from './variables/scope.ts';

/** The outcome `skip` when an exception covers the rule and the resource. */
export type ExceptionJudge = (context: RuleContext) => Outcome | undefined;

/** The exceptions that name a rule, compiled. Source: Kyverno, "Policy Exceptions". */
export function compileExceptions(...rule: Parameters<typeof compileExceptionFinder>): ExceptionJudge {
  const find = compileExceptionFinder(...rule);
  return (context) => {
    const applied = find(context).map(exceptionName);
    if (applied.length === 0) return undefined;
    // No blank before the list: the reference's text.
    const message = `rule is skipped due to policy exceptions${applied.join(', ')}`;
    return { status: 'skip', message, exceptions: applied };
  };
}

/** Finds the exceptions that name a rule and cover what is judged. */
export function compileExceptionFinder(
  policy: ClassicPolicy,
  rule: string,
  exceptions: readonly PolicyException[],
  querier: Querier,
): (context: RuleContext) => readonly ClassicException[] {
  const compiled = exceptions
    .filter(
      (exception): exception is ClassicException => exception.kind === 'classic' && names(exception, policy, rule),
    )
    .map((exception) => ({ exception, applies: compileOne(exception, querier) }));
  return (context) =>
    compiled.flatMap(({ exception, applies }) => {
      const reason = applies(context);
      const name = exceptionName(exception);
      context.trace?.add({ kind: 'exception', name, applied: reason === undefined, ...(reason ? { reason } : {}) });
      return reason === undefined ? exception : [];
    });
}

export function exceptionName(exception: PolicyException): string {
  return exception.namespace ? `${exception.namespace}/${exception.name}` : exception.name;
}

function names(exception: ClassicException, policy: ClassicPolicy, rule: string): boolean {
  const policyName = policy.kind === 'Policy' ? `${policy.namespace}/${policy.name}` : policy.name;
  return exception.spec.exceptions.some(
    (entry) => entry.policyName === policyName && entry.ruleNames.some((pattern) => matchWildcard(pattern, rule)),
  );
}

/** Why the exception does not apply, or `undefined` when it does. */
function compileOne(exception: ClassicException, querier: Querier): (context: RuleContext) => string | undefined {
  const { any, all } = exception.spec.match;
  // A match without `any` or `all` never matches.
  if (!any?.length && !all?.length) return () => 'its match has neither `any` nor `all`';
  const match = compileMatch(any?.length ? { any } : { all: all! }, undefined, '');
  const conditions = compileConditions(exception.spec.conditions, 'exception.conditions', querier);
  return (context) => {
    const resource = judgedResource(context.input);
    if (!resource) return 'there is no resource';
    const subject = { resource, gvk: gvkOf(resource), input: context.input };
    if (!match.matches(subject)) return match.explain(subject).match.join('; ') || 'it does not match';
    try {
      return conditions(context).holds ? undefined : 'its conditions do not hold';
    } catch (error) {
      if (error instanceof VariableError) return error.message;
      throw error;
    }
  };
}
