import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import type { Gvk, Resource } from '../../foundations/kube/index.ts';
import type { Policy } from '../policy/index.ts';
import type { Facts } from './facts.ts';
import type { EvaluationInput } from './input.ts';
import type { Phase, RuleResult } from './result.ts';
import type { Trace } from './trace.ts';

/** What is judged, with what is computed once for all rules. */
export interface Judged {
  readonly resource: Resource;
  readonly gvk: Gvk;
  readonly input: EvaluationInput;
}

/** One rule (a ValidatingPolicy counts as one), compiled. */
export interface CompiledRule {
  readonly name: string;
  /**
   * The result (several for a rule that looks at several objects), or `undefined` when the rule does not match.
   * Throws FactWanted for an unknown fact.
   */
  evaluate(judged: Judged, facts: Facts, trace?: Trace): RuleResult | readonly RuleResult[] | undefined;
}

export interface CompiledPolicy {
  readonly policy: Policy;
  /** `One`: no rule is tried after the first that passed or failed. */
  readonly applyRules: 'All' | 'One';
  /** The phases in which the policy has rules. */
  readonly phases: ReadonlySet<Phase>;
  /** The rules of a phase that can match a resource of this kind, autogen included, in order. Computed once for each kind. */
  rulesFor(judged: Judged, phase: Phase): readonly CompiledRule[];
}

export interface CompiledPolicies {
  /** The phases to run, in order; without it all of them. A scan of what exists runs only those that change nothing. */
  readonly phases?: readonly Phase[];
  readonly policies: readonly CompiledPolicy[];
  /** Rules that could not be compiled, or that this version does not evaluate: the others still run. */
  readonly diagnostics: readonly Diagnostic[];
}
