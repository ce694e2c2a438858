import type { Resource } from '../../foundations/kube/index.ts';
import type { Policy } from '../policy/index.ts';
import type { EvaluationInput } from './input.ts';

/** `fail`: evaluated and violated. `error`: could not be evaluated. `warn`: failed, but the policy is not scored. */
export type Status = 'pass' | 'fail' | 'warn' | 'error' | 'skip';

export const statuses: readonly Status[] = ['pass', 'fail', 'warn', 'error', 'skip'];

/** What a failing result does at admission. `Warn` exists for CEL policies only. */
export type Action = 'Enforce' | 'Audit' | 'Warn';

export interface RuleResult {
  /** The rule's name; for a ValidatingPolicy, which has no rules, the empty string. */
  readonly rule: string;
  readonly type: 'Validation' | 'Mutation' | 'Generation' | 'ImageVerify';
  readonly status: Status;
  readonly message: string;
  readonly action: Action;
  /** Names (`namespace/name`) of the exceptions that made it a skip. */
  readonly exceptions?: readonly string[];
  readonly properties?: Readonly<Record<string, string>>;
}

/** What one policy says about one resource. No result for a rule means that it does not match. */
export interface EngineResponse {
  readonly policy: Policy;
  readonly resource: Resource;
  readonly input: EvaluationInput;
  readonly results: readonly RuleResult[];
}

/** What a rule handler found, before the rule's name and action are put to it. */
export interface Outcome {
  readonly status: Exclude<Status, 'warn'>;
  readonly message: string;
  readonly exceptions?: readonly string[];
  readonly properties?: Readonly<Record<string, string>>;
}
