import { describe, expect, it } from 'vitest';
import { parseManifests } from '../../languages/manifest/index.ts';
import { allRules, type ClassicPolicy, loadPolicies, rulesFor } from './index.ts';

const load = (text: string) => loadPolicies(parseManifests(text, 'p.yaml').documents);

const policyOf = (rules: string, annotation = '') => {
  const metadata = annotation
    ? `{name: p, annotations: {pod-policies.kyverno.io/autogen-controllers: "${annotation}"}}`
    : '{name: p}';
  const { policies, diagnostics } = load(
    `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: ${metadata}\nspec: {rules: ${rules}}\n`,
  );
  expect(diagnostics).toEqual([]);
  return policies[0] as ClassicPolicy;
};

const rule = (resources: string, rest = 'validate: {pattern: {spec: {a: b}}}') =>
  `[{name: r, match: {any: [{resources: ${resources}}]}, ${rest}}]`;

describe('rules for pod controllers', () => {
  it.each<[string, string, string, string, string[]]>([
    ['are made of a Pod rule', rule('{kinds: [Pod]}'), '', 'Deployment', ['r', 'autogen-r']],
    ['are other ones for a CronJob', rule('{kinds: [Pod]}'), '', 'CronJob', ['r', 'autogen-cronjob-r']],
    ['are not made for a Pod named with its version, as in the reference', rule('{kinds: [v1/Pod]}'), '', 'Job', ['r']],
    ['are not made for other kinds', rule('{kinds: [Pod]}'), '', 'Service', ['r']],
    ['are not made of rules about other kinds', rule('{kinds: [Service]}'), '', 'Deployment', ['r']],
    ['are not made where a name is matched', rule('{kinds: [Pod], names: [a]}'), '', 'Deployment', ['r']],
    [
      'are not made where labels are matched',
      rule('{kinds: [Pod], selector: {matchLabels: {a: b}}}'),
      '',
      'Deployment',
      ['r'],
    ],
    ['are not made beside other kinds', rule('{kinds: [Pod, Service]}'), '', 'Deployment', ['r']],
    ['are switched off by the annotation', rule('{kinds: [Pod]}'), 'none', 'Deployment', ['r']],
    [
      'are made for the kinds that the annotation lists',
      rule('{kinds: [Pod]}'),
      'Job,CronJob',
      'Job',
      ['r', 'autogen-r'],
    ],
    ['and not for others', rule('{kinds: [Pod]}'), 'Job,CronJob', 'Deployment', ['r']],
    ['nor for a name behind a blank, as in the reference', rule('{kinds: [Pod]}'), 'Job, CronJob', 'CronJob', ['r']],
    ['nor for a name of the prototype', rule('{kinds: [Pod]}'), 'toString', 'toString', ['r']],
  ])('%s', (_, rules, annotation, kind, expected) => {
    expect(rulesFor(policyOf(rules, annotation), kind).map(({ name }) => name)).toEqual(expected);
  });

  it('wrap the pattern, and move paths in variables and messages', () => {
    const policy = policyOf(
      rule('{kinds: [Pod]}', 'validate: {message: "{{ request.object.spec.a }}", pattern: {spec: {a: b}}}'),
    );
    const [, controllers, cronJobs] = allRules(policy);
    expect(controllers!.validate).toEqual({
      message: '{{ request.object.spec.template.spec.a }}',
      pattern: { spec: { template: { spec: { a: 'b' } } } },
    });
    expect(cronJobs!.validate).toEqual({
      message: '{{ request.object.spec.jobTemplate.spec.template.spec.a }}',
      pattern: { spec: { jobTemplate: { spec: { template: { spec: { a: 'b' } } } } } },
    });
  });

  it('have names of 63 bytes at most', () => {
    const policy = policyOf(rule('{kinds: [Pod]}').replace('name: r', `name: ${'n'.repeat(63)}`));
    expect(allRules(policy).map(({ name }) => name.length)).toEqual([63, 63, 63]);
  });
});

describe('a policy document', () => {
  const head = 'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\n';
  it.each<[string, string, string]>([
    ['without a name', 'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec: {rules: []}\n', '1:1 FIELD_MISSING'],
    ['with a field that no policy has', `${head}spec: {rule: []}\n`, '4:8 FIELD_UNKNOWN'],
    ['with a map for a list', `${head}spec: {rules: {}}\n`, '4:15 FIELD_WRONG_TYPE'],
    ['with a word for a truth value', `${head}spec: {background: maybe, rules: []}\n`, '4:20 FIELD_WRONG_TYPE'],
    ['with an unknown choice', `${head}spec: {failurePolicy: Sometimes, rules: []}\n`, '4:23 FIELD_WRONG_VALUE'],
    ['with a key of the prototype', `${head}spec: {rules: [], __proto__: {}}\n`, '4:19 FIELD_UNKNOWN'],
  ])('%s is refused at its place', (_, text, expected) => {
    const { policies, diagnostics } = load(text);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, location }) => `${location?.line}:${location?.column} ${code}`)).toContain(expected);
    expect(policies).toEqual([]);
  });

  it('with a deprecated field is used, with a warning', () => {
    const { policies, diagnostics } = load(`${head}spec: {validationFailureAction: Audit, rules: []}\n`);
    expect(policies).toHaveLength(1);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['FIELD_DEPRECATED', 'warning']]);
  });

  it('of another world is left to others', () => {
    const { others, policies, diagnostics } = load(
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n--- \njust: a map\n',
    );
    expect([others.length, policies.length, diagnostics.length]).toEqual([2, 0, 0]);
  });
});

it('a generated rule loses empty lists of conditions, so what holds for no Pod may hold for its controllers', () => {
  const body =
    'preconditions: {any: [], all: [{key: a, operator: Equals, value: a}]}, validate: {deny: {conditions: {any: []}}}';
  const generated = rulesFor(policyOf(rule('{kinds: [Pod]}', body)), 'Deployment').at(-1);
  expect(generated).toMatchObject({
    name: 'autogen-r',
    preconditions: { all: [{ key: 'a', operator: 'Equals', value: 'a' }] },
    validate: { deny: { conditions: {} } },
  });
  expect(generated!.preconditions).not.toHaveProperty('any');
});
