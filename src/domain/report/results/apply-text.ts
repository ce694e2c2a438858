import type { Paint } from '../../../foundations/diagnostics/index.ts';
import { nameOf, namespaceOf, type Resource } from '../../../foundations/kube/index.ts';
import type { EngineResponse } from '../../engine/index.ts';

export interface ApplyTextOptions {
  readonly paint: Paint;
  /** Failures of policies in Audit are told as warnings. */
  readonly auditWarn: boolean;
}

/** Failures and errors as `kyverno apply` prints them: one block for each policy and resource. */
export function formatApplyFailures(
  responses: readonly EngineResponse[],
  { paint, auditWarn }: ApplyTextOptions,
): string {
  return responses
    .flatMap((response) => {
      const problems = response.results.filter(({ status }) => status === 'fail' || status === 'error');
      if (problems.length === 0) return [];
      const audit = auditWarn && problems.every(({ action }) => action === 'Audit');
      const what = audit ? paint.warning('failed as audit warning:') : paint.error('failed:');
      const head = `policy ${response.policy.name} -> resource ${showResource(response.resource)} ${what}`;
      const lines = problems.map(({ rule, message }, index) => `${index + 1} - ${rule} ${message}`);
      return [`${head}\n${lines.join('\n')}\n\n`];
    })
    .join('');
}

/** `namespace/Kind/name` */
export function showResource(resource: Resource): string {
  return [namespaceOf(resource), resource.kind, nameOf(resource)].filter((part) => part !== '').join('/');
}
