import { type EngineResponse, failureActionOf } from '../../engine/index.ts';
import { isClassic } from '../../policy/index.ts';

/**
 * Whether `--audit-warn` makes warnings of the failures of a response. The reference takes one action for a whole
 * policy: that of the first rule that states one, else the policy's. A CEL policy counts as Audit.
 */
export function isAuditOnly({ policy, input }: EngineResponse): boolean {
  if (!isClassic(policy)) return true;
  const { rules } = policy.spec;
  const stating = rules.find(({ validate }) => validate?.failureAction !== undefined) ?? rules[0];
  return stating === undefined || failureActionOf(policy, stating, input) === 'Audit';
}
