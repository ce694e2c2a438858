import { gvkOf, type Resource } from '../../../foundations/kube/index.ts';
import type { PolicyException } from '../../policy/index.ts';
import type { CompiledRule, Judged } from '../compiled.ts';
import { compileConditions } from '../conditions/index.ts';
import type { RuleContext } from '../context.ts';
import { compileExceptions } from '../exceptions.ts';
import type { Facts } from '../facts.ts';
import { compileMatch } from '../match/index.ts';
import type { Outcome, RuleResult } from '../result.ts';
import type { HandledRule } from '../rules/handlers.ts';
import { withinLimits } from '../rules/within-limits.ts';
import { baseScope } from '../variables/base-scope.ts';
import { compileContextEntries } from '../variables/context-entries.ts';
import { withObject } from '../variables/patched-scope.ts';
import { VariableError } from '../variables/scope.ts';
import { compileGenerator } from './generator.ts';

/**
 * Compiles a generate rule. `pass`: the resource triggers it, and `generated` holds what it creates. `fail`: the resource
 * triggered it before and does not any more, so what was generated goes. `skip`: its preconditions do not hold.
 * Unlike other rules it looks at exceptions first. Source: Kyverno, "Generate Rules".
 */
export function compileGenerateRule(
  { policy, rule, querier }: HandledRule,
  exceptions: readonly PolicyException[],
): CompiledRule {
  const policyNamespace = policy.kind === 'Policy' ? policy.namespace : '';
  const match = compileMatch(rule.match, rule.exclude, policyNamespace);
  const entries = compileContextEntries(rule.context, policyNamespace, querier);
  const conditions = compileConditions(rule.preconditions, 'preconditions', querier);
  const excepted = compileExceptions(policy, rule.name, exceptions, querier);
  const generate = compileGenerator(policy, rule, querier);
  const handle = (context: RuleContext, judged: Judged): Outcome => {
    try {
      if (conditions(context).holds) return generate(context, judged.resource);
      const { oldResource } = context.input;
      const held = oldResource && conditions(withObject(context, oldResource)).holds;
      return { status: held ? 'fail' : 'skip', message: '' };
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      return { status: 'error', message: `failed to evaluate conditions: ${error.message}` };
    }
  };
  return {
    name: rule.name,
    evaluate(judged, facts, trace) {
      const context = contextOf(judged, facts, policy.name, rule.name);
      const skipped = excepted(context);
      const matched = match.matches(newObjectOf(judged));
      if (trace) trace.add({ kind: 'match', matched, reasons: match.explain(newObjectOf(judged)).match });
      if (skipped) return asResult(rule.name, { ...skipped, message: exceptionMessage(skipped) });
      if (matched) {
        const judge = () => handle(entries({ ...context, trace }), judged);
        return asResult(
          rule.name,
          withinLimits(judge, (message) => ({ status: 'error', message })),
        );
      }
      return context.input.oldResource && match.matches(oldObjectOf(judged))
        ? asResult(rule.name, { status: 'fail', message: '' })
        : undefined;
    },
  };
}

/** Another text than other rules have for the same thing. */
function exceptionMessage({ exceptions = [] }: Outcome): string {
  return `rule is skipped due to policy exception ${exceptions.join(', ')}`;
}

function contextOf(judged: Judged, facts: Facts, policy: string, rule: string): RuleContext {
  const { input } = judged;
  return { input, facts, scope: baseScope(input, policy, rule), deleting: input.operation === 'DELETE' };
}

/** On DELETE there is no new object: a rule that names kinds only is triggered all the same. */
function newObjectOf(judged: Judged): Judged {
  if (judged.input.resource) return judged;
  const { apiVersion, kind } = judged.resource;
  return { ...judged, resource: { apiVersion, kind } };
}

function oldObjectOf(judged: Judged): Judged {
  const resource = judged.input.oldResource as Resource;
  return { ...judged, resource, gvk: gvkOf(resource) };
}

function asResult(rule: string, outcome: Outcome): RuleResult {
  return { ...outcome, rule, type: 'Generation', action: 'Audit' };
}
