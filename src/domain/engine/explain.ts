import type { Resource } from '../../foundations/kube/index.ts';
import type { Policy } from '../policy/index.ts';
import type { CompiledPolicies } from './compiled.ts';
import { evaluate } from './evaluate.ts';
import type { Facts } from './facts.ts';
import { type EvaluationInput, judgedResource } from './input.ts';
import type { RuleResult } from './result.ts';
import type { TraceStep } from './trace.ts';

/** Why one rule says what it says about one resource. */
export interface Explanation {
  readonly policy: Policy;
  readonly rule: string;
  readonly resource: Resource;
  readonly steps: readonly TraceStep[];
  /** Undefined: the rule does not match. */
  readonly result: RuleResult | undefined;
}

/** Evaluates again, noting every step; rules that do not match are told too, with their reasons. */
export function explain(policies: CompiledPolicies, input: EvaluationInput, facts: Facts): readonly Explanation[] {
  const resource = judgedResource(input);
  if (!resource) return [];
  const traces: { policy: Policy; rule: string; steps: TraceStep[] }[] = [];
  const evaluation = evaluate(policies, input, facts, (compiled, rule) => {
    const trace = { policy: compiled.policy, rule: rule.name, steps: [] as TraceStep[] };
    traces.push(trace);
    return { add: (step) => trace.steps.push(step) };
  });
  const results = new Map<Policy, Map<string, RuleResult>>();
  for (const { policy, results: found } of evaluation.responses) {
    const byRule = results.get(policy) ?? new Map<string, RuleResult>();
    for (const result of found) byRule.set(result.rule, result);
    results.set(policy, byRule);
  }
  return traces.map(({ policy, rule, steps }) => ({
    policy,
    rule,
    resource,
    steps,
    result: results.get(policy)?.get(rule),
  }));
}
