import { expect, it } from 'vitest';
import type { JsonObject, JsonValue, Resource } from '../../../foundations/kube/index.ts';
import { parseManifests } from '../../../languages/manifest/index.ts';
import { loadPolicies } from '../../policy/index.ts';
import { compilePolicies, evaluateWith, type FactSource, selectObjects } from '../index.ts';

const pod = (spec: JsonObject, labels?: JsonObject): Resource => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', ...(labels ? { labels } : {}) },
  spec,
});

const target: Resource = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'seen', namespace: 'shop' },
  data: {},
};

function policy(rules: readonly JsonObject[], name = 'p'): JsonObject {
  return {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name },
    spec: {
      rules: rules.map((rule, index) => ({
        name: `r${index}`,
        match: { any: [{ resources: { kinds: ['Pod'] } }] },
        ...rule,
      })),
    },
  };
}

const source: FactSource = {
  fetch: (lookup) =>
    Promise.resolve(
      lookup.kind === 'objects'
        ? { kind: 'value', value: [...selectObjects([target], lookup)] }
        : { kind: 'unavailable' },
    ),
};

async function run(policies: readonly JsonObject[], resource: Resource) {
  const text = policies.map((each) => JSON.stringify(each)).join('\n---\n');
  const compiled = compilePolicies(loadPolicies(parseManifests(text, 'policies.yaml').documents).policies);
  const responses = await evaluateWith(source, compiled, { resource, operation: 'CREATE', now: 0 }, new Map());
  const results = responses.flatMap(({ results: found }) => found);
  const last = responses.filter(({ patchedResource }) => patchedResource).at(-1);
  return {
    said: results.map(({ status, message }) => `${status}: ${message}`),
    left: last?.patchedResource,
    targets: results.flatMap(({ patchedTarget }) => patchedTarget ?? []),
  };
}

const containers = (...names: string[]) => names.map((name) => ({ name, image: `${name}:1` }));

it.each<[string, JsonObject, Resource, [unknown, JsonValue]]>([
  [
    'a merge changes the resource and says so',
    { patchStrategicMerge: { metadata: { labels: { a: '{{ request.object.metadata.name }}' } } } },
    pod({}),
    ['pass: mutated Pod/web in namespace shop', pod({}, { a: 'web' })],
  ],
  [
    'a merge without effect is a skip',
    { patchStrategicMerge: { spec: { a: 1 } } },
    pod({ a: 1 }),
    ['skip: no patches applied', null],
  ],
  [
    'a condition in a list picks the elements',
    { patchStrategicMerge: { spec: { containers: [{ '(name)': 'a*', tty: true }] } } },
    pod({ containers: containers('a1', 'b') }),
    [
      'pass: mutated Pod/web in namespace shop',
      pod({
        containers: [
          { name: 'a1', image: 'a1:1', tty: true },
          { name: 'b', image: 'b:1' },
        ],
      }),
    ],
  ],
  [
    'a condition that does not hold leaves all as it is',
    { patchStrategicMerge: { spec: { '(hostNetwork)': true, dnsPolicy: 'None' } } },
    pod({ hostNetwork: false }),
    ['skip: no patches applied', null],
  ],
  [
    '+() adds only what is missing',
    { patchStrategicMerge: { spec: { '+(a)': 1, '+(b)': 2 } } },
    pod({ a: 5 }),
    ['pass: mutated Pod/web in namespace shop', pod({ a: 5, b: 2 })],
  ],
  [
    'patchesJson6902 may be YAML, with variables',
    { patchesJson6902: '- op: add\n  path: /spec/node\n  value: "{{ request.object.metadata.namespace }}"' },
    pod({}),
    ['pass: mutated Pod/web in namespace shop', pod({ node: 'shop' })],
  ],
  [
    'foreach patches element by element and keeps their order',
    {
      foreach: [
        {
          list: 'request.object.spec.containers',
          patchStrategicMerge: { spec: { containers: [{ name: '{{ element.name }}', n: '{{ elementIndex }}' }] } },
        },
      ],
    },
    pod({ containers: containers('a', 'b') }),
    [
      'pass: mutated Pod/web in namespace shop',
      pod({
        containers: [
          { name: 'a', image: 'a:1', n: 0 },
          { name: 'b', image: 'b:1', n: 1 },
        ],
      }),
    ],
  ],
  [
    'foreach over nothing is a skip',
    { foreach: [{ list: 'request.object.spec.containers', patchStrategicMerge: { spec: { a: 1 } } }] },
    pod({ containers: [] }),
    ['skip: 0 elements processed', null],
  ],
  [
    'a nested foreach sees both elements',
    {
      foreach: [
        {
          list: 'request.object.spec.containers',
          foreach: [
            {
              list: 'element0.args',
              patchesJson6902: '- {op: add, path: "/spec/seen/-", value: "{{ element0.name }}{{ element1 }}"}',
            },
          ],
        },
      ],
    },
    pod({ containers: [{ name: 'a', args: ['x', 'y'] }] }),
    [
      'pass: mutated Pod/web in namespace shop',
      pod({ containers: [{ name: 'a', args: ['x', 'y'] }], seen: ['ax', 'ay'] }),
    ],
  ],
  [
    'a patch that does not apply is an error',
    { patchesJson6902: '[{"op":"replace","path":"/spec/a","value":1}]' },
    pod({}),
    [
      'error: failed to patch resource: replace operation does not apply: doc is missing key: /spec/a: missing value',
      null,
    ],
  ],
  [
    'an unknown variable is an error',
    { patchStrategicMerge: { spec: { a: '{{ request.object.spec.none }}' } } },
    pod({}),
    [
      expect.stringMatching(
        /^error: variable substitution failed: failed to resolve request.object.spec.none at path \/mutate\/patchStrategicMerge\/spec\/a: .*Unknown key "none" in path/,
      ),
      null,
    ],
  ],
])('%s', async (_, mutate, resource, [said, left]) => {
  const before = structuredClone(resource);
  const found = await run([policy([{ mutate }])], resource);
  expect(found.said).toEqual([said]);
  expect(found.left ?? null).toEqual(left);
  expect(resource).toEqual(before);
});

it('a later rule and the validation see what an earlier rule changed', async () => {
  const rules: JsonObject[] = [
    { mutate: { patchStrategicMerge: { metadata: { labels: { a: 'x' } } } } },
    { mutate: { patchStrategicMerge: { metadata: { labels: { b: '{{ request.object.metadata.labels.a }}y' } } } } },
  ];
  const validate = policy([{ validate: { message: 'm', pattern: { metadata: { labels: { b: 'xy' } } } } }], 'v');
  const { said } = await run([validate, policy(rules)], pod({}));
  expect(said.map((line) => line.split(':')[0])).toEqual(['pass', 'pass', 'pass']);
});

it('after a change that failed nothing is judged, as in the reference', async () => {
  const broken = { mutate: { patchesJson6902: '[{"op":"replace","path":"/spec/a","value":1}]' } };
  const validate = policy([{ validate: { message: 'm', pattern: { spec: { b: 1 } } } }], 'v');
  const { said } = await run(
    [policy([broken, { mutate: { patchStrategicMerge: { spec: { b: 1 } } } }]), validate],
    pod({}),
  );
  expect(said).toHaveLength(1);
});

it('targets are changed, and what triggers the rule is not', async () => {
  const mutate = {
    targets: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace: '{{ request.object.metadata.namespace }}',
        name: 's*',
        preconditions: { all: [{ key: '{{ target.metadata.name }}', operator: 'Equals', value: 'seen' }] },
      },
    ],
    patchStrategicMerge: { data: { '{{ request.object.metadata.name }}': '{{ target.metadata.name }}' } },
  };
  // Of a rule for Pods the reference also makes rules for controllers, which know no target, and refuses the policy.
  const match = { any: [{ resources: { kinds: ['Service'] } }] };
  const { said, left, targets } = await run([policy([{ match, mutate }])], { ...pod({}), kind: 'Service' });
  expect([said, left]).toEqual([['pass: mutated ConfigMap/seen in namespace shop'], undefined]);
  expect(targets).toEqual([{ ...target, data: { web: 'seen' } }]);
});
