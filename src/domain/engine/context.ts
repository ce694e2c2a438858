import type { Facts } from './facts.ts';
import type { EvaluationInput } from './input.ts';
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
