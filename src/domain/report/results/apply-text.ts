import { type Paint, showPlace } from '../../../foundations/diagnostics/index.ts';
import type { RuleResult } from '../../engine/index.ts';
import { isAuditOnly } from './audit.ts';
import { triggerPath } from './changes.ts';
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
      const path = triggerPath(response.resource);
      const changes = response.results.map((result) => formatChangeProblem(result, response.policy.name, path));
      const problems = response.results.filter(isViolation);
      if (problems.length === 0) return changes;
      const audit = auditWarn && isAuditOnly(response) && problems.every(({ status }) => status !== 'error');
      const what = audit ? paint.warning('failed as audit warning:') : paint.error('failed:');
      const head = `policy ${response.policy.name} -> resource ${path} ${what}\n`;
      const lines = problems.map((result, index) => formatProblem(result, index, placed, paint));
      return [...changes, head, ...lines];
    })
    .join('');
}

/** An error of a rule that changes or makes something is told in its own words. */
function isViolation({ type, status }: RuleResult): boolean {
  const isChange = type === 'Mutation' || type === 'Generation';
  return status === 'fail' || status === 'warn' || (status === 'error' && !isChange);
}

function formatChangeProblem({ type, status, message }: RuleResult, policy: string, path: string): string {
  if (type === 'Mutation' && status === 'skip') return `\nskipped mutate policy ${policy} -> resource ${path}\n`;
  const verb = type === 'Mutation' ? 'mutate' : type === 'Generation' ? 'generate' : undefined;
  if (!verb || status !== 'error') return '';
  return `\nerror while applying ${verb} policy ${policy} -> resource ${path} \nerror:${verb === 'mutate' ? ' ' : ''} ${message}\n`;
}

function formatProblem(result: RuleResult, index: number, { response, written }: PlacedResponse, paint: Paint): string {
  const rule = `rule at ${showPlace(placeOfRule(response.policy, result))}`;
  const place = written ? `at ${showPlace(placeOfResource(written, result))}, ${rule}` : rule;
  return `${index + 1} - ${result.rule} ${result.message || 'validation failed'}\n    ${paint.faint(place)}\n`;
}
