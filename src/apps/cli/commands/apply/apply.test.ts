import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { readTree } from '../../../../adapters/files/index.ts';
import { folderOf, hasReference, needsReference, runBoth, runBylaw, runReference } from '../../run-programs.ts';

const rule = (name: string, more = '') => `    - name: ${name}
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate:
${more}        message: "the label <team> & is required"
        pattern: {metadata: {labels: {team: "?*"}}}
`;
const policy = (name: string, rules: string, annotations = '') => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: ${name}
  annotations: {policies.kyverno.io/severity: high, policies.kyverno.io/category: Labels${annotations}}
spec:
  rules:
${rules}`;
const enforce = '        failureAction: Enforce\n';
const named = `    - name: named
      match: {any: [{resources: {kinds: [Pod]}}]}
      preconditions: {all: [{key: "{{ request.object.metadata.name || '' }}", operator: Equals, value: bad}]}
      validate: {message: "no", deny: {conditions: {all: [{key: a, operator: Equals, value: b}]}}}
`;
const exception = `apiVersion: kyverno.io/v2
kind: PolicyException
metadata: {name: e, namespace: default}
spec:
  exceptions: [{policyName: teams, ruleNames: [check-team, autogen-check-team]}]
  match: {any: [{resources: {kinds: [Pod, Deployment], names: [bad, dep]}}]}
`;
const teams = policy('teams', rule('check-team', enforce) + named);
const folder = folderOf({
  'teams.yaml': teams,
  'with-exception.yaml': `${teams}---\n${exception}`,
  'audit.yaml': policy('audit', rule('check-team')),
  'mixed.yaml': policy('mixed', rule('first') + rule('second', enforce)),
  'unscored.yaml': policy('unscored', rule('check-team'), ', policies.kyverno.io/scored: "false"'),
  'namespaced.yaml': `apiVersion: kyverno.io/v1
kind: Policy
metadata: {name: mine, namespace: default}
spec:
  background: false
  rules:
${rule('check-team')}`,
  'cel.yaml': `apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: cel}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations:
    - {expression: "has(object.metadata.labels)", message: "no labels"}
`,
  'typo.yaml': teams.replaceAll('validate:', 'validat:'),
  'broken.yaml': 'a: [1\n',
  'exception.yaml': exception,
  'good.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: good, uid: u-1, labels: {team: a}}\nspec: {containers: [{name: m, image: n}]}\n',
  'bad.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: bad
spec: {containers: [{name: m, image: n}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: dep}
spec:
  selector: {matchLabels: {a: b}}
  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: m, image: n}]}}
`,
  'list.yaml': `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Pod
    metadata: {name: one}
  - apiVersion: v1
    kind: Pod
    metadata:
      name: two
      labels:
        team: ""
`,
  'mutate.yaml': `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: label}
spec:
  rules:
    - name: label
      match: {any: [{resources: {kinds: [Pod]}}]}
      mutate: {patchStrategicMerge: {metadata: {labels: {team: b}}}}
`,
  'generate.yaml': `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: make}
spec:
  rules:
    - name: config
      match: {any: [{resources: {kinds: [Pod]}}]}
      generate: {apiVersion: v1, kind: ConfigMap, name: made, namespace: default, synchronize: false, data: {data: {a: b}}}
`,
  'namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n',
  'namespaces.yaml': policy('namespaces', rule('check-team').replace('Pod', 'Namespace')),
  'secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n',
});
const apply = (args: readonly string[], input?: string) => runBylaw(folder, ['apply', ...args], input);

describe('apply', () => {
  it('says where the failing field and the rule are written, also in a list', () => {
    const { stdout } = apply(['teams.yaml', '-r', 'list.yaml']);
    expect(stdout.match(/^ {4}at .*$/gm)).toEqual([
      '    at list.yaml:6:5, rule at teams.yaml:8:13',
      '    at list.yaml:12:15, rule at teams.yaml:8:13',
    ]);
  });

  it('does not say of a resource that a policy changed it when none of its rules did', () => {
    const { stdout } = apply(['mutate.yaml', '-r', 'secret.yaml']);
    expect(stdout).toBe('\npass: 0, fail: 0, warn: 0, error: 0, skip: 0 \n');
    const again = runBylaw(
      folderOf({ 'labelled.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {team: b}}\n' }),
      ['apply', `${folder}/mutate.yaml`, '-r', 'labelled.yaml'],
    );
    expect(again.stdout).toBe(
      '\nskipped mutate policy label -> resource default/Pod/a\n\npass: 0, fail: 0, warn: 0, error: 0, skip: 1 \n',
    );
  });

  it('stops where values or exceptions are missing that were asked for', () => {
    for (const flag of ['-f', '-u', '-e', '--context-file']) {
      const { status, stdout, stderr } = apply(['teams.yaml', '-r', 'good.yaml', flag, 'missing']);
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toContain('error FILE_UNREADABLE: `missing` does not exist');
    }
  });

  it('reads resources from standard input with --stdin only when none are named', () => {
    expect(apply(['teams.yaml', '-i'], 'apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n').status).toBe(1);
    expect(apply(['teams.yaml', '-i', '-r', 'good.yaml'], 'a: [').status).toBe(0);
  });

  it('prints reports of the older API group when asked', () => {
    const { stdout } = apply(['audit.yaml', '-r', 'bad.yaml', '-p', '--policy-report-api', 'wgpolicyk8s.io']);
    expect(stdout).toMatch(
      /^apiVersion: wgpolicyk8s\.io\/v1alpha2\nkind: ClusterPolicyReport\nmetadata:\n {2}name: merged\n/,
    );
    expect(stdout).not.toContain('source: ""');
  });

  it('makes exceptions that except what failed', () => {
    const made = apply(['teams.yaml', '-r', 'bad.yaml', '--generate-exceptions']).stdout;
    const again = runBylaw(folderOf({ 'teams.yaml': teams, 'made.yaml': made }), [
      'apply',
      'teams.yaml',
      '-r',
      `${folder}/bad.yaml`,
      '-e',
      'made.yaml',
    ]);
    expect(again.stdout).toContain('fail: 0');
  });

  it.each([
    ['a format', ['--output-format', 'xml'], "argument 'xml' is invalid"],
    ['an exit code', ['--warn-exit-code', 'x'], 'Write a number.'],
    ['a duration', ['--generated-exception-ttl', '3 days'], 'Write a duration such as 720h'],
    ['a variable', ['--set', 'a'], '`a` is no `name=value`'],
  ])('refuses %s that is none', (_, flags, text) => {
    const { status, stdout, stderr } = apply(['teams.yaml', '-r', 'good.yaml', ...flags]);
    expect(stderr).toContain(text);
    expect([status, stdout]).toEqual([1, '']);
  });

  it('says clearly that a Git repository cannot be fetched', async () => {
    const server = createServer((_, response) => response.writeHead(404).end());
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    );
    server.close();
    const { status, stderr } = apply([`http://127.0.0.1:${port}/acme/policies`, '-r', 'good.yaml']);
    expect(stderr).toMatch(/error GIT_UNREACHABLE: `http:\S+\/acme\/policies` cannot be fetched/);
    expect(status).toBe(1);
  });
});

/** Bylaw tells progress on standard error, and places on lines of their own; warnings of removed kinds only when asked. */
function comparable(text: string): string {
  return text
    .replaceAll(/^Warning: .*\n/gm, '')
    .replaceAll(/^\nApplying .*\n/gm, '')
    .replaceAll(/^exit as .*\n?/gm, '')
    .replaceAll(/ successfully\.(?=[^\n])/g, ' successfully.\n')
    .replaceAll(/seconds("?): ?\d+/g, 'seconds$1: 0')
    .replaceAll(/^ {4}(at|rule at) .*\n/gm, '');
}

/** The parts of a text in an order: the reference prints reports and their results in the order of a hash map. */
function sorted(text: string): string[] {
  return text
    .split(/^---\n/m)
    .map((document) =>
      document
        .split(/\n(?=- |source|summary|policy )|(?<=\}),(?=\{"source)|(?<="results":\[)/)
        // Which result is the last one differs, too.
        .map((part) => part.replace(/[\]}\s]+$/, ''))
        .sort()
        .join('\n'),
    )
    .sort();
}

const cases: readonly string[][] = [
  ['teams.yaml', '-r', 'good.yaml', '-r', 'bad.yaml'],
  ['teams.yaml', '-r', 'good.yaml,bad.yaml'],
  ['teams.yaml', '--resources', 'good.yaml'],
  ['teams.yaml', '-r', 'secret.yaml'],
  ['teams.yaml', '-r', 'secret.yaml', '--warn-no-pass', '--warn-exit-code', '5'],
  ['teams.yaml', '-r', 'secret.yaml', '--warn-no-pass'],
  ['audit.yaml', '-r', 'bad.yaml'],
  ['audit.yaml', '-r', 'bad.yaml', '--audit-warn'],
  ['audit.yaml', '-r', 'bad.yaml', '--audit-warn', '--warn-exit-code', '3'],
  ['audit.yaml', '-r', 'bad.yaml', '--audit-warn', '-t', '--remove-color'],
  ['mixed.yaml', '-r', 'bad.yaml', '--audit-warn'],
  ['cel.yaml', '-r', 'bad.yaml'],
  ['cel.yaml', '-r', 'bad.yaml', '--audit-warn'],
  ['unscored.yaml', '-r', 'bad.yaml', '--warn-exit-code', '4'],
  ['unscored.yaml', '-r', 'bad.yaml', '-p'],
  ['teams.yaml', '-r', 'good.yaml,bad.yaml', '-t', '--remove-color'],
  ['teams.yaml', '-r', 'good.yaml,bad.yaml', '-t', '--detailed-results', '--remove-color=true', '-v', '0'],
  ['teams.yaml', '-r', 'secret.yaml', '-t'],
  ['teams.yaml', 'namespaced.yaml', 'cel.yaml', '-r', 'good.yaml,bad.yaml', '-p'],
  ['teams.yaml', 'namespaced.yaml', '-r', 'bad.yaml', '-p', '--output-format', 'json'],
  ['audit.yaml', 'cel.yaml', '-r', 'bad.yaml', '--audit-warn', '-p'],
  ['teams.yaml', 'namespaced.yaml', 'cel.yaml', '-r', 'bad.yaml', '--generate-exceptions'],
  [
    'teams.yaml',
    '-r',
    'bad.yaml',
    '--generate-exceptions',
    '--generated-exception-ttl',
    '0s',
    '--output-format',
    'json',
  ],
  ['teams.yaml', '-r', 'bad.yaml', '--generate-exceptions', '--generated-exception-ttl', '90m'],
  ['audit.yaml', '-r', 'bad.yaml', '--generate-exceptions', '--audit-warn'],
  ['with-exception.yaml', '-r', 'bad.yaml'],
  ['with-exception.yaml', '-r', 'bad.yaml', '--exceptions-within-policies'],
  ['teams.yaml', '-r', 'bad.yaml,exception.yaml'],
  ['teams.yaml', '-r', 'bad.yaml,exception.yaml', '--exceptions-with-resources'],
  ['teams.yaml', '-r', 'bad.yaml,exception.yaml', '--exceptions-within-resources'],
  ['teams.yaml', '-r', 'bad.yaml', '-e', 'exception.yaml'],
  ['teams.yaml', '-r', 'bad.yaml', '--exceptions', 'exception.yaml', '-p'],
  ['teams.yaml', '-r', 'good.yaml', '--warnings-as-errors'],
  ['cel.yaml', '-r', 'bad.yaml', '--warnings-as-errors'],
  ['teams.yaml', '-r', 'good.yaml', '--set', 'a=b,c=d'],
  ['teams.yaml', '-r', 'good.yaml', '--set', 'a=b', '-f', 'x'],
  ['teams.yaml', '-r', 'good.yaml', '-f', 'missing'],
  ['teams.yaml', '-r', 'good.yaml', '-u', 'missing'],
  ['teams.yaml', '-r', 'good.yaml', '-e', 'missing'],
  ['teams.yaml', '-r', 'good.yaml', '-e', 'teams.yaml'],
  ['teams.yaml', '-r', 'good.yaml', '--nope'],
  ['teams.yaml', '-r', 'good.yaml', '--warn-exit-code', 'x'],
  ['teams.yaml', '-r', 'good.yaml', '--generate-exceptions', '--generated-exception-ttl', 'x'],
  ['namespaces.yaml', '-r', 'namespace.yaml'],
  ['mutate.yaml', '-r', 'good.yaml'],
  ['mutate.yaml', '-r', 'good.yaml', '-i'],
  ['generate.yaml', '-r', 'good.yaml'],
  ['mutate.yaml', 'generate.yaml', 'teams.yaml', '-r', 'bad.yaml'],
  ['mutate.yaml', 'generate.yaml', 'teams.yaml', '-r', 'bad.yaml', '-t', '--remove-color'],
  ['teams.yaml'],
  ['-r', 'good.yaml'],
  ['-', '-r', '-'],
];

async function filesBelow(path: string): Promise<Record<string, string>> {
  const decoder = new TextDecoder();
  return Object.fromEntries([...(await readTree(path))].map(([name, data]) => [name, decoder.decode(data)]));
}

describe.skipIf(!hasReference)(hasReference ? 'beside the real kyverno apply' : needsReference, () => {
  it.each(cases.map((args) => ({ args })))('prints and ends the same: $args', async ({ args }) => {
    const { ours, theirs } = await runBoth(folder, ['apply', ...args]);
    expect([ours.status, sorted(comparable(ours.stdout))]).toEqual([theirs.status, sorted(comparable(theirs.stdout))]);
    const applying = /Applying .*/;
    const line = applying.exec(theirs.stdout)?.[0];
    if (line) expect(applying.exec(ours.stderr)?.[0]).toBe(line);
  });

  it.each([['out.yaml'], ['out.yml'], ['folder/inner/out.yaml'], ['folder'], ['new/folder']])(
    'writes the same files with --output %s',
    async (output) => {
      const folders = { ours: folderOf({}), theirs: folderOf({}) };
      const files = ['mutate.yaml', 'generate.yaml', 'bad.yaml'].map((file) => `${folder}/${file}`);
      const args = ['apply', ...files.slice(0, 2), '-r', files[2]!, '-o', output];
      const { ours, theirs } = await runBoth(folders, args);
      expect(sorted(comparable(ours.stdout))).toEqual(sorted(comparable(theirs.stdout)));
      expect(await filesBelow(folders.ours)).toEqual(await filesBelow(folders.theirs));
    },
  );

  // Where the reference says nothing and ends with 0, although nothing or not everything was judged.
  it.each([
    [['missing.yaml', '-r', 'good.yaml']],
    [['broken.yaml', '-r', 'good.yaml']],
    [['typo.yaml', '-r', 'good.yaml']],
    [['typo.yaml', 'teams.yaml', '-r', 'good.yaml']],
  ])('fails where the reference leaves a policy out in silence: %j', (args) => {
    expect(runReference(folder, ['apply', ...args]).status).toBe(0);
    const { status, stderr } = apply(args);
    expect(stderr).toMatch(/error [A-Z_]+: /);
    expect(status).toBe(1);
  });

  it.each([[['teams.yaml', '-r', 'missing.yaml']], [['teams.yaml', '-r', 'broken.yaml', '-r', 'good.yaml']]])(
    'ends the same for resources that cannot be read, and judges the others: %j',
    (args) => {
      expect(apply(args).status).toBe(runReference(folder, ['apply', ...args]).status);
    },
  );
});
