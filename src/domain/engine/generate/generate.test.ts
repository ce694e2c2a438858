import { expect, it } from 'vitest';
import type { JsonObject, JsonValue, Resource } from '../../../foundations/kube/index.ts';
import { parseManifests } from '../../../languages/manifest/index.ts';
import { loadPolicies } from '../../policy/index.ts';
import { compilePolicies, type EvaluationInput, evaluateWith, type FactSource, selectObjects } from '../index.ts';

const namespace = (labels: JsonObject = {}): Resource => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', uid: 'u-1', labels },
});

const secret = (name: string, from: string, labels: JsonObject = {}): Resource => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: from, labels, uid: 'x', resourceVersion: '7', ownerReferences: [{ uid: 'o' }] },
  data: { key: 'dg==' },
});

function rule(generate: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name: 'p' },
    spec: { rules: [{ name: 'r', match: { any: [{ resources: { kinds: ['Namespace'] } }] }, generate, ...more }] },
  };
}

async function run(
  documents: readonly JsonObject[],
  input: Partial<EvaluationInput>,
  objects: readonly Resource[] = [],
) {
  const text = documents.map((document) => JSON.stringify(document)).join('\n---\n');
  const { policies, exceptions } = loadPolicies(parseManifests(text, 'policies.yaml').documents);
  const source: FactSource = {
    fetch: (lookup) =>
      Promise.resolve(
        lookup.kind === 'objects'
          ? { kind: 'value', value: [...selectObjects(objects, lookup)] }
          : { kind: 'unavailable' },
      ),
  };
  const full = { operation: 'CREATE' as const, now: 0, ...input };
  return (await evaluateWith(source, compilePolicies(policies, exceptions), full, new Map())).flatMap(
    ({ results }) => results,
  );
}

/** Status, message where there is one, and what is generated without the labels every generated object has. */
async function say(documents: readonly JsonObject[], input: Partial<EvaluationInput>, objects?: readonly Resource[]) {
  return (await run(documents, input, objects)).map(({ status, message, generated }) => ({
    status,
    ...(message ? { message } : {}),
    ...(generated ? { generated: generated.map(withoutLabels) } : {}),
  }));
}

function withoutLabels(object: Resource): JsonValue {
  const { labels, ...metadata } = object['metadata'] as JsonObject;
  const kept = Object.entries(labels as JsonObject).filter(
    ([name]) => !/^(generate\.|app\.)kubernetes|^generate\./.test(name),
  );
  return { ...object, metadata: { ...metadata, ...(kept.length > 0 ? { labels: Object.fromEntries(kept) } : {}) } };
}

const configMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: 'defaults',
  namespace: '{{ request.object.metadata.name }}',
};
const made = (data: JsonObject) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'defaults', namespace: 'shop' },
  ...data,
});

it.each<[string, JsonObject[], Partial<EvaluationInput>, readonly Resource[], JsonValue]>([
  [
    'data becomes an object, with variables filled in',
    [rule({ ...configMap, data: { data: { for: '{{ request.object.metadata.name }}' } } })],
    { resource: namespace() },
    [],
    [{ status: 'pass', generated: [made({ data: { for: 'shop' } })] }],
  ],
  [
    'a clone drops what the server added, and owners of another namespace',
    [
      rule({
        apiVersion: 'v1',
        kind: 'Secret',
        name: 'copy',
        namespace: 'shop',
        clone: { name: 'regcred', namespace: 'default' },
      }),
    ],
    { resource: namespace() },
    [secret('regcred', 'default', { team: 'a' })],
    [
      {
        status: 'pass',
        generated: [
          {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name: 'copy', namespace: 'shop', labels: { team: 'a' } },
            data: { key: 'dg==' },
          },
        ],
      },
    ],
  ],
  [
    'a list of clones keeps names and takes the selected ones',
    [
      rule({
        namespace: 'shop',
        cloneList: { namespace: 'default', kinds: ['v1/Secret'], selector: { matchLabels: { share: 'yes' } } },
      }),
    ],
    { resource: namespace() },
    [secret('a', 'default', { share: 'yes' }), secret('b', 'default'), secret('c', 'other', { share: 'yes' })],
    [
      {
        status: 'pass',
        generated: [
          {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name: 'a', namespace: 'shop', labels: { share: 'yes' } },
            data: { key: 'dg==' },
          },
        ],
      },
    ],
  ],
  [
    'an object is not cloned onto itself',
    [
      rule({
        apiVersion: 'v1',
        kind: 'Secret',
        name: 'a',
        namespace: 'default',
        clone: { name: 'a', namespace: 'default' },
      }),
    ],
    { resource: namespace() },
    [secret('a', 'default')],
    [{ status: 'pass', generated: [] }],
  ],
  [
    'a source that is not there is an error that names it',
    [
      rule({
        apiVersion: 'v1',
        kind: 'Secret',
        name: 'a',
        namespace: 'shop',
        clone: { name: 'a', namespace: 'default' },
      }),
    ],
    { resource: namespace() },
    [],
    [{ status: 'error', message: 'failed to generate: source resource Secret a in namespace default not found' }],
  ],
  [
    'foreach creates one object for each element that its preconditions admit',
    [
      rule({
        foreach: [
          {
            list: "split(request.object.metadata.labels.zones, '.')",
            preconditions: { all: [{ key: '{{ element }}', operator: 'NotEquals', value: 'b' }] },
            ...configMap,
            name: 'zone-{{ elementIndex }}',
            data: { data: { zone: '{{ element }}' } },
          },
        ],
      }),
    ],
    { resource: namespace({ zones: 'a.b.c' }) },
    [],
    [
      {
        status: 'pass',
        generated: [
          { ...made({ data: { zone: 'a' } }), metadata: { name: 'zone-0', namespace: 'shop' } },
          { ...made({ data: { zone: 'c' } }), metadata: { name: 'zone-2', namespace: 'shop' } },
        ],
      },
    ],
  ],
  [
    'preconditions that do not hold skip the rule',
    [rule({ ...configMap, data: {} }, { preconditions: { all: [{ key: 'a', operator: 'Equals', value: 'b' }] } })],
    { resource: namespace() },
    [],
    [{ status: 'skip' }],
  ],
  [
    'an exception skips the rule',
    [
      rule({ ...configMap, data: {} }),
      {
        apiVersion: 'kyverno.io/v2',
        kind: 'PolicyException',
        metadata: { name: 'e', namespace: 'n' },
        spec: {
          exceptions: [{ policyName: 'p', ruleNames: ['r'] }],
          match: { any: [{ resources: { kinds: ['Namespace'] } }] },
        },
      },
    ],
    { resource: namespace() },
    [],
    [{ status: 'skip', message: 'rule is skipped due to policy exception n/e' }],
  ],
])('%s', async (_, documents, input, objects, expected) => {
  expect(await say(documents, input, objects)).toEqual(expected);
});

it('a generated object carries its policy, rule and trigger as labels', async () => {
  const [result] = await run([rule({ ...configMap, data: {} })], { resource: namespace() });
  expect((result!.generated![0]!['metadata'] as JsonObject)['labels']).toEqual({
    'app.kubernetes.io/managed-by': 'kyverno',
    'generate.kyverno.io/policy-name': 'p',
    'generate.kyverno.io/policy-namespace': '',
    'generate.kyverno.io/rule-name': 'r',
    'generate.kyverno.io/trigger-group': '',
    'generate.kyverno.io/trigger-version': 'v1',
    'generate.kyverno.io/trigger-kind': 'Namespace',
    'generate.kyverno.io/trigger-namespace': '',
    'generate.kyverno.io/trigger-uid': 'u-1',
  });
});
