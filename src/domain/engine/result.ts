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
  /** The resource as the rule leaves it. `null`: the rule failed half-way, and nothing after it has a resource to look at. */
  readonly patchedResource?: Resource | null;
  /** An existing object that the rule changes, as it would be afterwards. */
  readonly patchedTarget?: Resource;
  /** Objects that the rule creates. */
  readonly generated?: readonly Resource[];
}

/** What one policy says about one resource in one phase. No result for a rule means that it does not match. */
export interface EngineResponse {
  readonly policy: Policy;
  readonly phase: Phase;
  /** The resource as the policy found it: earlier policies may have changed it. */
  readonly resource: Resource;
  /** The resource as the policy leaves it; set when it changes. */
  readonly patchedResource?: Resource;
  readonly input: EvaluationInput;
  readonly results: readonly RuleResult[];
}

/**
 * The order in which a resource is handled: changes first, then checks of images, then validation of what came out, then
 * what is to be created beside it. Source: Kyverno, "How Kyverno works"; the command line has the same order.
 */
export type Phase = 'mutate' | 'verifyImages' | 'validate' | 'generate';

export const phases: readonly Phase[] = ['mutate', 'verifyImages', 'validate', 'generate'];

/** What a rule handler found, before the rule's name and action are put to it. */
export type Outcome = Omit<RuleResult, 'rule' | 'type' | 'action' | 'status'> & {
  readonly status: Exclude<Status, 'warn'>;
};
