import { type Paint, showPlace } from '../../../foundations/diagnostics/index.ts';
import { nameOf, namespaceOf, type Resource } from '../../../foundations/kube/index.ts';
import type { RuleResult } from '../../engine/index.ts';
import { isAuditOnly } from './audit.ts';
import { placeOfResource, placeOfRule } from './places.ts';
import type { PlacedResponse } from './reported.ts';

export interface ApplyTextOptions {
  readonly paint: Paint;
  /** Failures of policies in Audit are told as warnings. */
  readonly auditWarn: boolean;
}

/**
 * Failures as `kyverno apply` prints them: one block for each policy and resource. Below each stands where resource and
 * rule are written, and errors are told too, of which the reference prints the number only.
 */
export function formatApplyFailures(
  responses: readonly PlacedResponse[],
  { paint, auditWarn }: ApplyTextOptions,
): string {
  return responses
    .flatMap((placed) => {
      const { response } = placed;
      const problems = response.results.filter(({ status }) => ['fail', 'warn', 'error'].includes(status));
      if (problems.length === 0) return [];
      const audit = auditWarn && isAuditOnly(response) && problems.every(({ status }) => status !== 'error');
      const what = audit ? paint.warning('failed as audit warning:') : paint.error('failed:');
      const head = `policy ${response.policy.name} -> resource ${showResource(response.resource)} ${what}\n`;
      const lines = problems.map((result, index) => formatProblem(result, index, placed, paint));
      return [head, ...lines];
    })
    .join('');
}

function formatProblem(result: RuleResult, index: number, { response, written }: PlacedResponse, paint: Paint): string {
  const rule = `rule at ${showPlace(placeOfRule(response.policy, result))}`;
  const place = written ? `at ${showPlace(placeOfResource(written, result))}, ${rule}` : rule;
  return `${index + 1} - ${result.rule} ${result.message || 'validation failed'}\n    ${paint.faint(place)}\n`;
}

/** `namespace/Kind/name` */
export function showResource(resource: Resource): string {
  return [namespaceOf(resource), resource.kind, nameOf(resource)].filter((part) => part !== '').join('/');
}
