import {
  formatDuration,
  type JsonObject,
  nameOf,
  namespaceOf,
  type Resource,
} from '../../../foundations/kube/index.ts';
import type { EngineResponse, RuleResult } from '../../engine/index.ts';
import { isAuditOnly } from './audit.ts';

export interface GeneratedExceptionOptions {
  /** How long the exceptions last, in nanoseconds; 0 or less: for ever. */
  readonly ttl: bigint;
  /** Failures of policies in Audit are warnings, which need no exception. */
  readonly auditWarn: boolean;
}

/**
 * A PolicyException for each failure of a cluster-scoped policy, as `kyverno apply --generate-exceptions` makes them.
 * For generated rules the Pods of the controller are excepted too.
 */
export function generatedExceptions(
  responses: readonly EngineResponse[],
  { ttl, auditWarn }: GeneratedExceptionOptions,
): JsonObject[] {
  return responses
    .filter((response) => response.policy.namespace === '' && !(auditWarn && isAuditOnly(response)))
    .flatMap(({ policy, resource, results }) =>
      results
        .filter(({ status }) => status === 'fail')
        .map((result) => exceptionFor(policy.name, resource, result, ttl)),
    );
}

function exceptionFor(policy: string, resource: Resource, { rule, properties }: RuleResult, ttl: bigint): JsonObject {
  const name = nameOf(resource);
  const namespace = namespaceOf(resource);
  const generated = generatedFor(resource.kind, rule);
  const podSecurity = excludedControls(properties?.['controlsJSON']);
  return {
    kind: 'PolicyException',
    apiVersion: 'kyverno.io/v2beta1',
    metadata: {
      name: [policy, rule, namespace, name].join('-'),
      ...(ttl > 0n ? { labels: { 'cleanup.kyverno.io/ttl': formatDuration(ttl) } } : {}),
    },
    spec: {
      match: {
        all: [
          {
            resources: {
              kinds: [resource.kind, ...generated.map(([kind]) => kind)],
              names: [name, ...(generated.length > 0 ? [`${name}-*`] : [])],
              namespaces: [namespace],
            },
          },
        ],
      },
      exceptions: [{ policyName: policy, ruleNames: [rule, ...generated.map(([, other]) => other)] }],
      ...(podSecurity.length > 0 ? { podSecurity } : {}),
    },
  };
}

/** The kinds below a controller, and the names that the rule has for them. */
function generatedFor(kind: string, rule: string): (readonly [string, string])[] {
  if (!rule.startsWith('autogen-')) return [];
  if (kind !== 'CronJob') return [['Pod', rule.slice('autogen-'.length)]];
  return [
    ['Job', rule.replaceAll('autogen-cronjob-', 'autogen-')],
    ['Pod', rule.slice('autogen-cronjob-'.length)],
  ];
}

/** The controls of podSecurity that failed; images with any tag or digest. */
function excludedControls(json: string | undefined): JsonObject[] {
  if (json === undefined) return [];
  const controls = JSON.parse(json) as { Name: string; Images?: readonly string[] | null }[];
  return controls.map(({ Name, Images }) => ({
    controlName: Name,
    ...(Images?.length ? { images: Images.map((image) => image.replace(/:.*|@.*/, '*')) } : {}),
  }));
}
