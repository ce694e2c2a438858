import { isObject, type JsonObject, type JsonValue } from '../../../src/foundations/kube/index.ts';

// Policies with mistakes: parts removed, repeated, renamed, replaced, added, or taken from another policy.

/** A stream of numbers that a seed decides (Numerical Recipes' generator). */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Random = ReturnType<typeof randomFrom>;
type Path = readonly (string | number)[];

const scalars: readonly JsonValue[] = [
  '*',
  '',
  'Pod',
  'v1/Pod',
  'a?c*',
  null,
  true,
  5,
  0,
  -1,
  [],
  {},
  ['a'],
  { a: 'b' },
  '{{ foo }}',
  '{{ foo.bar }}',
  '{{ request.object.metadata.name }}',
  '{{ request.operation }}',
  '{{ serviceAccountName }}',
  '{{serviceAccountNamespace}}',
  '{{ request.userInfo.username }}',
  '{{ request.roles }}',
  '{{ element.name }}',
  '{{ elementIndex }}',
  '{{ target.metadata.name }}',
  '{{ images.containers.*.name }}',
  '{{ to_upper(foo) }}',
  '{{ nope(foo) }}',
  '{{ a..b }}',
  '{{ }}',
  '{{- request.object.spec.x }}',
  '{{ request.object.metadata.labels.{{ request.namespace }} }}',
  '{{ request.object.metadata.labels.{{ foo }} }}',
  '\\{{ foo }}',
  'x {{ @ }} y',
  '$(./../name)',
  '$(/name)',
  'CREATE',
  'Enforce',
  'audit',
  'Equals',
  'equals',
  'Exists',
  'GreaterThan',
];

/** Parts to add, by the name of the map that they go into (`rules` is a rule, `any` and `all` are filters). */
const additions: Readonly<Record<string, JsonObject>> = {
  spec: {
    background: false,
    admission: false,
    webhookTimeoutSeconds: 40,
    failurePolicy: 'Fail',
    webhookConfiguration: { failurePolicy: 'Ignore', timeoutSeconds: 10 },
    generateExistingOnPolicyUpdate: true,
    mutateExistingOnPolicyUpdate: true,
    validationFailureAction: 'Enforce',
    validationFailureActionOverrides: [
      { action: 'Enforce', namespaces: ['a', 'b*'] },
      { action: 'Audit', namespaces: ['bc'] },
    ],
  },
  rules: {
    exclude: { any: [{ resources: { kinds: ['Pod'] } }] },
    mutate: { patchStrategicMerge: { metadata: { labels: { a: 'b' } } } },
    validate: { message: 'm', deny: {} },
    generate: { kind: 'ConfigMap', apiVersion: 'v1', name: 'n', namespace: 'ns', data: { data: { a: 'b' } } },
    verifyImages: [{ imageReferences: ['*'], mutateDigest: false }],
    context: [{ name: 'foo', variable: { value: 'x' } }],
    preconditions: { all: [{ key: '{{ request.operation }}', operator: 'Equals', value: 'CREATE' }] },
    celPreconditions: [{ name: 'a', expression: 'true' }],
    imageExtractors: { Pod: [{ path: '/spec' }] },
  },
  validate: {
    pattern: { spec: { a: 'b' } },
    anyPattern: [{ metadata: { labels: { a: 'b' } } }],
    deny: { conditions: { any: [{ key: 'a', operator: 'Equals', value: 'b' }] } },
    foreach: [{ list: 'request.object.spec.x', pattern: { a: 'b' } }],
    podSecurity: { level: 'baseline' },
    cel: { expressions: [{ expression: 'true' }] },
    failureActionOverrides: [{ action: 'Audit', namespaces: ['x'] }],
  },
  any: { roles: ['a'], clusterRoles: ['c'], subjects: [{ kind: 'User', name: 'u' }] },
  all: { roles: ['a:b'], subjects: [{ kind: 'ServiceAccount', name: 'u' }] },
  match: {
    any: [{ resources: { kinds: ['*'] } }],
    all: [{ resources: { kinds: ['Deployment'] } }],
    resources: { kinds: ['Pod'], name: 'n', names: ['m'] },
    subjects: [{ kind: 'Group', name: 'g' }],
  },
  resources: {
    selector: {},
    namespaceSelector: { matchLabels: { a: 'b' } },
    namespaces: ['x'],
    names: ['a*'],
    name: 'a',
    operations: ['CREATE'],
    annotations: { a: 'b' },
    kinds: ['*'],
  },
  metadata: {
    namespace: 'ns',
    annotations: { 'pod-policies.kyverno.io/autogen-controllers': 'all', x: '{{ request.userInfo }}' },
    labels: { a: 1 },
  },
  mutate: {
    targets: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'n', namespace: 'ns' }],
    patchesJson6902: '- op: add\n  path: /metadata/labels/a\n  value: "{{ request.object.metadata.name }}"',
    foreach: [{ list: 'request.object.spec.x', patchStrategicMerge: { a: 'b' } }],
    mutateExistingOnPolicyUpdate: true,
  },
  generate: {
    clone: { name: 'a', namespace: 'b' },
    cloneList: { kinds: ['v1/Secret'], namespace: 'x' },
    synchronize: true,
  },
  verifyImages: { mutateDigest: true, failureAction: 'Enforce', type: 'Notary', image: 'x' },
};

/** A policy with one to three mistakes; `donors` are where parts are taken from. */
export function withMistakes(policy: JsonObject, donors: readonly JsonObject[], random: Random): JsonObject {
  let mistaken: JsonValue = policy;
  for (let times = 1 + random(3); times > 0; times--) mistaken = withMistake(mistaken as JsonObject, donors, random);
  return mistaken as JsonObject;
}

function withMistake(policy: JsonObject, donors: readonly JsonObject[], random: Random): JsonValue {
  if (!isObject(policy['spec'])) return policy;
  // Annotations are long and all alike: one of many mistakes there says enough.
  const places = placesOf(policy, []).filter(
    (path) => (path.length > 1 || path[0] === 'kind') && (!path.includes('annotations') || random(8) === 0),
  );
  const path = places[random(places.length)]!;
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
  switch (random(7)) {
    case 0:
      return edit(policy, path, () => undefined);
    case 1:
      return edit(policy, path, () => structuredClone(pick(scalars)));
    case 2: {
      const lists = places.filter((place) => Array.isArray(at(policy, place)));
      return edit(policy, lists.length > 0 ? pick(lists) : path, (list) =>
        Array.isArray(list) && list.length > 0 ? [...list, pick(list)] : list,
      );
    }
    case 3: {
      const anchor = pick(['', '+', '^', 'X', '=', '<']);
      const inPattern = places.filter((place) => place.some((part) => /[pP]attern|patch/.test(String(part))));
      const place = inPattern.length > 0 ? pick(inPattern) : path;
      return renameKey(policy, place, (key) => `${anchor}(${key})`);
    }
    case 4: {
      if (random(4) === 0) return { ...policy, kind: policy['kind'] === 'Policy' ? 'ClusterPolicy' : 'Policy' };
      const strings = places.filter((place) => typeof at(policy, place) === 'string');
      return edit(policy, strings.length > 0 ? pick(strings) : path, () =>
        pick(scalars.filter((scalar) => typeof scalar === 'string')),
      );
    }
    case 5: {
      const maps = places.filter((place) => isObject(at(policy, place)) && nameOf(place) in additions);
      if (maps.length === 0) return policy;
      const place = pick(maps);
      const [key, value] = pick(Object.entries(additions[nameOf(place)]!));
      return edit(policy, place, (map) => ({ ...(map as JsonObject), [key]: structuredClone(value) }));
    }
    default: {
      const donor = pick(donors);
      const name = nameOf(path);
      const sources = placesOf(donor, []).filter((place) => nameOf(place) === name && place.length > 1);
      return sources.length > 0 ? edit(policy, path, () => structuredClone(at(donor, pick(sources)))) : policy;
    }
  }
}

/** The last name of a path: an item of a list has the list's. */
function nameOf(path: Path): string {
  return String(path.findLast((part) => typeof part === 'string') ?? '');
}

function placesOf(value: JsonValue, path: Path): Path[] {
  const inside = Array.isArray(value)
    ? value.flatMap((item, index) => placesOf(item, [...path, index]))
    : isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => placesOf(item, [...path, key]))
      : [];
  return path.length > 0 ? [path, ...inside] : inside;
}

function at(value: JsonValue | undefined, path: Path): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((found, part) => (found as never)?.[part], value);
}

function edit(
  value: JsonValue,
  [head, ...rest]: Path,
  change: (old: JsonValue | undefined) => JsonValue | undefined,
): JsonValue {
  if (head === undefined) return change(value) ?? null;
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => {
      if (index !== head) return [item];
      const changed = rest.length === 0 ? change(item) : edit(item, rest, change);
      return changed === undefined ? [] : [changed];
    });
  }
  const map = value as JsonObject;
  const changed = rest.length === 0 ? change(map[head]) : edit(map[head]!, rest, change);
  const { [head]: _, ...others } = map;
  return changed === undefined ? others : { ...map, [head]: changed };
}

function renameKey(policy: JsonObject, path: Path, rename: (key: string) => string): JsonValue {
  const key = path.at(-1)!;
  if (typeof key !== 'string') return policy;
  return edit(policy, path.slice(0, -1), (map) =>
    isObject(map)
      ? Object.fromEntries(Object.entries(map).map(([name, value]) => [name === key ? rename(name) : name, value]))
      : map,
  );
}
