import { describe, expect, it } from 'vitest';
import type { Resource } from '../../../foundations/kube/index.ts';
import { parseManifests } from '../../../languages/manifest/index.ts';
import { loadPolicies } from '../../policy/index.ts';
import { compilePolicies, type EvaluationInput, evaluate, type RuleResult } from '../index.ts';

const pod = (labels: Record<string, string>, spec = {}): Resource => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', labels },
  spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
});

/** Source: Kyverno 1.19.1, each of these rules with `request.operation: UPDATE`. */
function judge(rule: string, input: Partial<EvaluationInput>, spec = ''): RuleResult | undefined {
  const text = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: p}
spec:
  background: false
${spec}  rules:
  - name: r
${rule.replace(/^/gm, '    ')}`;
  const loaded = loadPolicies(parseManifests(text, 'p.yaml').documents);
  expect(loaded.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { policies } = loaded;
  const { responses } = evaluate(compilePolicies(policies), { operation: 'UPDATE', now: 0, ...input }, new Map());
  return responses[0]?.results[0];
}

const pods = 'match: {any: [{resources: {kinds: [Pod]}}]}';
const pattern = 'message: "needs a team", pattern: {metadata: {labels: {team: "?*"}}}';
const rule = (validate: string, match = pods) => `${match}\nvalidate: {${validate}}`;
const deny = (key: string, operator: string, value: string) =>
  `failureAction: Enforce, message: "no", deny: {conditions: {any: [{key: "{{${key}}}", operator: ${operator}, value: ${value}}]}}`;
const preconditions = 'preconditions: {all: [{key: "{{request.operation}}", operator: Equals, value: UPDATE}]}';
const asUser = 'match: {any: [{resources: {kinds: [Pod]}, subjects: [{kind: User, name: bob}]}]}';

const [bad, good] = [pod({}), pod({ team: 'a' })];
const forgiven = 'skipping the rule evaluation as pre-existing violations are allowed';

describe('an update that violates a rule', () => {
  it.each([
    ['passes when the object did before', rule(`failureAction: Enforce, ${pattern}`), bad, 'skip'],
    ['fails when the object did not before', rule(`failureAction: Enforce, ${pattern}`), good, 'fail'],
    ['fails in Audit', rule(`failureAction: Audit, ${pattern}`), bad, 'fail'],
    [
      'fails where the rule does not allow it',
      rule(`failureAction: Enforce, allowExistingViolations: false, ${pattern}`),
      bad,
      'fail',
    ],
    [
      'fails where an override alone enforces',
      rule(`failureActionOverrides: [{action: Enforce, namespaces: [shop]}], ${pattern}`),
      bad,
      'fail',
    ],
    [
      'fails when the rule looks at updates only',
      rule(`failureAction: Enforce, ${pattern}`, pods.replace('[Pod]', '[Pod], operations: [UPDATE]')),
      bad,
      'fail',
    ],
    [
      'fails when the preconditions do not hold for the old object',
      `${preconditions}\n${rule(`failureAction: Enforce, ${pattern}`)}`,
      bad,
      'fail',
    ],
    ['fails when the rule names users', rule(`failureAction: Enforce, ${pattern}`, asUser), bad, 'fail'],
    ['passes with deny', rule(deny('request.operation', 'NotEquals', 'DELETE')), bad, 'skip'],
    [
      'fails when deny compares with the old object, which had none',
      rule(deny('request.oldObject.metadata.name', 'Equals', 'web')),
      bad,
      'fail',
    ],
    [
      'passes with foreach',
      rule(
        `failureAction: Enforce, message: "no", foreach: [{list: request.object.spec.containers, deny: {conditions: {any: [{key: "{{element.name}}", operator: Equals, value: c}]}}}]`,
      ),
      bad,
      'skip',
    ],
    [
      'fails with cel',
      rule(
        `failureAction: Enforce, cel: {expressions: [{expression: "has(object.metadata.labels.team)", message: "no"}]}`,
      ),
      bad,
      'fail',
    ],
    [
      'passes when context, loaded from the update, says so',
      `context: [{name: v, variable: {jmesPath: request.operation}}]\n${rule(deny('v', 'Equals', 'UPDATE'))}`,
      bad,
      'skip',
    ],
  ])('%s', (_, text, oldResource, status) => {
    const result = judge(text, {
      resource: bad,
      oldResource,
      user: { username: 'bob', groups: [], roles: [], clusterRoles: [] },
    });
    expect(result?.status).toBe(status);
    if (status === 'skip') expect(result?.message).toBe(forgiven);
  });

  it('passes with podSecurity when the old pod broke the level too', () => {
    const text = rule('failureAction: Enforce, podSecurity: {level: baseline, version: latest}');
    const open = pod({}, { hostNetwork: true });
    expect(judge(text, { resource: open, oldResource: open })?.message).toBe(forgiven);
    expect(judge(text, { resource: open, oldResource: bad })?.status).toBe('fail');
  });

  it('takes the action of the policy when the rule has none', () => {
    const text = rule(pattern);
    const enforce = '  validationFailureAction: Enforce\n';
    expect(judge(text, { resource: bad, oldResource: bad }, enforce)?.status).toBe('skip');
  });

  it('is judged as it is when nothing is known of the object before', () => {
    expect(judge(rule(`failureAction: Enforce, ${pattern}`), { resource: bad })?.status).toBe('fail');
  });
});

describe('report properties', () => {
  const withProperties = (properties: string, more = '') =>
    `reportProperties: {${properties}}\n${more}${rule(`failureAction: Audit, ${pattern}`)}`;

  it.each([
    ['are filled in', withProperties('a: "{{request.object.metadata.name}}", b: c'), { a: 'web', b: 'c' }],
    [
      'stay as they are written when a variable is missing',
      withProperties('a: "{{request.object.nope}}"'),
      { a: '{{request.object.nope}}' },
    ],
    [
      'stay as they are written when preconditions are not met',
      withProperties('a: "{{request.operation}}"', `${preconditions.replace('UPDATE', 'CREATE')}\n`),
      { a: '{{request.operation}}' },
    ],
    [
      'stay as they are written when a text becomes something else',
      withProperties('a: "{{request.object.metadata.labels}}"'),
      { a: '{{request.object.metadata.labels}}' },
    ],
  ])('%s', (_, text, expected) => {
    expect(judge(text, { resource: bad })?.properties).toEqual(expected);
  });
});
