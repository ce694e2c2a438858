import type { Facts } from './facts.ts';
import type { EvaluationInput } from './input.ts';
import type { Outcome } from './result.ts';
import type { Trace } from './trace.ts';
import type { Scope } from './variables/scope.ts';

/** What a rule handler sees while it judges one resource. */
export interface RuleContext {
  readonly input: EvaluationInput;
  readonly facts: Facts;
  readonly scope: Scope;
  /** On DELETE, `request.object` in expressions means `request.oldObject`. */
  readonly deleting: boolean;
  readonly trace?: Trace;
}

/** Handles one resource that a rule matches; `undefined` when the rule has nothing to say about it. */
export type RuleHandler = (context: RuleContext) => Outcome | readonly Outcome[] | undefined;
