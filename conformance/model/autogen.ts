import { compilePolicies, evaluate, type Status } from '../../src/domain/engine/index.ts';
import { loadPolicies, podControllerKinds } from '../../src/domain/policy/index.ts';
import type { JsonObject, JsonValue, Resource } from '../../src/foundations/kube/index.ts';
import { parseManifests } from '../../src/languages/manifest/index.ts';
import type { Random } from '../kyverno/differential/random.ts';
import { podPatternOf, podSpec } from '../kyverno/differential/validate-cases.ts';

/** A pair on which the verdict of a Pod and that of a controller with this Pod in its template differ. */
export interface AutogenDifference {
  readonly policy: JsonObject;
  readonly pod: Resource;
  readonly controller: string;
  readonly verdicts: readonly (Status | 'none')[];
}

const podsPerPolicy = 10;

/** Judges Pods, and every controller with the same Pod in its template, by rules for Pods. */
export function compareAutogen(
  random: Random,
  count: number,
): { differences: AutogenDifference[]; verdicts: Record<string, number> } {
  const differences: AutogenDifference[] = [];
  const verdicts: Record<string, number> = {};
  for (let done = 0; done < count; ) {
    const policy = podPolicy(random);
    const compiled = compilePolicies(loadPolicies(parseManifests(JSON.stringify(policy), 'policy').documents).policies);
    for (let one = 0; one < podsPerPolicy && done < count; one++, done++) {
      const pod = podOf(random);
      const expected = verdictOf(compiled, pod);
      verdicts[expected] = (verdicts[expected] ?? 0) + 1;
      for (const controller of podControllerKinds) {
        const verdict = verdictOf(compiled, controllerOf(controller, pod));
        if (verdict !== expected) differences.push({ policy, pod, controller, verdicts: [expected, verdict] });
      }
    }
  }
  return { differences, verdicts };
}

function verdictOf(compiled: ReturnType<typeof compilePolicies>, resource: Resource): Status | 'none' {
  const { responses } = evaluate(compiled, { resource, operation: 'CREATE', now: 0 }, new Map());
  return responses[0]?.results[0]?.status ?? 'none';
}

function podOf(random: Random): Resource {
  const labels = Object.fromEntries(random.some(['app', 'team'], 0.6).map((key) => [key, random.pick(['a', 'b'])]));
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'ns', labels }, spec: podSpec(random) };
}

function controllerOf(kind: string, { metadata, spec }: Resource): Resource {
  const template = { metadata: metadata!, spec: spec! };
  const apiVersion = kind === 'ReplicationController' ? 'v1' : kind.endsWith('Job') ? 'batch/v1' : 'apps/v1';
  const own = { apiVersion, kind, metadata: { name: 'c', namespace: 'ns' } };
  return { ...own, spec: kind === 'CronJob' ? { jobTemplate: { spec: { template } } } : { template } };
}

/** Rules that look at the spec and the labels of a Pod only: what the template has too. */
function podPolicy(random: Random): JsonObject {
  const condition = {
    key: random.pick([
      "{{ request.object.spec.hostNetwork || 'no' }}",
      "{{ request.object.metadata.labels.app || 'none' }}",
      '{{ request.object.spec.containers[].image }}',
      '{{ length(request.object.spec.containers) }}',
    ]),
    operator: random.pick(['Equals', 'NotEquals', 'AnyIn', 'AnyNotIn', 'GreaterThan']),
    value: random.pick<JsonValue>(['a', 'nginx*', 1, ['a', 'nginx'], true]),
  };
  const validate = random.pick<() => JsonObject>([
    () => ({ pattern: podPatternOf(random) }),
    () => ({ anyPattern: [podPatternOf(random), podPatternOf(random)] }),
    () => ({ deny: { conditions: { any: [condition] } } }),
    () => ({
      foreach: [{ list: 'request.object.spec.containers', pattern: { image: random.pick(['nginx*', '!*:latest']) } }],
    }),
  ])();
  return {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name: 'p' },
    spec: {
      rules: [
        {
          name: 'r',
          match: { any: [{ resources: { kinds: ['Pod'] } }] },
          ...(random.chance(0.3) ? { preconditions: { all: [condition] } } : {}),
          validate: { message: 'm', ...validate },
        },
      ],
    },
  };
}
