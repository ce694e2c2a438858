import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../foundations/kube/index.ts';
import { parseManifests } from '../../../languages/manifest/index.ts';
import { loadPolicies } from '../../policy/index.ts';
import { compilePolicies, evaluate, evaluateWith, type Fact, type Lookup } from '../index.ts';

// What policies ask for, and what they make of the answers. The answers of mocks are compared with the real program in
// conformance/kyverno/cel-calls.

const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'ns' }, spec: { containers: [] } };

function compile(expression: string, kind = 'ValidatingPolicy') {
  const policy = {
    apiVersion: 'policies.kyverno.io/v1',
    kind,
    metadata: { name: 'p', ...(kind.startsWith('Namespaced') ? { namespace: 'ns' } : {}) },
    spec: {
      matchConstraints: {
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
      },
      variables: [{ name: 'text', expression }],
      validations: [{ expression: 'string(variables.text) == "never"', messageExpression: 'string(variables.text)' }],
    },
  };
  const { policies } = loadPolicies(parseManifests(JSON.stringify(policy), 'policy.json').documents);
  return compilePolicies(policies, []);
}

const input = { resource: pod, operation: 'CREATE', now: 0 } as const;

function wanted(expression: string, kind?: string): readonly Lookup[] {
  return evaluate(compile(expression, kind), input, new Map()).wanted;
}

/** What a text is when every lookup has one answer. */
async function say(expression: string, fact: Fact = { kind: 'unavailable' }, kind?: string): Promise<string> {
  const source = { fetch: () => Promise.resolve(fact) };
  const [response] = await evaluateWith(source, compile(expression, kind), input, new Map());
  return response!.results[0]!.message;
}

const value = (given: JsonValue): Fact => ({ kind: 'value', value: given });

describe('what is asked for', () => {
  const configMaps = { kind: 'resource', apiVersion: 'v1', resource: 'configmaps' } as const;
  it.each<[string, string, Lookup]>([
    ['an object', 'resource.Get("v1", "configmaps", "a", "b").x', { ...configMaps, namespace: 'a', name: 'b' }],
    [
      'an object, in small letters',
      'resource.get("v1", "configmaps", "", "b").x',
      { ...configMaps, namespace: '', name: 'b' },
    ],
    ['all objects', 'resource.List("v1", "configmaps", "a").x', { ...configMaps, namespace: 'a' }],
    [
      'objects by label',
      'resource.list("v1", "configmaps", "a", {"k": "v"}).x',
      { ...configMaps, namespace: 'a', labels: { k: 'v' } },
    ],
    [
      'a kind by its resource',
      'resource.Get(resource.ToGVR("v1", "ConfigMap"), "a", "b").x',
      { ...configMaps, namespace: 'a', name: 'b' },
    ],
    [
      'what creating an object would give',
      'resource.Post("v1", "configmaps", "a", {"k": 1}).x',
      { ...configMaps, namespace: 'a', post: { k: 1 } },
    ],
    [
      'a creation without namespace',
      'resource.post("v1", "configmaps", {}).x',
      { ...configMaps, namespace: '', post: {} },
    ],
    ['a page', 'http.Get("http://a").x', { kind: 'http', method: 'GET', url: 'http://a' }],
    [
      'an answer to data, with headers',
      'http.post("http://a", {"n": 1}, {"H": "v"}).x',
      { kind: 'http', method: 'POST', url: 'http://a', data: { n: 1 }, headers: { H: 'v' } },
    ],
    [
      'a client that trusts whom others do',
      'http.Client("").Get("http://a").x',
      { kind: 'http', method: 'GET', url: 'http://a' },
    ],
    ['an entry', 'globalContext.Get("e").x', { kind: 'globalContext', name: 'e' }],
    ['an entry without projection', 'globalContext.Get("e", "").x', { kind: 'globalContext', name: 'e' }],
    ['a projection', 'globalContext.get("e", "p").x', { kind: 'globalContext', name: 'e', projection: 'p' }],
    ['data of an image', 'image.GetMetadata("nginx").x', { kind: 'imageData', reference: 'nginx', access: {} }],
  ])('%s', (_, expression, lookup) => {
    expect(wanted(expression)).toEqual([lookup]);
  });

  it.each<[string, string, Lookup]>([
    [
      'an object of its namespace',
      'resource.Get("v1", "configmaps", "b").x',
      { ...configMaps, namespace: 'ns', name: 'b' },
    ],
    ['objects of its namespace', 'resource.List("v1", "configmaps").x', { ...configMaps, namespace: 'ns' }],
    [
      'an object by its kind',
      'resource.Get(resource.ToGVR("v1", "ConfigMap"), "b").x',
      { ...configMaps, namespace: 'ns', name: 'b' },
    ],
    [
      'a page, of mocks only',
      'http.Get("http://a").x',
      { kind: 'http', method: 'GET', url: 'http://a', confined: true },
    ],
  ])('a policy of one namespace: %s', (_, expression, lookup) => {
    expect(wanted(expression, 'NamespacedValidatingPolicy')).toEqual([lookup]);
  });

  it('one fact a round, for every element of a list, more than ten', async () => {
    const expression = 'string(lists.range(40).map(n, dyn(resource.Get("v1", "configmaps", "a", string(n))).n).sum())';
    const source = {
      fetch: (lookup: Lookup) => Promise.resolve(value({ n: 'name' in lookup ? Number(lookup.name) : 0 })),
    };
    const [response] = await evaluateWith(source, compile(expression), input, new Map());
    expect(response!.results[0]!.message).toBe('780');
  });
});

describe('what is made of an answer', () => {
  const attempt = { kind: 'error', message: 'why' } as const;
  it.each<[string, string, Fact, string]>([
    ['numbers of objects are int', 'string(resource.Get("v1", "a", "b", "c").n + 1)', value({ n: 2 }), '3'],
    ['no object is null', 'string(dyn(resource.Get("v1", "a", "b", "c")) == null)', value(null), 'true'],
    ['an error', 'resource.Get("v1", "a", "b", "c").x', attempt, 'error: failed to get resource: why'],
    ['an error of a list', 'resource.List("v1", "a", "b").x', attempt, 'error: failed to list resource: why'],
    ['an error of a creation', 'resource.Post("v1", "a", "b", {}).x', attempt, 'error: failed to create resource: why'],
    [
      'a version that is none',
      'resource.Get("a/b/c", "d", "e", "f").x',
      value(null),
      'error: failed to get resource: unexpected GroupVersion string: a/b/c',
    ],
    [
      'numbers of pages are double',
      'string(http.Get("u").body.n + 1)',
      value({ body: { n: 1 } }),
      'error: no such overload',
    ],
    ['the status is int', 'string(http.Get("u").statusCode + 1)', value({ body: null, statusCode: 404 }), '405'],
    [
      'authorities that cannot be read',
      'http.Client("x").Get("u").x',
      value(null),
      'error: request failed: failed to parse PEM CA bundle for APICall',
    ],
    ['an error of a page', 'http.Get("u").x', attempt, 'error: request failed: why'],
    ['numbers of entries are double', 'string(globalContext.Get("e") + 1)', value(1), 'error: no such overload'],
    ['no entry is null', 'string(globalContext.Get("e") == null)', { kind: 'unavailable' }, 'true'],
    ['an error of an entry', 'globalContext.Get("e", "p").x', attempt, 'error: failed to get global reference: why'],
    [
      'no data of an image',
      'image.GetMetadata("i").x',
      { kind: 'unavailable' },
      'error: failed to get image data: image data for i not found in the context',
    ],
  ])('%s', async (_, expression, fact, message) => {
    expect(await say(expression, fact)).toBe(message);
  });

  it.each([
    [
      'the global context',
      'globalContext.Get("e").x',
      'failed to get global reference: globalContext.* is not allowed in namespaced policies',
    ],
    [
      'a page without a mock',
      'http.Get("u").x',
      'request failed: http calls are not allowed in namespaced policies: set --allowHTTPInNamespacedPolicies to enable',
    ],
  ])('a policy of one namespace may not have %s', async (_, expression, message) => {
    expect(await say(expression, { kind: 'unavailable' }, 'NamespacedValidatingPolicy')).toBe(`error: ${message}`);
  });

  it.each([
    [
      'an overload that is not there',
      'resource.Get("v1", "a", "b").x',
      "applied to 'resource.Context.(string, string, string)'",
    ],
    [
      'a map that is compared with null',
      'string(resource.Get("v1", "a", "b", "c") == null)',
      "applied to '(map(string, ",
    ],
    ['a variable that is not there', 'variables.other', "undefined field 'other'"],
  ])('%s does not compile', async (_, expression, message) => {
    expect(await say(expression)).toContain(message);
  });
});

it('a variable that is written twice does not compile, with its place', () => {
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
  const variable = { name: 'v', expression: '1' };
  const text = JSON.stringify({
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'ValidatingPolicy',
    metadata: { name: 'p' },
    spec: { matchConstraints: { resourceRules: [rule] }, variables: [variable, variable], validations: [] },
  });
  const { policies } = loadPolicies(parseManifests(text, 'policy.json').documents);
  const { diagnostics } = compilePolicies(policies, []);
  expect(diagnostics.map(({ message, subject }) => `${subject?.path}: ${message}`)).toEqual([
    'spec.variables[1].name: policy `p` does not compile: variable `v` is written twice',
  ]);
});

describe('yaml.parse', () => {
  it.each([
    ['string(yaml.parse("a: 1").a)', '1'],
    ['string(type(yaml.parse("a: 1").a) == double)', 'true'],
    ['string(yaml.parse("- x\\n- y").size())', '2'],
    ['string(yaml.parse("") == null)', 'true'],
    [
      'string(yaml.parse("a: [").a)',
      'error: error converting YAML to JSON: yaml: line 1: did not find expected node content',
    ],
  ])('%s', async (expression, message) => {
    expect(await say(expression)).toBe(message);
  });
});

describe('random', () => {
  it('makes what a pattern matches', async () => {
    expect(await say('random()')).toMatch(/^[0-9a-z]{8}$/);
    expect(await say('random.random("[ab]{3}-x")')).toMatch(/^[ab]{3}-x$/);
    expect(await say('random("[")')).toContain('error: ');
  });

  it('makes the same in every evaluation of a request, and something else in every call', async () => {
    const both = 'random() + " " + random()';
    const made = await say(both);
    expect(await say(both)).toBe(made);
    const [first, second] = made.split(' ');
    expect(first).not.toBe(second);
  });
});

it.each([
  ['yaml.parse', 'string(lists.range(100000).all(n, yaml.parse("a: [1, 2, 3, 4, 5, 6, 7, 8, 9]").a.size() == 9))'],
  ['random', 'string(lists.range(1000000).all(n, random().size() == 8))'],
  [
    'data that is shared',
    'cel.bind(a, lists.range(1000), cel.bind(b, a.map(n, a), cel.bind(c, a.map(n, b), http.Post("u", c).x)))',
  ],
])('the cost limit ends %s', { timeout: 20_000 }, async (_, expression) => {
  expect(await say(expression)).toContain('actual cost limit exceeded');
});
