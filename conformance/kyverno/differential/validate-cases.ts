import { isObject, type JsonObject, type JsonValue } from '../../../src/foundations/kube/index.ts';
import type { Random } from './random.ts';

const texts = [
  'a',
  'ab',
  'b-1',
  '1',
  '10',
  '1.5',
  'true',
  '1Gi',
  '100m',
  '0.5',
  '1h',
  '90m',
  '30s',
  '1.2.3',
  '2.0.0',
  'nginx:latest',
  '',
];
const numbers = [0, 1, 2, 10, 1.5, 100, 1000000, 3600];
const fieldNames = ['f', 'g', 'h'];

/** A resource with fields of all types: a Pod, a Deployment, a CronJob or a ConfigMap. */
export function resourceOf(random: Random, name: string): JsonObject {
  const kind = random.pick(['Pod', 'Pod', 'Deployment', 'CronJob', 'ConfigMap', 'ConfigMap']);
  const metadata = {
    name,
    namespace: random.pick(['default', 'shop', 'kube-system']),
    ...(random.chance(0.7) ? { labels: labelsOf(random) } : {}),
    ...(random.chance(0.4) ? { annotations: labelsOf(random) } : {}),
  };
  switch (kind) {
    case 'Pod':
      return { apiVersion: 'v1', kind, metadata, spec: podSpec(random) };
    case 'Deployment':
      return {
        apiVersion: 'apps/v1',
        kind,
        metadata,
        spec: { replicas: random.pick([0, 1, 3]), template: { metadata: {}, spec: podSpec(random) } },
      };
    case 'CronJob':
      return {
        apiVersion: 'batch/v1',
        kind,
        metadata,
        spec: { jobTemplate: { spec: { template: { spec: podSpec(random) } } } },
      };
    default:
      return { apiVersion: 'v1', kind, metadata, data: fieldsOf(random, 2) };
  }
}

function labelsOf(random: Random): JsonObject {
  return Object.fromEntries(
    random.some(['app', 'team', 'tier'], 0.6).map((key) => [key, random.pick(['a', 'b', 'web-1', ''])]),
  );
}

/** The spec of a random Pod. */
export function podSpec(random: Random): JsonObject {
  return {
    containers: ['c1', 'c2'].slice(0, 1 + random.below(2)).map((name) => ({
      name,
      image: random.pick([
        'nginx',
        'nginx:latest',
        'ghcr.io/a/b:1.2',
        'a/b@sha256:0000000000000000000000000000000000000000000000000000000000000000',
      ]),
      ...(random.chance(0.5)
        ? {
            resources: {
              limits: { memory: random.pick(['1Gi', '64Mi', '1.5Gi']), cpu: random.pick(['1', '100m', '0.5']) },
            },
          }
        : {}),
      ...(random.chance(0.5) ? { securityContext: { privileged: random.chance(0.5) } } : {}),
      ...(random.chance(0.4) ? { ports: [{ containerPort: random.pick([80, 8080]) }] } : {}),
      ...fieldsOf(random, 0),
    })),
    ...(random.chance(0.5) ? { hostNetwork: random.chance(0.5) } : {}),
    ...(random.chance(0.3)
      ? {
          volumes: random
            .some(['v1', 'v2'], 0.6)
            .map((name) => ({ name, ...(random.chance(0.5) ? { hostPath: { path: '/x' } } : { emptyDir: {} }) })),
        }
      : {}),
  };
}

function fieldsOf(random: Random, depth: number): JsonObject {
  return Object.fromEntries(random.some(fieldNames, 0.6).map((key) => [key, valueOf(random, depth)]));
}

function valueOf(random: Random, depth: number): JsonValue {
  if (depth > 0 && random.chance(0.25)) return fieldsOf(random, depth - 1);
  if (depth > 0 && random.chance(0.25))
    return Array.from({ length: random.below(3) }, () =>
      random.chance(0.5) ? random.pick(texts) : fieldsOf(random, depth - 1),
    );
  return random.pick<JsonValue>([...texts, ...numbers, true, false, null]);
}

/** A ClusterPolicy of one or two validate rules. */
export function policyOf(random: Random, name: string): JsonObject {
  return {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name, ...(random.chance(0.1) ? { annotations: { 'policies.kyverno.io/scored': 'false' } } : {}) },
    spec: {
      background: false,
      ...(random.chance(0.2) ? { applyRules: random.pick(['One', 'All']) } : {}),
      rules: ['r1', 'r2'].slice(0, 1 + random.below(2)).map((rule) => ruleOf(random, rule)),
    },
  };
}

function ruleOf(random: Random, name: string): JsonObject {
  const withContext = random.chance(0.3);
  const rule = plainRuleOf(random, name, withContext);
  // Some constants become the variable of the context.
  return withContext && random.chance(0.6) ? useVariable(random, rule) : rule;
}

function useVariable(random: Random, rule: JsonObject): JsonObject {
  const variables = ['{{ v }}', '{{v}}', 'x{{ v }}y', '{{ to_string(v) }}', '\\{{ v }}', '{{ v || `1` }}'];
  const replaced = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(replaced);
    if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item)]));
    return typeof value === 'string' && ['a', 'a*', 'c1', '1', '?*', '1Gi'].includes(value) && random.chance(0.7)
      ? random.pick(variables)
      : value;
  };
  return {
    ...rule,
    validate: replaced(rule['validate']!),
    ...(rule['preconditions'] ? { preconditions: replaced(rule['preconditions']) } : {}),
  };
}

function plainRuleOf(random: Random, name: string, withContext: boolean): JsonObject {
  return {
    name,
    match: matchOf(random, true),
    ...(random.chance(0.2) ? { exclude: matchOf(random, false) } : {}),
    ...(withContext ? { context: [contextOf(random)] } : {}),
    ...(random.chance(0.4) ? { preconditions: conditionsOf(random) } : {}),
    validate: validationOf(random),
  };
}

function contextOf(random: Random): JsonObject {
  return {
    name: 'v',
    variable: random.pick<JsonObject>([
      { jmesPath: 'request.object.data.f', default: 'none' },
      { jmesPath: "request.object.metadata.labels.app || 'none'" },
      { value: { list: ['a', 'b'], n: 2 }, jmesPath: 'list' },
      { jmesPath: 'request.object.spec.containers[].image' },
      { value: '{{ request.object.metadata.name }}' },
    ]),
  };
}

function matchOf(random: Random, kinds: boolean): JsonObject {
  const filters = Array.from({ length: 1 + random.below(2) }, () => filterOf(random, kinds));
  return { [random.pick(['any', 'all'])]: filters };
}

function filterOf(random: Random, kinds: boolean): JsonObject {
  const named = kinds || random.chance(0.5);
  return {
    resources: {
      ...(named
        ? { kinds: [random.pick(['Pod', 'Pod', 'ConfigMap', 'Deployment', 'v1/Pod', 'apps/v1/*', '*'])] }
        : { namespaces: [random.pick(['shop', 'kube-*'])] }),
      ...(random.chance(0.15) ? { names: [random.pick(['*1', 'r?', '*'])] } : {}),
      ...(random.chance(0.15) ? { namespaces: [random.pick(['shop', 'kube-*', '?efault'])] } : {}),
      ...(random.chance(0.15)
        ? { selector: { matchLabels: { [random.pick(['app', 'app*'])]: random.pick(['a', '*', 'web-?']) } } }
        : {}),
      ...(random.chance(0.1)
        ? { selector: { matchExpressions: [{ key: 'app', operator: random.pick(['Exists', 'DoesNotExist']) }] } }
        : {}),
      ...(random.chance(0.1) ? { annotations: { [random.pick(['team', 't*'])]: random.pick(['a', '*']) } } : {}),
      ...(random.chance(0.1) ? { operations: random.some(['CREATE', 'UPDATE'], 0.7) } : {}),
    },
  };
}

const operators = [
  'Equals',
  'NotEquals',
  'AnyIn',
  'AllIn',
  'AnyNotIn',
  'AllNotIn',
  'GreaterThan',
  'GreaterThanOrEquals',
  'LessThan',
  'LessThanOrEquals',
  'In',
  'NotIn',
  'DurationGreaterThan',
  'DurationLessThanOrEquals',
];

const keys = [
  '{{ request.object.data.f }}',
  '{{ request.object.data.g || `2` }}',
  "{{ request.object.data.h || '' }}",
  '{{ request.object.metadata.name }}',
  "{{ request.object.metadata.labels.app || 'x' }}",
  "{{ request.object.metadata.annotations.team || 'x' }}",
  '{{ request.object.spec.containers[].image || `[]` }}',
  '{{ request.object.spec.containers[].ports[].containerPort }}',
  '{{ length(request.object.spec.containers || `[]`) }}',
  '{{ request.operation }}',
  "{{ to_string(request.object.data.f || '') }}",
  '{{ images.containers.*.registry || `[]` }}',
  '{{ request.object.spec.replicas || `0` }}',
  'a',
  '10',
  '1h',
];

function conditionsOf(random: Random): JsonValue {
  const list = () => Array.from({ length: 1 + random.below(2) }, () => conditionOf(random));
  return random.pick<() => JsonValue>([
    () => ({ all: list() }),
    () => ({ any: list() }),
    () => ({ any: list(), all: list() }),
    () => list(),
    () => ({ any: [] }),
  ])();
}

function conditionOf(random: Random): JsonObject {
  return {
    key: random.chance(0.1) ? random.pick(numbers) : random.pick(keys),
    operator: random.pick(operators),
    value: random.pick<() => JsonValue>([
      () => random.pick(texts),
      () => random.pick(numbers),
      () => Array.from({ length: random.below(4) }, () => random.pick<JsonValue>([...texts, ...numbers])),
      () => random.pick(['a*', '?', '*', '1-10', '10-20', '5!-15', '["a","1"]', '{{ request.object.metadata.name }}']),
      () => random.chance(0.5),
    ])(),
    ...(random.chance(0.3) ? { message: 'because' } : {}),
  };
}

function validationOf(random: Random): JsonObject {
  const message = random.pick([
    'not allowed',
    'name {{ request.object.metadata.name }}',
    'value {{ request.object.data.f }}.',
  ]);
  return {
    message,
    ...(random.chance(0.3) ? { failureAction: random.pick(['Audit', 'Enforce']) } : {}),
    ...random.pick<() => JsonObject>([
      () => ({ pattern: patternOf(random) }),
      () => ({ pattern: patternOf(random) }),
      () => ({ anyPattern: [patternOf(random), patternOf(random)] }),
      () => ({ deny: { conditions: conditionsOf(random) } }),
      () => ({ foreach: [foreachOf(random)] }),
    ])(),
  };
}

function foreachOf(random: Random): JsonObject {
  if (random.chance(0.25)) return nestedForeachOf(random);
  return plainForeachOf(random);
}

/** A foreach in a foreach, which sees the elements of both. */
function nestedForeachOf(random: Random): JsonObject {
  const condition = {
    key: random.pick([
      '{{ element.containerPort }}',
      '{{ element1.containerPort }}',
      "{{ element0.name || '' }}",
      '{{ elementIndex0 }}',
      '{{ elementIndex1 }}',
      '{{ element }}',
    ]),
    operator: random.pick(operators),
    value: random.pick<JsonValue>([80, 'c1', 0, 1, [80, 443], 'c*']),
  };
  return {
    list: 'request.object.spec.containers',
    foreach: [
      {
        list: random.pick(['element.ports', 'element0.ports', 'element.ports || `[]`', 'element.none']),
        ...(random.chance(0.3) ? { preconditions: { all: [{ ...condition, operator: 'NotEquals' }] } } : {}),
        ...(random.chance(0.5)
          ? { deny: { conditions: { any: [condition] } } }
          : { pattern: { containerPort: random.pick(['>=80', 8080, '80 | 443']) } }),
      },
    ],
  };
}

function plainForeachOf(random: Random): JsonObject {
  return {
    list: random.pick([
      'request.object.spec.containers',
      'request.object.spec.[containers, initContainers][]',
      'request.object.data.f',
      'request.object.none',
      'request.object.spec.containers[].name',
    ]),
    ...(random.chance(0.3)
      ? {
          preconditions: {
            all: [{ key: '{{ element.name || element }}', operator: 'Equals', value: random.pick(['c1', 'c*', 'a']) }],
          },
        }
      : {}),
    ...random.pick<() => JsonObject>([
      () => ({ pattern: containerPattern(random) }),
      () => ({ anyPattern: [containerPattern(random), containerPattern(random)] }),
      () => ({
        deny: {
          conditions: {
            any: [
              {
                key: "{{ element.image || '' }}",
                operator: random.pick(operators),
                value: random.pick(['nginx*', '*:latest', 'nginx']),
              },
            ],
          },
        },
      }),
      () => ({
        deny: {
          conditions: {
            all: [
              {
                key: '{{ elementIndex }}',
                operator: random.pick(operators),
                value: random.pick<JsonValue>([0, 1, '1']),
              },
            ],
          },
        },
      }),
    ])(),
  };
}

const scalarPatterns: readonly JsonValue[] = [
  '*',
  '?*',
  '!a',
  '!*:latest',
  'a | b',
  '>1',
  '<=10',
  '>=1Gi',
  '<2Gi',
  '1-10',
  '5!-15',
  '1Mi-2Gi',
  '>30m',
  '<1h',
  'a*',
  '!a & !b',
  '<= 100m',
  '> 0.4',
  'null',
  null,
  0,
  1,
  1.5,
  true,
  false,
  '',
  '1',
  'true',
  '>= 1.2.0',
];

function anchor(random: Random, key: string): string {
  return random.pick([key, key, key, `(${key})`, `=(${key})`, `X(${key})`, `<(${key})`]);
}

/** A validation pattern for such a resource. */
export function patternOf(random: Random): JsonObject {
  return {
    ...(random.chance(0.3)
      ? {
          metadata: {
            [anchor(random, 'labels')]: {
              [random.pick(['app', 'app*', '=(app)', 'X(team)'])]: random.pick(['a', '?*', '!b', 'web-*']),
            },
          },
        }
      : {}),
    ...random.pick<() => JsonObject>([
      () => ({ [anchor(random, 'data')]: fieldPatterns(random, 2) }),
      () => ({ [anchor(random, 'spec')]: specPattern(random) }),
      () => ({ spec: specPattern(random) }),
      () => ({ [anchor(random, 'kind')]: random.pick(['Pod', '?*', '!Pod']), data: fieldPatterns(random, 1) }),
    ])(),
  };
}

/** A pattern that looks at the labels and the spec of a Pod only. */
export function podPatternOf(random: Random): JsonObject {
  const labels = { [anchor(random, 'app')]: random.pick(['a', '?*', '!b']) };
  return {
    ...(random.chance(0.3) ? { metadata: { [anchor(random, 'labels')]: labels } } : {}),
    spec: specPattern(random),
  };
}

function specPattern(random: Random): JsonObject {
  return {
    ...(random.chance(0.7)
      ? { [random.pick(['containers', 'containers', '=(containers)', '^(containers)'])]: [containerPattern(random)] }
      : {}),
    ...(random.chance(0.4) ? { [anchor(random, 'hostNetwork')]: random.pick([true, false]) } : {}),
    ...(random.chance(0.3)
      ? {
          [anchor(random, 'volumes')]: [
            random.pick<JsonValue>([
              { 'X(hostPath)': 'null' },
              { name: 'v*' },
              { '(name)': 'v1', emptyDir: {} },
              { '=(hostPath)': { path: '!/x' } },
            ]),
          ],
        }
      : {}),
  };
}

function containerPattern(random: Random): JsonObject {
  return {
    ...(random.chance(0.4) ? { [anchor(random, 'name')]: random.pick(['c1', 'c*', '!c1']) } : {}),
    ...(random.chance(0.6)
      ? { [anchor(random, 'image')]: random.pick(['*:latest', '!*:latest', 'nginx* | ghcr.io/*', '*@*']) }
      : {}),
    ...(random.chance(0.3)
      ? {
          [anchor(random, 'resources')]: {
            limits: {
              memory: random.pick(['?*', '<=1Gi', '>100Mi']),
              [anchor(random, 'cpu')]: random.pick(['<1', '>=100m', '*']),
            },
          },
        }
      : {}),
    ...(random.chance(0.3)
      ? {
          [anchor(random, 'securityContext')]: {
            [anchor(random, 'privileged')]: random.pick<JsonValue>(['false', false, true, null]),
          },
        }
      : {}),
    ...(random.chance(0.3) ? fieldPatterns(random, 0) : {}),
  };
}

function fieldPatterns(random: Random, depth: number): JsonObject {
  return Object.fromEntries(
    random.some(fieldNames, 0.7).map((key) => [anchor(random, key), fieldPattern(random, depth)]),
  );
}

function fieldPattern(random: Random, depth: number): JsonValue {
  if (depth > 0 && random.chance(0.2)) return fieldPatterns(random, depth - 1);
  if (depth > 0 && random.chance(0.2))
    return [random.chance(0.5) ? random.pick(scalarPatterns) : fieldPatterns(random, depth - 1)];
  return random.pick(scalarPatterns);
}
