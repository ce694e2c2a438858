import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, hasReference, needsReference, runBoth, runBylaw } from '../../run-programs.ts';

const policies = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: teams
spec:
  rules:
    - name: check-team
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate:
        message: "the label team is required"
        pattern: {metadata: {labels: {team: "?*"}}}
    - name: check-shop
      match: {any: [{resources: {kinds: [Pod], namespaces: [shop]}}]}
      validate: {message: "none", deny: {}}
`;
const pods = `apiVersion: v1
kind: Pod
metadata: {name: good, labels: {team: a}}
spec: {containers: [{name: m, image: n}]}
---
apiVersion: v1
kind: Pod
metadata: {name: bad}
spec: {containers: [{name: m, image: n}]}
`;
const header = 'apiVersion: cli.kyverno.io/v1alpha1\nkind: Test\nmetadata: {name: t}\n';
const inputs = 'policies: [policies.yaml]\nresources: [pods.yaml]\n';
const row = (fields: string) => `  - {policy: teams, rule: check-team, kind: Pod, ${fields}}\n`;
const good = row('resources: [good], result: pass');
const bad = row('resources: [bad], result: fail');
const wrong = row('resources: [bad], result: pass');

const suiteOf = (results: string, head = header) =>
  folderOf({
    'policies.yaml': policies,
    'pods.yaml': pods,
    'kyverno-test.yaml': `${head}${inputs}results:\n${results}`,
  });
const test = (folder: string, ...args: string[]) => runBylaw(folder, ['test', ...(args.length > 0 ? args : ['.'])]);

describe('a test that names something that is not there', () => {
  it.each([
    [
      'a policy',
      '  - {policy: team, rule: check-team, kind: Pod, resources: [good], result: pass}\n',
      'no policy `team`: did you mean `teams`?',
    ],
    [
      'a rule',
      '  - {policy: teams, rule: chek-team, kind: Pod, resources: [good], result: pass}\n',
      'policy `teams` has no rule `chek-team`: did you mean `check-team`?',
    ],
    ['a resource', row('resources: [goood], result: pass'), 'no resource `goood`: did you mean `good`?'],
    ['a resource of another namespace', row('resources: [shop/good], result: pass'), 'no resource `shop/good`'],
    [
      'a resource beside one that is there',
      row('resources: [good, godo], result: pass'),
      'no resource `godo`: did you mean `good`?',
    ],
  ])('fails for %s, with the nearest name at the line of the test', (_, results, message) => {
    const { status, stdout, stderr } = test(suiteOf(results));
    expect(stderr).toMatch(/^kyverno-test\.yaml:7:5: error TEST_FAILED: Not found: /m);
    expect(stderr).toContain(message);
    expect(stdout).toMatch(/ Fail {3}│ Not found /);
    expect(status).toBe(1);
  });

  it('passes as Excluded for a resource that is there and that the rule does not match', () => {
    const { status, stdout } = test(
      suiteOf('  - {policy: teams, rule: check-shop, kind: Pod, resources: [good], result: pass}\n'),
    );
    expect(stdout).toMatch(/ Pass {3}│ Excluded /);
    expect(status).toBe(0);
  });
});

describe('a test that fails', () => {
  it('says where the expectation, the resource and the rule are written', () => {
    const { stderr } = test(suiteOf(wrong));
    expect(
      stderr,
    ).toContain(`kyverno-test.yaml:7:5: error TEST_FAILED: Want pass, got fail: validation error: the label team is required. rule check-team failed at path /metadata/labels/
  7 |   - {policy: teams, rule: check-team, kind: Pod, resources: [bad], result: pass}
`);
    expect(stderr).toContain('  resource at pods.yaml:8:1\n  rule at policies.yaml:7:13\n');
  });
});

describe('the old schema', () => {
  const old = `name: t\npolicies: [policies.yaml]\nresources: [pods.yaml]\nvariables: values.yaml\nresults:
  - {policy: teams, rule: check-team, kind: Pod, resource: good, namespace: default, status: pass}
  - {policy: teams, rule: check-team, kind: Pod, resource: bad, result: fail}
`;
  const folder = folderOf({
    'policies.yaml': policies,
    'pods.yaml': pods,
    'kyverno-test.yaml': old,
    'values.yaml': 'globalValues: {a: b}\n',
  });

  it('is read, with a warning for each file', () => {
    const { status, stdout, stderr } = test(folder);
    expect(stdout).toContain('Test Summary: 2 tests passed and 0 tests failed');
    expect(stderr).toContain('kyverno-test.yaml:1:7: warning FILE_OLD_SCHEMA: `name` is of the old schema');
    expect(stderr).toContain('values.yaml:1:1: warning FILE_OLD_SCHEMA');
    expect(status).toBe(0);
  });

  it('is brought up to date by fix', () => {
    runBylaw(folder, ['fix', 'test', '.', '--save']);
    const { status, stderr } = test(folder);
    expect(stderr).not.toContain('FILE_OLD_SCHEMA');
    expect(status).toBe(0);
  });
});

describe('a part of the tests', () => {
  const folder = suiteOf(
    `${good + bad}  - {policy: teams, rule: check-shop, kind: Pod, resources: [good, bad], result: pass}\n`,
  );
  it.each([
    ['policy=teams', 4],
    ['policy=t*, rule=check-team', 2],
    ['rule=check-shop,resource=bad', 1],
    ['resource=goo?', 2],
    ['policy=*,rule=*,resource=*', 4],
  ])('is selected by %s', (selector, count) => {
    expect(test(folder, '.', '-t', selector).stdout).toContain(`Test Summary: ${count} tests passed`);
  });

  it('is nothing when the selector selects nothing', () => {
    expect(test(folder, '.', '-t', 'policy=nope').stdout).toContain('Test Summary: 0 tests passed and 0 tests failed');
  });

  it('shows failures only', () => {
    const { stdout } = test(suiteOf(good + wrong), '.', '--fail-only', '-o', 'json');
    expect(JSON.parse(stdout)).toEqual([
      {
        ID: 1,
        POLICY: 'teams',
        RULE: 'check-team',
        RESOURCE: 'v1/Pod/default/bad',
        RESULT: 'Fail',
        REASON: 'Want pass, got fail',
        TEST_AT: 'kyverno-test.yaml:8:5',
        RESOURCE_AT: 'pods.yaml:8:1',
        RULE_AT: 'policies.yaml:7:13',
      },
    ]);
  });
});

const folders: Readonly<Record<string, string>> = {
  passing: suiteOf(good + bad),
  failing: suiteOf(good + wrong),
  broken: suiteOf('  - {policy: teams, nope: 1}\n'),
  empty: folderOf({}),
};

/** Progress is told on standard error, and rows stand in an order. */
function comparable(text: string): string[] {
  return text
    .replaceAll(/^(Loading test| {2}).*\n/gm, '')
    .split('\n')
    .map((line) => line.replace(/^│ \d+ +│/, '│'))
    .filter((line) => line !== '')
    .sort();
}

describe.skipIf(!hasReference)(hasReference ? 'beside the real kyverno test' : needsReference, () => {
  it.each([
    ['passing', []],
    ['failing', []],
    ['failing', ['--fail-only']],
    ['passing', ['--fail-only']],
    ['passing', ['--detailed-results']],
    ['passing', ['-t', 'policy=teams']],
    ['passing', ['-t', 'policy=nope']],
  ])('prints and ends the same: %s %j', async (name, flags) => {
    const args = ['test', '.', '--remove-color', ...flags];
    const { ours, theirs } = await runBoth(folders[name]!, args);
    expect([ours.status, comparable(ours.stdout)]).toEqual([theirs.status, comparable(theirs.stdout)]);
  });

  it.each([
    ['broken', ['.']],
    ['empty', ['.']],
    ['empty', ['.', '--require-tests']],
    ['empty', ['missing']],
    ['empty', []],
    ['passing', ['.', '-o', 'xml']],
    ['passing', ['.', '-f', 'other.yaml']],
    ['passing', ['.', '-f', 'other.yaml', '--require-tests=true']],
    ['passing', ['.', '--warnings-as-errors']],
    ['failing', ['.', '-o', 'json']],
    ['failing', ['.', '-o', 'junit', '--detailed-results']],
    ['passing', ['.', '--nope']],
  ])('ends with the same exit code: %s %j', async (name, flags) => {
    mkdirSync(join(folders['empty']!, 'inner'), { recursive: true });
    const args = ['test', ...flags];
    const { ours, theirs } = await runBoth(folders[name]!, args);
    expect(ours.status).toBe(theirs.status);
  });
});
