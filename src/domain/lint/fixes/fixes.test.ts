import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonObject, type JsonValue, jsonEqual } from '../../../foundations/kube/index.ts';
import { parseManifests, toYaml } from '../../../languages/manifest/index.ts';
import { fixPolicy, fixTestFile } from '../index.ts';

const name = fc.constantFrom('a', 'b', 'c-1', 'x y');
const filter: fc.Arbitrary<JsonObject> = fc.record(
  {
    resources: fc.record({ kinds: fc.array(name, { minLength: 1, maxLength: 2 }) }),
    subjects: fc.array(fc.record({ kind: fc.constant('User'), name }), { minLength: 1, maxLength: 2 }),
    clusterRoles: fc.array(name, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ['resources'] },
);
const block = fc.oneof(filter, fc.record({ any: fc.array(filter, { minLength: 1, maxLength: 2 }) }));
const condition = fc.record({
  key: fc.constantFrom('{{ request.operation }}', 'a', 'line\nbreak'),
  operator: fc.constantFrom('In', 'NotIn', 'Equal', 'NotEqual', 'Equals', 'AnyIn'),
  value: fc.oneof(name, fc.array(name, { maxLength: 2 })),
});
const conditions = fc.array(condition, { minLength: 1, maxLength: 3 });
const preconditions = fc.oneof(conditions, fc.record({ any: conditions, all: conditions }, { requiredKeys: ['all'] }));
const rule = fc.record({ name, match: block, exclude: block, preconditions }, { requiredKeys: ['name', 'match'] });
const policy = fc.record({
  apiVersion: fc.constant('kyverno.io/v1'),
  kind: fc.constant('ClusterPolicy'),
  spec: fc.record({
    validationFailureAction: fc.constantFrom('audit', 'enforce', 'Audit'),
    rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
  }),
});

/** Lines of a document with comments behind some and between others; texts over several lines get none. */
function commented(value: JsonObject, seed: number): string {
  const lines = toYaml(value).split('\n');
  const isPlain = (line: string) => /^[ -]*[\w]+:( [\w .{}'"-]+)?$/.test(line) && !line.includes('|');
  return `# head\n${lines.map((line, index) => (isPlain(line) && (index * seed) % 3 === 1 ? `${line} # c${index}` : line)).join('\n')}\n# end\n`;
}

const comments = (text: string) => text.match(/# \w+$/gm) ?? [];
const valueOf = (text: string) => parseManifests(text, 'p.yaml').documents[0]!.value;

/** What a fix means, on values: the plain model of it. */
function modelOf(value: { spec: { validationFailureAction: string; rules: readonly JsonObject[] } }): JsonValue {
  const { validationFailureAction: action, rules } = value.spec;
  return {
    ...value,
    spec: {
      validationFailureAction: action.charAt(0).toUpperCase() + action.slice(1),
      rules: rules.map((rule) =>
        Object.fromEntries(
          Object.entries(rule).map(([key, part]) => {
            if ((key === 'match' || key === 'exclude') && !('any' in (part as JsonObject)))
              return [key, { any: [part] }];
            return [key, key === 'preconditions' ? modelOfConditions(part as JsonValue) : part];
          }),
        ),
      ),
    },
  } as JsonValue;
}

const renamed: Readonly<Record<string, string>> = {
  In: 'AllIn',
  NotIn: 'AnyNotIn',
  Equal: 'Equals',
  NotEqual: 'NotEquals',
};

function modelOfConditions(value: JsonValue): JsonValue {
  const groups = (Array.isArray(value) ? { all: value } : value) as Record<string, JsonObject[]>;
  const entries = Object.entries(groups).map(([group, list]) => [
    group,
    list.map((item) => ({ ...item, operator: renamed[String(item['operator'])] ?? item['operator'] })),
  ]);
  return Object.fromEntries(entries) as JsonObject;
}

describe('a fixed policy', () => {
  it('means what the model means, keeps every comment, and has nothing left to fix', () => {
    fc.assert(
      fc.property(policy, fc.integer({ min: 1, max: 5 }), fc.boolean(), (value, seed, windows) => {
        const text = commented(value as JsonObject, seed).replaceAll('\n', windows ? '\r\n' : '\n');
        const { text: fixed } = fixPolicy('p.yaml', text, 0, value as JsonValue);
        expect(jsonEqual(valueOf(fixed), modelOf(value as never))).toBe(true);
        expect(comments(fixed.replaceAll('\r', ''))).toEqual(comments(text.replaceAll('\r', '')));
        if (windows) expect(fixed.replaceAll('\r\n', '')).not.toContain('\n');
        const again = fixPolicy('p.yaml', fixed, 0, valueOf(fixed));
        expect(again).toEqual({ text: fixed, messages: [] });
      }),
      { numRuns: 200 },
    );
  });
});

const result = fc.record(
  {
    policy: name,
    rule: name,
    resources: fc.array(name, { maxLength: 3 }),
    resource: name,
    namespace: name,
    kind: fc.constant('Pod'),
    result: fc.constantFrom('pass', 'fail'),
  },
  { requiredKeys: ['policy', 'kind', 'result'] },
);
const test = fc.record(
  {
    apiVersion: fc.constant('cli.kyverno.io/v1alpha1'),
    kind: fc.constant('Test'),
    name,
    policies: fc.array(name, { minLength: 1, maxLength: 3 }),
    resources: fc.array(name, { minLength: 1, maxLength: 3 }),
    results: fc.array(result, { minLength: 1, maxLength: 4 }),
  },
  { requiredKeys: ['policies', 'resources', 'results'] },
);

describe('a fixed test file', () => {
  it('has the header of today and no old field, and has nothing left to fix', () => {
    fc.assert(
      fc.property(test, fc.integer({ min: 1, max: 5 }), fc.boolean(), (value, seed, compress) => {
        const { text: fixed } = fixTestFile('t.yaml', commented(value as JsonObject, seed), 0, compress);
        const found = valueOf(fixed) as JsonObject;
        expect(found).toMatchObject({
          apiVersion: 'cli.kyverno.io/v1alpha1',
          kind: 'Test',
          metadata: { name: value.name ?? 't.yaml' },
          policies: [...new Set(value.policies)],
          resources: [...new Set(value.resources)],
        });
        expect(found['name']).toBeUndefined();
        for (const each of found['results'] as JsonObject[])
          expect(Object.keys(each)).not.toEqual(expect.arrayContaining(['resource']));
        expect(fixTestFile('t.yaml', fixed, 0, compress)).toEqual({ text: fixed, messages: [] });
      }),
      { numRuns: 200 },
    );
  });
});
