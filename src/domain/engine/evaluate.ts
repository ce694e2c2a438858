import { gvkOf } from '../../foundations/kube/index.ts';
import type { CompiledPolicies, CompiledPolicy, CompiledRule, Judged } from './compiled.ts';
import { type Facts, FactWanted, type Lookup } from './facts.ts';
import { type EvaluationInput, judgedResource } from './input.ts';
import { type EngineResponse, type Phase, phases, type RuleResult } from './result.ts';
import type { Trace } from './trace.ts';

/** What a rule said; `undefined` while it waits for a fact. */
type Slot = readonly RuleResult[] | undefined;

/** One policy on one resource in one phase, perhaps not finished. */
interface PolicyRun {
  readonly compiled: CompiledPolicy;
  readonly phase: Phase;
  readonly rules: readonly CompiledRule[];
  readonly slots: Slot[];
  /** What the policy found, and what it left. */
  judged: Judged;
  patched: Judged;
}

/** How far a resource has come. A fact that is wanted stops it, and the next facts let it go on. */
interface Progress {
  readonly policies: CompiledPolicies;
  readonly phases: readonly Phase[];
  readonly finished: PolicyRun[];
  phase: number;
  runs: readonly PolicyRun[] | undefined;
  /** The resource as the phases before left it; nothing once a change has failed. */
  judged: Judged | undefined;
}

/** What the policies say so far, and what must be known to finish. */
export interface Evaluation {
  /** One response for each policy and phase that had something to say. Complete when nothing is wanted. */
  readonly responses: readonly EngineResponse[];
  readonly wanted: readonly Lookup[];
  /** Evaluates the rules that wait again, with more facts. */
  resume(facts: Facts): Evaluation;
}

/** Makes the trace of one rule; absent in ordinary evaluation. */
export type TraceFor = (policy: CompiledPolicy, rule: CompiledRule) => Trace | undefined;

/**
 * Judges one resource by all policies, phase by phase: what a mutate rule changes, all later rules see. Pure and
 * synchronous: the same policies, input and facts give the same answer. A fact that a rule needs and does not find is
 * returned as wanted; the other rules of its phase are finished, unless they must see what the waiting rule changes.
 */
export function evaluate(
  policies: CompiledPolicies,
  input: EvaluationInput,
  facts: Facts,
  traceFor?: TraceFor,
): Evaluation {
  const resource = judgedResource(input);
  const judged = resource && { resource, gvk: input.parentKind ?? gvkOf(resource), input };
  const progress = { policies, phases: policies.phases ?? phases, finished: [], phase: 0, runs: undefined, judged };
  return advance(progress, facts, traceFor);
}

function advance(progress: Progress, facts: Facts, traceFor: TraceFor | undefined): Evaluation {
  const wanted: Lookup[] = [];
  while (progress.judged && progress.phase < progress.phases.length) {
    progress.runs ??= startPhase(progress, progress.judged);
    for (const run of progress.runs) {
      runPolicy(run, progress, facts, traceFor, wanted);
      if (!progress.judged || (wanted.length > 0 && changesResource(run.phase))) break;
    }
    if (wanted.length > 0) break;
    progress.finished.push(...progress.runs);
    progress.runs = undefined;
    progress.phase++;
  }
  return {
    wanted,
    responses: [...progress.finished, ...(progress.runs ?? [])].flatMap((run) => asResponse(run) ?? []),
    resume: (more) => advance(progress, more, traceFor),
  };
}

function startPhase({ policies, phases: all, phase: index }: Progress, judged: Judged): readonly PolicyRun[] {
  const phase = all[index]!;
  const runs: PolicyRun[] = [];
  for (const compiled of policies.policies) {
    if (!compiled.phases.has(phase)) continue;
    const rules = compiled.rulesFor(judged, phase);
    if (rules.length > 0) runs.push({ compiled, phase, rules, slots: [], judged, patched: judged });
  }
  return runs;
}

function changesResource(phase: Phase): boolean {
  return phase === 'mutate' || phase === 'verifyImages';
}

function runPolicy(
  run: PolicyRun,
  progress: Progress,
  facts: Facts,
  traceFor: TraceFor | undefined,
  wanted: Lookup[],
): void {
  if (run.slots.length === 0) {
    run.judged = progress.judged!;
    run.patched = run.judged;
  }
  for (const [index, rule] of run.rules.entries()) {
    if (!run.slots[index]) {
      run.slots[index] = runRule(run, rule, facts, traceFor, wanted);
      applyChange(run, progress, run.slots[index]);
    }
    const slot = run.slots[index];
    if (!progress.judged) return;
    if (!slot && changesResource(run.phase)) return;
    if (run.compiled.applyRules === 'One' && (!slot || slot.some(isApplied))) return;
  }
}

function runRule(
  run: PolicyRun,
  rule: CompiledRule,
  facts: Facts,
  traceFor: TraceFor | undefined,
  wanted: Lookup[],
): Slot {
  try {
    const found = rule.evaluate(run.patched, facts, traceFor?.(run.compiled, rule));
    return found === undefined ? [] : isList(found) ? found : [found];
  } catch (error) {
    if (!(error instanceof FactWanted)) throw error;
    wanted.push(...error.lookups);
    return undefined;
  }
}

function isList(found: RuleResult | readonly RuleResult[]): found is readonly RuleResult[] {
  return Array.isArray(found);
}

/** A change that failed leaves no resource behind, so nothing after it is judged, as in the reference engine. */
function applyChange(run: PolicyRun, progress: Progress, slot: Slot): void {
  for (const { patchedResource } of slot ?? []) {
    if (patchedResource === undefined) continue;
    if (patchedResource === null) {
      progress.judged = undefined;
      return;
    }
    const input = { ...run.patched.input, resource: patchedResource };
    run.patched = { resource: patchedResource, gvk: run.patched.gvk, input };
    progress.judged = run.patched;
  }
}

function isApplied({ status }: RuleResult): boolean {
  return status === 'pass' || status === 'fail' || status === 'warn';
}

function asResponse({ compiled, phase, slots, judged, patched }: PolicyRun): EngineResponse | undefined {
  const results = slots.flatMap((slot) => slot ?? []);
  if (results.length === 0) return undefined;
  return {
    policy: compiled.policy,
    phase,
    resource: judged.resource,
    ...(patched === judged ? {} : { patchedResource: patched.resource }),
    input: judged.input,
    results,
  };
}
