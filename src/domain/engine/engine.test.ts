import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Resource } from '../../foundations/kube/index.ts';
import { parseManifests } from '../../languages/manifest/index.ts';
import { loadPolicies } from '../policy/index.ts';
import {
  compilePolicies,
  type EvaluationInput,
  evaluate,
  evaluateWith,
  explain,
  type Fact,
  type Lookup,
  lookupKey,
} from './index.ts';

const now = Date.parse('2026-11-24T12:00:00Z');

function compile(text: string) {
  const loaded = loadPolicies(parseManifests(text, 'policies.yaml').documents);
  const compiled = compilePolicies(loaded.policies, loaded.exceptions);
  return { compiled, diagnostics: [...loaded.diagnostics, ...compiled.diagnostics] };
}

/** A ClusterPolicy with the rules that the text lists. */
const policyOf = (rules: string, spec = '  background: false\n') =>
  `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\nspec:\n  rules:\n${rules.replace(/^/gm, '    ')}\n${spec}`;

const ruleOf = (body: string, kinds = 'Pod') =>
  `- name: r\n  match: {any: [{resources: {kinds: [${kinds}]}}]}\n${body.replace(/^/gm, '  ')}`;

const pod = (spec: Resource['spec'] = {}, metadata = {}): Resource => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', ...metadata },
  spec: spec!,
});

const deployment = (spec: Resource['spec']): Resource => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { template: { metadata: { labels: { app: 'web' } }, spec: spec! } },
});

const created = (resource: Resource, more: Partial<EvaluationInput> = {}): EvaluationInput => ({
  resource,
  operation: 'CREATE',
  now,
  ...more,
});

/** What is said, as `rule: status` or `rule: status: message`. */
function say(text: string, input: EvaluationInput, messages = false): string[] {
  const { responses, wanted } = evaluate(compile(text).compiled, input, new Map());
  expect(wanted).toEqual([]);
  return responses.flatMap(({ results }) =>
    results.map(({ rule, status, message }) => (messages ? `${rule}: ${status}: ${message}` : `${rule}: ${status}`)),
  );
}

describe('a validate rule', () => {
  it.each<[string, string, EvaluationInput, string[]]>([
    [
      'passes what fits its pattern',
      ruleOf('validate: {message: m, pattern: {spec: {hostNetwork: false}}}'),
      created(pod({ hostNetwork: false })),
      ["r: pass: validation rule 'r' passed."],
    ],
    [
      'fails with its message, its name and the path',
      ruleOf('validate: {message: no host, pattern: {spec: {hostNetwork: false}}}'),
      created(pod({ hostNetwork: true })),
      ['r: fail: validation error: no host. rule r failed at path /spec/hostNetwork/'],
    ],
    [
      'says nothing about a kind that it does not match',
      ruleOf('validate: {pattern: {spec: {a: b}}}', 'Service'),
      created(pod()),
      [],
    ],
    [
      'puts variables into its message',
      ruleOf('validate: {message: "{{ request.object.metadata.name }} is out", deny: {}}'),
      created(pod()),
      ['r: fail: web is out'],
    ],
  ])('%s', (_, rules, input, expected) => {
    expect(say(policyOf(rules), input, true)).toEqual(expected);
  });

  it.each<[string, string, EvaluationInput, string[]]>([
    [
      'skips where its preconditions do not hold',
      ruleOf(
        'preconditions: {all: [{key: "{{ request.operation }}", operator: Equals, value: UPDATE}]}\nvalidate: {deny: {}}',
      ),
      created(pod()),
      ['r: skip'],
    ],
    [
      'leaves excluded resources alone',
      `- name: r\n  match: {any: [{resources: {kinds: [Pod]}}]}\n  exclude: {any: [{resources: {namespaces: ["sh*"]}}]}\n  validate: {deny: {}}`,
      created(pod()),
      [],
    ],
    [
      'is content with one pattern of anyPattern',
      ruleOf('validate: {message: m, anyPattern: [{spec: {a: x}}, {spec: {a: z}}]}'),
      created(pod({ a: 'z' })),
      ['r: pass'],
    ],
    [
      'fails when no pattern of anyPattern fits',
      ruleOf('validate: {message: m, anyPattern: [{spec: {a: x}}, {spec: {a: z}}]}'),
      created(pod({ a: 'o' })),
      ['r: fail'],
    ],
    [
      'judges each element of foreach, and one that fails is enough',
      ruleOf(
        'validate: {message: m, foreach: [{list: request.object.spec.containers, pattern: {image: "registry/*"}}]}',
      ),
      created(pod({ containers: [{ image: 'registry/a' }, { image: 'b' }] })),
      ['r: fail'],
    ],
    [
      'says nothing of an empty foreach',
      ruleOf(
        'validate: {message: m, foreach: [{list: "request.object.spec.containers || `[]`", pattern: {image: x}}]}',
      ),
      created(pod()),
      [],
    ],
    [
      'reads variables of its context, each from those before',
      ruleOf(
        'context: [{name: a, variable: {value: "we"}}, {name: b, variable: {jmesPath: "join(\'\', [a, \'b\'])"}}]\nvalidate: {deny: {conditions: {all: [{key: "{{ b }}", operator: Equals, value: "{{ request.object.metadata.name }}"}]}}}',
      ),
      created(pod()),
      ['r: fail'],
    ],
    [
      'judges the object that goes on DELETE',
      `- name: r\n  match: {any: [{resources: {kinds: [Pod], operations: [DELETE]}}]}\n  validate: {deny: {conditions: {all: [{key: "{{ request.oldObject.metadata.name }}", operator: Equals, value: web}]}}}`,
      { oldResource: pod(), operation: 'DELETE', now },
      ['r: fail'],
    ],
    [
      'ignores who asks where nobody does, as in a scan',
      `- name: r\n  match: {any: [{resources: {kinds: [Pod]}, subjects: [{kind: User, name: ann}]}]}\n  validate: {deny: {}}`,
      created(pod()),
      ['r: fail'],
    ],
    [
      'matches who asks',
      `- name: r\n  match: {any: [{resources: {kinds: [Pod]}, subjects: [{kind: User, name: ann}]}]}\n  validate: {deny: {}}`,
      created(pod(), { user: { username: 'bob', groups: [], roles: [], clusterRoles: [] } }),
      [],
    ],
    [
      'treats names of the prototype as plain names',
      ruleOf('validate: {message: m, pattern: {metadata: {labels: {constructor: "?*"}}}}'),
      created(pod()),
      ['r: fail'],
    ],
    [
      'judges the template of a pod controller by a generated rule',
      ruleOf('validate: {message: m, pattern: {spec: {hostNetwork: false}}}'),
      created(deployment({ hostNetwork: true })),
      ['autogen-r: fail'],
    ],
    [
      'judges the template of a CronJob by a rule of its own',
      ruleOf('validate: {message: m, pattern: {spec: {hostNetwork: false}}}'),
      created({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'c', namespace: 'shop' },
        spec: { jobTemplate: { spec: { template: { spec: { hostNetwork: false } } } } },
      }),
      ['autogen-cronjob-r: pass'],
    ],
  ])('%s', (_, rules, input, expected) => {
    expect(say(policyOf(rules), input)).toEqual(expected);
  });

  it('is an error when a variable names nothing, and says which', () => {
    const condition = '{key: "{{ request.object.nothing.here }}", operator: Equals, value: 1}';
    const said = say(
      policyOf(ruleOf(`validate: {message: m, deny: {conditions: {all: [${condition}]}}}`)),
      created(pod()),
      true,
    );
    expect(said).toEqual([expect.stringMatching(/^r: error: .*nothing\.here/)]);
  });

  it('that is not scored warns instead of failing', () => {
    const text = policyOf(ruleOf('validate: {deny: {}}')).replace(
      '{name: p}',
      '{name: p, annotations: {policies.kyverno.io/scored: "false"}}',
    );
    expect(say(text, created(pod()))).toEqual(['r: warn']);
  });

  it('that does not compile fails on its own, and the others run', () => {
    const broken =
      '- name: broken\n  match: {any: [{resources: {kinds: [Pod]}}]}\n  validate: {cel: {expressions: [{expression: "object.spec.("}]}}';
    const { compiled, diagnostics } = compile(policyOf(`${broken}\n${ruleOf('validate: {deny: {}}')}`));
    expect(diagnostics.map(({ code, location }) => [code, location?.line])).toContainEqual(['ENGINE_RULE_INVALID', 6]);
    const { responses } = evaluate(compiled, created(pod()), new Map());
    expect(responses[0]!.results.map(({ rule, status }) => [rule, status])).toEqual([
      ['broken', 'fail'],
      ['r', 'fail'],
    ]);
  });

  it.each([
    ['All', ['a: pass', 'b: fail']],
    ['One', ['a: pass']],
  ])('is followed by the next under applyRules: %s as the field says', (applyRules, expected) => {
    const two = `- name: a\n  match: {any: [{resources: {kinds: [Pod]}}]}\n  validate: {pattern: {kind: Pod}}\n- name: b\n  match: {any: [{resources: {kinds: [Pod]}}]}\n  validate: {deny: {}}`;
    expect(say(policyOf(two, `  applyRules: ${applyRules}\n`), created(pod()))).toEqual(expected);
  });
});

describe('exceptions', () => {
  const classic = `${policyOf(ruleOf('validate: {deny: {}}'))}---
apiVersion: kyverno.io/v2
kind: PolicyException
metadata: {name: e, namespace: x}
spec:
  exceptions: [{policyName: p, ruleNames: [r]}]
  match: {any: [{resources: {kinds: [Pod, Deployment], names: [web]}}]}
`;
  it.each<[string, Resource, string[]]>([
    ['skip the rule they name for what they match', pod(), ['r: skip']],
    ['leave others as they are', pod({}, { name: 'other' }), ['r: fail']],
    ['do not cover a generated rule that they do not name', deployment({}), ['autogen-r: fail']],
  ])('%s', (_, resource, expected) => {
    expect(say(classic, created(resource))).toEqual(expected);
  });

  it('of policies.kyverno.io end at their instant, not before and not after', () => {
    const text = `apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: p}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  validations: [{expression: "false", message: m}]
---
apiVersion: policies.kyverno.io/v1
kind: PolicyException
metadata: {name: e, namespace: x}
spec:
  policyRefs: [{kind: ValidatingPolicy, name: p}]
  expiresAt: "2026-11-24T13:00:00+01:00"
`;
    const { compiled } = compile(text);
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (offset) => {
        const { responses } = evaluate(compiled, created(pod(), { now: now + offset }), new Map());
        expect(responses[0]!.results[0]!.status).toBe(offset < 0 ? 'skip' : 'fail');
      }),
    );
  });
});

describe('facts', () => {
  const text = policyOf(
    `${ruleOf('context: [{name: c, configMap: {name: "{{ request.object.metadata.name }}", namespace: shop}}]\nvalidate: {deny: {conditions: {all: [{key: "{{ c.data.banned }}", operator: Equals, value: "yes"}]}}}')}\n- name: other\n  match: {any: [{resources: {kinds: [Pod]}}]}\n  validate: {pattern: {kind: Pod}}`,
  );
  const wanted: Lookup = { kind: 'configMap', namespace: 'shop', name: 'web' };
  const fact: Fact = { kind: 'value', value: { data: { banned: 'yes' } } };

  it('that are missing are asked for, while the other rules finish', () => {
    const first = evaluate(compile(text).compiled, created(pod()), new Map());
    expect(first.wanted).toEqual([wanted]);
    expect(first.responses[0]!.results.map(({ rule }) => rule)).toEqual(['other']);
    const second = first.resume(new Map([[lookupKey(wanted), fact]]));
    expect(second.wanted).toEqual([]);
    expect(second.responses[0]!.results.map(({ rule, status }) => [rule, status])).toEqual([
      ['r', 'fail'],
      ['other', 'pass'],
    ]);
  });

  it('are fetched once for a whole run', async () => {
    const asked: Lookup[] = [];
    const source = {
      fetch: (lookup: Lookup) => {
        asked.push(lookup);
        return Promise.resolve(fact);
      },
    };
    const known = new Map<string, Fact>();
    const { compiled } = compile(text);
    for (let i = 0; i < 3; i++) await evaluateWith(source, compiled, created(pod({ i })), known);
    expect(asked).toEqual([wanted]);
  });

  it('that fail make the rule an error, never a pass', async () => {
    const source = { fetch: () => Promise.resolve<Fact>({ kind: 'error', message: 'no route' }) };
    const responses = await evaluateWith(source, compile(text).compiled, created(pod()), new Map());
    expect(responses[0]!.results[0]).toMatchObject({ rule: 'r', status: 'error' });
    expect(responses[0]!.results[0]!.message).toContain('no route');
  });

  it('have one key each: other data is another lookup, the order of fields is not', () => {
    const post = (data: Lookup & { kind: 'apiCall' }) => lookupKey(data);
    const base = { kind: 'apiCall', method: 'POST', urlPath: '/x' } as const;
    expect(post({ ...base, data: { a: 1 } })).not.toBe(post({ ...base, data: { a: 2 } }));
    expect(post({ ...base, data: { a: 1, b: 2 } })).toBe(post({ ...base, data: { b: 2, a: 1 } }));
  });
});

describe('explain', () => {
  it('says the same as evaluate, whatever the pod', () => {
    const { compiled } = compile(
      policyOf(
        ruleOf(
          'preconditions: {all: [{key: "{{ request.object.spec.a || \'\' }}", operator: NotEquals, value: skip}]}\nvalidate: {message: m, pattern: {spec: {a: "x*", "=(b)": ">2"}}}',
        ),
      ),
    );
    const value = fc.constantFrom('x', 'xy', 'skip', 'n', '', null);
    fc.assert(
      fc.property(value, fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }), (a, b) => {
        const input = created(pod(b === undefined ? { a } : { a, b }));
        const plain = evaluate(compiled, input, new Map()).responses.flatMap(({ results }) => results);
        const traced = explain(compiled, input, new Map());
        expect(traced.flatMap(({ result }) => result ?? [])).toEqual(plain);
        expect(traced[0]!.steps.length).toBeGreaterThan(0);
      }),
    );
  });
});
