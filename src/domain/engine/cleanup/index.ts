import { gvkOf, namespaceOf, type Resource } from '../../../foundations/kube/index.ts';
import type { CleanupPolicy } from '../../policy/index.ts';
import { compileConditions } from '../conditions/index.ts';
import type { Facts } from '../facts.ts';
import type { EvaluationInput } from '../input.ts';
import { compileMatch } from '../match/index.ts';
import { createQuerier } from '../querier.ts';
import { compileContextEntries } from '../variables/context-entries.ts';
import { extractImages } from '../variables/images.ts';
import { Scope, VariableError } from '../variables/scope.ts';
import { parseSchedule, type Schedule } from './schedule.ts';

export { timeToLive, ttlLabel } from './ttl.ts';

/** Whether a run of the policy deletes an object; `error`: its conditions could not be evaluated, so it stays. */
export type CleanupOutcome =
  | { readonly kind: 'deletes' }
  | { readonly kind: 'keeps'; readonly reason: string }
  | { readonly kind: 'error'; readonly message: string };

export interface CompiledCleanup {
  readonly policy: CleanupPolicy;
  readonly schedule: Schedule;
  /** Throws FactWanted for an unknown fact. */
  judge(
    resource: Resource,
    now: number,
    facts: Facts,
    namespace?: Pick<EvaluationInput, 'namespaceLabels'>,
  ): CleanupOutcome;
}

/** Compiles a cleanup policy. Throws an Error when its schedule or an expression is wrong. Source: Kyverno, "Cleanup Rules". */
export function compileCleanup(policy: CleanupPolicy): CompiledCleanup {
  const querier = createQuerier();
  const namespace = policy.kind === 'CleanupPolicy' ? policy.namespace : '';
  const { match: wanted, exclude, conditions, context } = policy.spec;
  const match = compileMatch(wanted, exclude, namespace);
  const entries = compileContextEntries(context, namespace, querier);
  const holds = compileConditions(conditions, 'conditions', querier);
  return {
    policy,
    schedule: parseSchedule(policy.spec.schedule),
    judge(resource, now, facts, known = {}) {
      const input: EvaluationInput = { resource, operation: 'DELETE', now, ...known };
      const judged = { resource, gvk: gvkOf(resource), input };
      if (!match.matches(judged)) {
        const { match: reasons, excluded } = match.explain(judged);
        return { kind: 'keeps', reason: reasons[0] ?? excluded[0] ?? 'it is excluded' };
      }
      const scope = targetScope(resource, now);
      try {
        const { holds: met } = holds(entries({ input, facts, scope, deleting: false }));
        return met ? { kind: 'deletes' } : { kind: 'keeps', reason: 'its conditions do not hold' };
      } catch (error) {
        if (!(error instanceof VariableError)) throw error;
        return { kind: 'error', message: error.message };
      }
    },
  };
}

/** Conditions of a cleanup policy see the object as `target`. */
function targetScope(resource: Resource, now: number): Scope {
  const images = new Scope(undefined, 'images', () => extractImages(resource), now);
  const request = new Scope(images, 'request', () => ({ namespace: namespaceOf(resource) }));
  return new Scope(request, 'target', () => resource);
}
