import { gvkOf } from '../../foundations/kube/index.ts';
import type { CompiledPolicies, CompiledPolicy, CompiledRule, Judged } from './compiled.ts';
import { type Facts, FactWanted, type Lookup } from './facts.ts';
import { type EvaluationInput, judgedResource } from './input.ts';
import type { EngineResponse, RuleResult } from './result.ts';
import type { Trace } from './trace.ts';

/** A rule's place in the answer: what it said, or that it waits for a fact. */
type Slot = { readonly kind: 'done'; readonly result: RuleResult | undefined } | { readonly kind: 'waiting' };

/** One policy on one resource, perhaps not finished. */
interface PolicyRun {
  readonly compiled: CompiledPolicy;
  readonly rules: readonly CompiledRule[];
  readonly slots: Slot[];
}

/** What the policies say so far, and what must be known to finish. */
export interface Evaluation {
  /** One response for each policy that had something to say. Complete when nothing is wanted. */
  readonly responses: readonly EngineResponse[];
  readonly wanted: readonly Lookup[];
  /** Evaluates the rules that wait again, with more facts. */
  resume(facts: Facts): Evaluation;
}

/** Makes the trace of one rule; absent in ordinary evaluation. */
export type TraceFor = (policy: CompiledPolicy, rule: CompiledRule) => Trace | undefined;

/**
 * Judges one resource by all policies. Pure and synchronous: the same policies, input and facts give the same answer.
 * A fact that a rule needs and does not find is returned as wanted; the other rules are finished.
 */
export function evaluate(
  policies: CompiledPolicies,
  input: EvaluationInput,
  facts: Facts,
  traceFor?: TraceFor,
): Evaluation {
  const resource = judgedResource(input);
  if (!resource) return { responses: [], wanted: [], resume: () => evaluate(policies, input, facts, traceFor) };
  const judged: Judged = { resource, gvk: gvkOf(resource), input };
  const runs: PolicyRun[] = [];
  for (const compiled of policies.policies) {
    const rules = compiled.rulesFor(judged);
    if (rules.length > 0) runs.push({ compiled, rules, slots: [] });
  }
  return advance(runs, judged, facts, traceFor);
}

function advance(runs: readonly PolicyRun[], judged: Judged, facts: Facts, traceFor: TraceFor | undefined): Evaluation {
  const wanted: Lookup[] = [];
  for (const run of runs) runRules(run, judged, facts, traceFor, wanted);
  return {
    wanted,
    responses: runs.flatMap((run) => asResponse(run, judged) ?? []),
    resume: (more) => advance(runs, judged, more, traceFor),
  };
}

function runRules(
  run: PolicyRun,
  judged: Judged,
  facts: Facts,
  traceFor: TraceFor | undefined,
  wanted: Lookup[],
): void {
  for (const [index, rule] of run.rules.entries()) {
    let slot = run.slots[index];
    if (slot?.kind !== 'done') {
      slot = runRule(run, rule, judged, facts, traceFor, wanted);
      run.slots[index] = slot;
    }
    if (run.compiled.applyRules === 'One' && (slot.kind === 'waiting' || isApplied(slot.result))) return;
  }
}

function runRule(
  run: PolicyRun,
  rule: CompiledRule,
  judged: Judged,
  facts: Facts,
  traceFor: TraceFor | undefined,
  wanted: Lookup[],
): Slot {
  try {
    return { kind: 'done', result: rule.evaluate(judged, facts, traceFor?.(run.compiled, rule)) };
  } catch (error) {
    if (!(error instanceof FactWanted)) throw error;
    wanted.push(error.lookup);
    return { kind: 'waiting' };
  }
}

function isApplied(result: RuleResult | undefined): boolean {
  return result?.status === 'pass' || result?.status === 'fail' || result?.status === 'warn';
}

function asResponse(run: PolicyRun, judged: Judged): EngineResponse | undefined {
  const results = run.slots.flatMap((slot) => (slot.kind === 'done' ? (slot.result ?? []) : []));
  if (results.length === 0) return undefined;
  return { policy: run.compiled.policy, resource: judged.resource, input: judged.input, results };
}
