import type { JsonObject, JsonValue } from '../../../src/foundations/kube/index.ts';
import type { Random } from './random.ts';

/** One mutate rule and one resource for it. */
export interface MutateCase {
  readonly policy: JsonObject;
  readonly resource: JsonObject;
}

const names = ['a', 'b', 'c'];
const scalars: readonly JsonValue[] = ['x', 'y', '', '1', 'true', 1, 2, 0, true, false, null];

/** A random mutate rule on a random Pod, ConfigMap or custom resource; both are named after `id`. */
export function mutateCase(random: Random, id: string): MutateCase {
  const kind = random.pick(['Pod', 'Pod', 'Pod', 'ConfigMap', 'Widget']);
  const resource = resourceOf(random, kind, id);
  return { resource, policy: policyOf(kind, id, mutation(random, kind)) };
}

function policyOf(kind: string, id: string, mutate: JsonObject): JsonObject {
  return {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name: id },
    spec: { rules: [{ name: 'r', match: { any: [{ resources: { kinds: [kind], names: [id] } }] }, mutate }] },
  };
}

function resourceOf(random: Random, kind: string, id: string): JsonObject {
  const metadata = { name: id, namespace: 'ns', ...(random.chance(0.6) ? { labels: texts(random) } : {}) };
  const apiVersion = kind === 'Widget' ? 'example.com/v1' : 'v1';
  if (kind === 'ConfigMap') return { apiVersion, kind, metadata, data: texts(random) };
  if (kind === 'Widget') return { apiVersion, kind, metadata, spec: { ...fields(random), containers: items(random) } };
  return { apiVersion, kind, metadata, spec: podSpec(random) };
}

function podSpec(random: Random): JsonObject {
  return {
    containers: names.slice(0, 1 + random.below(3)).map((name) => container(random, name)),
    ...(random.chance(0.3) ? { initContainers: [container(random, 'init')] } : {}),
    ...(random.chance(0.4) ? { hostNetwork: random.chance(0.5) } : {}),
    ...(random.chance(0.4) ? { tolerations: [{ key: 'k', operator: 'Exists' }] } : {}),
    ...(random.chance(0.4) ? { volumes: random.some(names, 0.5).map((name) => ({ name, emptyDir: {} })) } : {}),
    ...(random.chance(0.4) ? { securityContext: { runAsNonRoot: random.chance(0.5) } } : {}),
  };
}

function container(random: Random, name: string): JsonObject {
  return {
    name,
    image: random.pick(['nginx:1', 'nginx:latest', 'redis']),
    ...(random.chance(0.4) ? { imagePullPolicy: random.pick(['Always', 'IfNotPresent']) } : {}),
    ...(random.chance(0.5) ? { ports: ports(random) } : {}),
    ...(random.chance(0.5)
      ? { env: random.some(names, 0.6).map((key) => ({ name: key, value: random.pick(['x', 'y']) })) }
      : {}),
    ...(random.chance(0.4) ? { resources: { limits: { memory: random.pick(['1Gi', '64Mi']) } } } : {}),
    ...(random.chance(0.3) ? { securityContext: { privileged: random.chance(0.5) } } : {}),
    ...(random.chance(0.3) ? { args: random.some(names, 0.5) } : {}),
  };
}

function ports(random: Random): JsonValue {
  return random.some([80, 443], 0.7).map((containerPort) => ({
    containerPort,
    ...(random.chance(0.6) ? { protocol: random.pick(['TCP', 'UDP']) } : {}),
  }));
}

function texts(random: Random): JsonObject {
  return Object.fromEntries(random.some(names, 0.6).map((key) => [key, random.pick(['x', 'y', '1', 'true'])]));
}

function fields(random: Random): JsonObject {
  return Object.fromEntries(
    random.some(names, 0.6).map((key) => [key, random.pick(scalars.filter((value) => value !== null))]),
  );
}

function items(random: Random): JsonValue {
  return random.some(names, 0.6).map((name) => ({ name, ...fields(random) }));
}

function mutation(random: Random, kind: string): JsonObject {
  if (random.chance(0.3)) return { patchesJson6902: JSON.stringify(operations(random, kind)) };
  if (random.chance(0.2) && kind === 'Pod') return { foreach: [foreachOf(random)] };
  return { patchStrategicMerge: patch(random, kind) };
}

function foreachOf(random: Random): JsonObject {
  const element = {
    name: '{{ element.name }}',
    image: 'changed/{{ element.image }}',
    ...anchored(random, 'imagePullPolicy', 'Always'),
  };
  return {
    list: random.pick([
      'request.object.spec.containers',
      'request.object.spec.containers[]',
      'request.object.spec.none',
    ]),
    ...(random.chance(0.3) ? { order: random.pick(['Ascending', 'Descending']) } : {}),
    patchStrategicMerge: { spec: { containers: [element] } },
  };
}

function patch(random: Random, kind: string): JsonObject {
  const metadata: JsonObject = random.chance(0.4) ? { metadata: map(random, 'labels', texts(random)) } : {};
  if (kind === 'ConfigMap') return { ...metadata, ...map(random, 'data', anchoredFields(random)) };
  if (kind === 'Widget')
    return {
      ...metadata,
      spec: { ...anchoredFields(random), ...(random.chance(0.5) ? { containers: items(random) } : {}) },
    };
  return { ...metadata, spec: specPatch(random) };
}

function specPatch(random: Random): JsonObject {
  return {
    ...(random.chance(0.7)
      ? { [random.pick(['containers', 'containers', '(containers)'])]: containerPatches(random) }
      : {}),
    ...(random.chance(0.2) ? { initContainers: containerPatches(random) } : {}),
    ...(random.chance(0.3) ? anchored(random, 'hostNetwork', random.pick([true, false, null])) : {}),
    ...(random.chance(0.3)
      ? anchored(
          random,
          'securityContext',
          random.pick<JsonValue>([{ runAsNonRoot: true }, { '+(runAsUser)': 5 }, null]),
        )
      : {}),
    ...(random.chance(0.2) ? { tolerations: [{ key: 'new' }] } : {}),
    ...(random.chance(0.3) ? { volumes: volumePatches(random) } : {}),
  };
}

function volumePatches(random: Random): JsonValue {
  return random.pick<JsonValue>([
    [{ name: 'a', $patch: 'delete' }],
    [{ $patch: 'replace' }, { name: 'z', emptyDir: {} }],
    [{ name: 'b', hostPath: { path: '/x' } }],
    null,
    [],
  ]);
}

function containerPatches(random: Random): JsonValue {
  return Array.from({ length: 1 + random.below(2) }, () => containerPatch(random));
}

function containerPatch(random: Random): JsonObject {
  return {
    ...(random.chance(0.6)
      ? { [random.pick(['name', '(name)', '(name)'])]: random.pick(['a', 'b', '*', '?*', 'new']) }
      : {}),
    ...(random.chance(0.5) ? anchored(random, 'image', random.pick(['*:latest', 'nginx*', 'redis', '!*:*'])) : {}),
    ...(random.chance(0.4) ? anchored(random, 'imagePullPolicy', random.pick(['Always', 'IfNotPresent', null])) : {}),
    ...(random.chance(0.3) ? { env: [{ name: random.pick(names), value: 'new' }] } : {}),
    ...(random.chance(0.3) ? { ports: ports(random) } : {}),
    ...(random.chance(0.3) ? { resources: { limits: anchored(random, 'memory', random.pick(['2Gi', '1Gi'])) } } : {}),
    ...(random.chance(0.2) ? { securityContext: anchored(random, 'privileged', random.pick([true, false])) } : {}),
    ...(random.chance(0.2) ? { args: random.some(names, 0.5) } : {}),
  };
}

/** A field that is plain or anchored. */
function anchored(random: Random, key: string, value: JsonValue): JsonObject {
  return { [random.pick([key, key, `(${key})`, `+(${key})`, `<(${key})`])]: value };
}

function anchoredFields(random: Random): JsonObject {
  return Object.assign(
    {},
    ...random.some(names, 0.7).map((key) => anchored(random, key, random.pick(scalars))),
  ) as JsonObject;
}

function map(random: Random, key: string, value: JsonObject): JsonObject {
  return { [random.pick([key, key, `+(${key})`])]: random.chance(0.1) ? { $patch: 'replace', ...value } : value };
}

function operations(random: Random, kind: string): JsonValue {
  const paths =
    kind === 'ConfigMap'
      ? ['/data/a', '/data/n~1m', '/data', '/metadata/labels/a', '/metadata/annotations/x']
      : [
          '/spec/containers/0/image',
          '/spec/containers/-',
          '/spec/containers/-1',
          '/spec/containers/5',
          '/spec/none/0/x',
          '/spec/none/-/x',
          '/spec/a',
          '/metadata/labels/a',
          '/metadata/annotations/x',
          '/spec/containers/x',
        ];
  return Array.from({ length: 1 + random.below(3) }, () => {
    const op = random.pick(['add', 'add', 'replace', 'remove', 'test', 'move', 'copy']);
    return {
      op,
      path: random.pick(paths),
      ...(op === 'move' || op === 'copy' ? { from: random.pick(paths) } : {}),
      ...(op === 'add' || op === 'replace' || op === 'test'
        ? { value: random.pick<JsonValue>([{ name: 'n' }, 'v', 1, null, ['l']]) }
        : {}),
    };
  });
}
