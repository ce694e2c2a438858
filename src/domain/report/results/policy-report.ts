import { type JsonObject, nameOf, namespaceOf } from '../../../foundations/kube/index.ts';
import { type EngineResponse, statuses } from '../../engine/index.ts';
import { isClassic } from '../../policy/index.ts';
import { countResults } from './counts.ts';

/** The source names that Kyverno writes into reports. */
const sources = {
  ClusterPolicy: 'kyverno',
  Policy: 'kyverno',
  ValidatingPolicy: 'KyvernoValidatingPolicy',
  NamespacedValidatingPolicy: 'KyvernoValidatingPolicy',
} as const;

/** One ClusterReport (openreports.io/v1alpha1) with every result, as `kyverno apply --policy-report` makes it. */
export function policyReport(responses: readonly EngineResponse[], now: number): JsonObject {
  const counts = countResults(responses);
  return {
    apiVersion: 'openreports.io/v1alpha1',
    kind: 'ClusterReport',
    metadata: { name: 'merged' },
    results: responses.flatMap((response) => response.results.map((result) => reportResult(response, result, now))),
    summary: Object.fromEntries(statuses.map((status) => [status, counts[status]])),
  };
}

function reportResult(response: EngineResponse, result: EngineResponse['results'][number], now: number): JsonObject {
  const { policy, resource } = response;
  const severity = policy.annotations['policies.kyverno.io/severity'];
  const category = policy.annotations['policies.kyverno.io/category'];
  const namespace = namespaceOf(resource);
  const { exceptions } = result;
  const properties = { ...result.properties, ...(exceptions?.length ? { exceptions: exceptions.join(',') } : {}) };
  return {
    source: sources[policy.kind],
    policy: policy.namespace ? `${policy.namespace}/${policy.name}` : policy.name,
    ...(isClassic(policy) ? { rule: result.rule } : {}),
    ...(category ? { category } : {}),
    ...(severity ? { severity } : {}),
    result: result.status,
    scored: policy.annotations['policies.kyverno.io/scored'] !== 'false',
    message: result.message,
    timestamp: { seconds: Math.floor(now / 1000), nanos: 0 },
    resources: [
      {
        apiVersion: resource.apiVersion,
        kind: resource.kind,
        name: nameOf(resource),
        ...(namespace ? { namespace } : {}),
      },
    ],
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
  };
}
