import { type JsonObject, nameOf, namespaceOf, type Resource } from '../../../foundations/kube/index.ts';
import type { EngineResponse, RuleResult } from '../../engine/index.ts';
import { isClassic, type Policy } from '../../policy/index.ts';
import { isAuditOnly } from './audit.ts';
import { countStatuses } from './counts.ts';

/** The source names that Kyverno writes into reports. */
const sources: Readonly<Record<Policy['kind'], string>> = {
  ClusterPolicy: 'kyverno',
  Policy: 'kyverno',
  ValidatingPolicy: 'KyvernoValidatingPolicy',
  NamespacedValidatingPolicy: 'KyvernoValidatingPolicy',
};

/** The two API groups that reports exist in. */
export const reportApis = ['openreports.io', 'wgpolicyk8s.io'] as const;
export type ReportApi = (typeof reportApis)[number];

export interface ReportOptions {
  readonly now: number;
  readonly api: ReportApi;
  readonly auditWarn: boolean;
}

/**
 * The reports that `kyverno apply --policy-report` prints: one for all cluster-scoped policies, and one for each
 * response of a namespaced policy. Keys stand in the reference's order. Pinned to Kyverno 1.19.1, which calls the
 * second one a PolicyReport also in openreports.io.
 */
export function policyReports(responses: readonly EngineResponse[], options: ReportOptions): JsonObject[] {
  const judged = responses.filter(({ results }) => results.length > 0);
  const clustered = judged.filter(({ policy }) => policy.namespace === '');
  const namespaced = judged.filter(({ policy }) => policy.namespace !== '');
  const isOpen = options.api === 'openreports.io';
  return [
    ...(clustered.length > 0
      ? [report(isOpen ? 'ClusterReport' : 'ClusterPolicyReport', { name: 'merged' }, clustered, options)]
      : []),
    ...namespaced.map((response) =>
      report('PolicyReport', { name: response.policy.name, namespace: response.policy.namespace }, [response], options),
    ),
  ];
}

function report(
  kind: string,
  metadata: JsonObject,
  responses: readonly EngineResponse[],
  options: ReportOptions,
): JsonObject {
  const results = responses.flatMap((response) =>
    response.results.map((result) => reportResult(response, result, options)),
  );
  const summary = countStatuses(results.map(({ result }) => ({ status: result as RuleResult['status'] })));
  const isOpen = options.api === 'openreports.io';
  return {
    kind,
    apiVersion: isOpen ? 'openreports.io/v1alpha1' : 'wgpolicyk8s.io/v1alpha2',
    metadata,
    ...(isOpen ? { source: '' } : {}),
    summary: { ...summary },
    results,
  };
}

const severities = new Set(['critical', 'high', 'medium', 'low', 'info']);

function reportResult(response: EngineResponse, result: RuleResult, { now, auditWarn }: ReportOptions): JsonObject {
  const { policy, resource } = response;
  const severity = policy.annotations['policies.kyverno.io/severity'] ?? '';
  const category = policy.annotations['policies.kyverno.io/category'];
  const warns = auditWarn && result.status === 'fail' && isAuditOnly(response);
  return {
    source: sources[policy.kind],
    policy: policy.namespace ? `${policy.namespace}/${policy.name}` : policy.name,
    ...(result.rule ? { rule: result.rule } : {}),
    ...(category ? { category } : {}),
    ...(severities.has(severity) ? { severity } : {}),
    timestamp: { seconds: Math.floor(now / 1000), nanos: 0 },
    result: warns ? 'warn' : result.status,
    ...(policy.annotations['policies.kyverno.io/scored'] !== 'false' ? { scored: true } : {}),
    resources: [reference(resource)],
    message: messageOf(result),
    properties: sorted({
      ...result.properties,
      ...(result.exceptions?.length ? { exceptions: result.exceptions.map(bareName).join(',') } : {}),
      process: processOf(policy),
    }),
  };
}

/** Report properties of a rule may give another text, one for each status. */
function messageOf({ status, message, properties = {} }: RuleResult): string {
  return properties['message'] || properties[`${status}Message`] || message;
}

function bareName(name: string): string {
  return name.split('/').at(-1)!;
}

function sorted(properties: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function reference(resource: Resource): JsonObject {
  const metadata = (resource['metadata'] ?? {}) as JsonObject;
  const namespace = namespaceOf(resource);
  const name = nameOf(resource);
  return {
    kind: resource.kind,
    ...(namespace ? { namespace } : {}),
    ...(name ? { name } : {}),
    ...(metadata['uid'] ? { uid: metadata['uid'] } : {}),
    apiVersion: resource.apiVersion,
    ...(metadata['resourceVersion'] ? { resourceVersion: metadata['resourceVersion'] } : {}),
  };
}

/** Where Kyverno would evaluate the policy: in background scans if it may, else at admission. */
function processOf(policy: Policy): string {
  const [background, admission] = isClassic(policy)
    ? [policy.spec.background, policy.spec.admission]
    : [policy.spec.evaluation?.background?.enabled, policy.spec.evaluation?.admission?.enabled];
  if (background !== false) return 'background scan';
  return admission !== false ? 'admission review' : '';
}
