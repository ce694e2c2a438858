import { describe, expect, it } from 'vitest';
import type { JsonObject, Resource } from '../../../foundations/kube/index.ts';
import { parseManifests } from '../../../languages/manifest/index.ts';
import { loadPolicies } from '../../policy/index.ts';
import { compilePolicies, evaluate } from '../index.ts';

const numbers = Array.from({ length: 3000 }, (_, index) => index);

/** Status and message of the one rule, and the milliseconds that it took. */
function judge(rule: JsonObject, annotation = '') {
  const match = { any: [{ resources: { kinds: ['Pod'] } }] };
  const spec = { background: false, rules: [{ name: 'r', match, ...rule }] };
  const text = JSON.stringify({ apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', metadata: { name: 'p' }, spec });
  const compiled = compilePolicies(loadPolicies(parseManifests(text, 'p.yaml').documents).policies);
  const metadata = { name: 'web', namespace: 'shop', annotations: { a: annotation } };
  const resource: Resource = { apiVersion: 'v1', kind: 'Pod', metadata, spec: { l: numbers } };
  const start = performance.now();
  const { responses } = evaluate(compiled, { resource, operation: 'CREATE', now: 0 }, new Map());
  const { status, message } = responses[0]!.results[0]!;
  return { status, message, took: performance.now() - start };
}

const deny = (key: string, operator = 'Equals', value: JsonObject[string] = 'a'): JsonObject => ({
  validate: { message: 'm', deny: { conditions: { all: [{ key, operator, value }] } } },
});
/** Context entries that each make something of the one before: `v0` to `v39`. */
const chain = (first: JsonObject[string], next: (before: string) => JsonObject): JsonObject => ({
  context: Array.from({ length: 40 }, (_, i) => ({
    name: `v${i}`,
    variable: i ? next(`v${i - 1}`) : { value: first },
  })),
});
const list = 'request.object.spec.l';
const parsed = (format: string): JsonObject => ({
  context: [{ name: 'y', variable: { jmesPath: `parse_${format}(request.object.metadata.annotations.a)` } }],
});
const foreach3 = (inner: JsonObject) => [{ list, foreach: [{ list, foreach: [{ list, ...inner }] }] }];
const brackets = '['.repeat(100_000) + ']'.repeat(100_000);

describe('a rule that would not end is an error that says what took too much', () => {
  const inner = (deny('{{element}}', 'Equals', -5)['validate'] as JsonObject)['deny']!;
  it.each<[string, JsonObject, string, RegExp]>([
    [
      'texts that double',
      { ...chain('xxxxxxxxxx', (v) => ({ value: `{{${v}}}{{${v}}}` })), ...deny('{{v39}}') },
      '',
      /make a text of over 2097152 characters/,
    ],
    [
      'a text that names itself twice',
      deny('{{request.object.metadata.annotations.a}}x'),
      '{{request.object.metadata.annotations.a}} '.repeat(2),
      /make a text of over|the texts that variables make|passes/,
    ],
    [
      'lists that double',
      { ...chain([1], (v) => ({ jmesPath: `[${v}, ${v}][]` })), ...deny('{{length(v39)}}') },
      '',
      /the values of context entry|too large/,
    ],
    [
      'lists in lists that double',
      { ...chain([1], (v) => ({ jmesPath: `[${v}, ${v}]` })), ...deny('{{to_string(v39)}}') },
      '',
      /the values of context entry/,
    ],
    [
      'lists in lists that double in a message',
      { ...chain([1], (v) => ({ value: { a: `{{${v}}}`, b: `{{${v}}}` } })), ...deny('{{v39}}') },
      '',
      /the values /,
    ],
    [
      'lists that double within one expression',
      deny(`{{ to_string(${list}${' | [@, @]'.repeat(40)}) }}`),
      '',
      /too large/,
    ],
    [
      'lists that are joined and double',
      { ...chain('xxx', (v) => ({ jmesPath: `join(',', [${v}, ${v}])` })), ...deny('{{v39}}') },
      '',
      /too large/,
    ],
    [
      'functions within functions',
      deny(`{{ length(map(&length(map(&length(map(&'a', \`[${numbers}]\`)), \`[${numbers}]\`)), \`[${numbers}]\`)) }}`),
      '',
      /too large/,
    ],
    [
      'foreach three deep',
      { validate: { message: 'm', foreach: foreach3({ deny: inner }) } as unknown as JsonObject },
      '',
      /the elements of foreach/,
    ],
    [
      'foreach of patches three deep',
      {
        mutate: {
          foreach: foreach3({ patchesJson6902: '- {op: add, path: /metadata/labels/a, value: "{{element}}"}' }),
        } as unknown as JsonObject,
      },
      '',
      /the (elements of foreach|patched copies)/,
    ],
    [
      'pairs of two long lists',
      deny(
        `{{ ${list}[].to_string(@) }}`,
        'AllNotIn',
        Array.from({ length: 20_000 }, (_, i) => `x${i}*`),
      ),
      '',
      /the pairs of two lists in a condition/,
    ],
    [
      'JSON nested 100,000 deep',
      { ...parsed('json'), ...deny('{{ y }}', 'AnyIn', '{{ y }}') },
      brackets,
      /the JSON is nested deeper than 1000 levels/,
    ],
    ['YAML nested 100,000 deep', { ...parsed('yaml'), ...deny('{{ y }}') }, brackets, /nested deeper/],
    [
      'a regular expression of repeats',
      deny(`{{ regex_match('((((a{1,30}){1,30}){1,30}){1,30})$', 'aaa') }}`),
      '',
      /./,
    ],
  ])('%s', { timeout: 30_000 }, (_, rule, annotation, message) => {
    const result = judge(rule, annotation);
    expect(result.status).toBe('error');
    expect(result.message).toMatch(message);
    // About a second on a quiet machine.
    expect(result.took).toBeLessThan(10_000);
  });
});

describe('a rule that only looks dear is judged', () => {
  it.each<[string, JsonObject, string]>([
    [
      'a regular expression that backtracks elsewhere',
      deny(`{{ regex_match('^(a+)+$', '${'a'.repeat(5000)}b') }}`, 'Equals', true),
      'pass',
    ],
    ['wildcards that backtrack elsewhere', deny('a'.repeat(50_000), 'Equals', `${'*a'.repeat(5000)}b`), 'pass'],
    [
      '100,000 alternatives',
      {
        validate: {
          message: 'm',
          pattern: { metadata: { name: Array.from({ length: 100_000 }, (_, i) => `x${i}*`).join(' | ') } },
        },
      },
      'fail',
    ],
    [
      'foreach over a long list',
      {
        validate: {
          message: 'm',
          foreach: [{ list, deny: (deny('{{element}}', 'Equals', -5)['validate'] as JsonObject)['deny']! }],
        },
      },
      'pass',
    ],
  ])('%s', { timeout: 30_000 }, (_, rule, status) => {
    const result = judge(rule);
    expect(result.status).toBe(status);
    expect(result.took).toBeLessThan(10_000);
  });
});
