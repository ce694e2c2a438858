import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseManifests } from '../../languages/manifest/index.ts';

const root = resolve(import.meta.dirname, '..', '..', '..');
const bin = join(root, 'bin', 'bylaw');

/** Runs the real command line in a folder. */
function bylaw(cwd: string, ...args: string[]) {
  // Past the time the process is killed: then the status is null, which no test expects.
  const { status, stdout, stderr } = spawnSync(bin, args, {
    cwd,
    encoding: 'utf8',
    timeout: 30_000,
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { status, stdout, stderr };
}

/** A folder with the given files. */
function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'bylaw-cli-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

const policy = (action = 'Enforce') => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: require-team
spec:
  rules:
    - name: check-team
      match:
        any:
          - resources:
              kinds: [Pod]
      validate:
        failureAction: ${action}
        message: "the label team is required"
        pattern:
          metadata:
            labels:
              team: "?*"
`;
const pod = (name: string, team?: string) => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
${team ? `  labels:\n    team: ${team}\n` : ''}spec:
  containers:
    - name: main
      image: registry.acme.example/web:1.0
`;

describe('help', () => {
  it.each([
    'template',
    'apply',
    'test',
    'jp',
    'create',
    'check',
    'lint',
    'explain',
    'rollout',
    'serve',
    'completion',
    'version',
  ])('shows flags and examples of %s', (command) => {
    const { status, stdout } = bylaw(root, command, '--help');
    expect(status).toBe(0);
    expect(stdout).toContain(`bylaw ${command}`);
    expect(stdout).toContain('Examples:');
  });

  it('lists the commands without one', () => {
    const { status, stdout } = bylaw(root);
    expect(status).toBe(0);
    expect(stdout).toContain('bylaw <command> --help');
  });

  it.each([
    ['a command that does not exist', ['aply'], 'did you mean `apply`?', 2],
    ['a flag that does not exist', ['lint', 'x', '--fixx'], 'Did you mean --fix?', 2],
    ['a flag that does not exist, in a drop-in', ['apply', 'x', '--resorce', 'y'], 'Did you mean --resource?', 1],
    ['no argument', ['apply'], 'missing required argument', 1],
  ])('refuses %s', (_, args, text, code) => {
    const { status, stderr, stdout } = bylaw(root, ...args);
    expect(stderr).toContain(text);
    expect(stdout).toBe('');
    expect(status).toBe(code);
  });

  it.each(['bash', 'zsh', 'fish'])('completes in %s', (shell) => {
    const { status, stdout } = bylaw(root, 'completion', shell);
    expect(status).toBe(0);
    expect(stdout).toContain('rollout');
  });

  it('runs from any folder', () => {
    expect(bylaw(tmpdir(), 'version').stdout).toMatch(/^bylaw \d+\.\d+\.\d+\n$/);
  });
});

describe('apply', () => {
  const files = folder({ 'policy.yaml': policy(), 'good.yaml': pod('good', 'payments'), 'bad.yaml': pod('bad') });

  it('prints failures and counts as the reference does, and exits 1', () => {
    const { status, stdout } = bylaw(files, 'apply', 'policy.yaml', '-r', 'good.yaml', '-r', 'bad.yaml');
    expect(stdout).toBe(`policy require-team -> resource default/Pod/bad failed:
1 - check-team validation error: the label team is required. rule check-team failed at path /metadata/labels/
    at bad.yaml:3:1, rule at policy.yaml:7:13

pass: 1, fail: 1, warn: 0, error: 0, skip: 0 
`);
    expect(status).toBe(1);
  });

  it.each([
    ['0 when nothing fails', ['policy.yaml', '-r', 'good.yaml'], 0],
    [
      'the warning code when audit failures are warnings',
      ['audit.yaml', '-r', 'bad.yaml', '--audit-warn', '--warn-exit-code', '3'],
      3,
    ],
    ['1 for a policy file that is not there', ['nothing.yaml', '-r', 'good.yaml'], 1],
    ['1 for a resource file that is broken', ['policy.yaml', '-r', 'broken.yaml', '-r', 'good.yaml'], 1],
    ['1 without resources', ['policy.yaml'], 1],
  ])('exits %s', (_, args, code) => {
    writeFileSync(join(files, 'audit.yaml'), policy('Audit'));
    writeFileSync(join(files, 'broken.yaml'), 'a: [1\n');
    expect(bylaw(files, 'apply', ...args).status).toBe(code);
  });

  it('prints a table, and a report that is one JSON document', () => {
    const table = bylaw(files, 'apply', 'policy.yaml', '-r', 'bad.yaml', '-t', '--detailed-results').stdout;
    expect(table).toContain('│ ID │ POLICY');
    expect(table).toContain('Fail');
    const report = JSON.parse(
      bylaw(files, 'apply', 'policy.yaml', '-r', 'bad.yaml', '-p', '--output-format', 'json').stdout,
    );
    expect(report.summary).toEqual({ pass: 0, fail: 1, warn: 0, error: 0, skip: 0 });
    expect(report.results[0]).toMatchObject({
      source: 'kyverno',
      policy: 'require-team',
      rule: 'check-team',
      result: 'fail',
      scored: true,
    });
  });

  it('judges the good file although another is broken, and names the place', () => {
    const { stdout, stderr } = bylaw(files, 'apply', 'policy.yaml', '-r', 'broken.yaml', '-r', 'good.yaml');
    expect(stdout).toContain('pass: 1, fail: 0');
    expect(stderr).toMatch(/broken\.yaml:\d+:\d+: error MANIFEST_/);
  });

  it('names an unknown field with the nearest one', () => {
    writeFileSync(join(files, 'typo.yaml'), policy().replace('validate:', 'validat:'));
    const { status, stderr } = bylaw(files, 'apply', 'typo.yaml', '-r', 'good.yaml');
    expect(stderr).toContain('did you mean `validate`?');
    expect(stderr).toMatch(/typo\.yaml:12:7/);
    expect(status).toBe(1);
  });
});

describe('test', () => {
  const suite = (result: string) => `apiVersion: cli.kyverno.io/v1alpha1
kind: Test
metadata:
  name: teams
policies: [policy.yaml]
resources: [resources.yaml]
results:
  - policy: require-team
    rule: check-team
    resources: [good]
    kind: Pod
    result: ${result}
  - policy: require-team
    rule: check-team
    resources: [bad]
    kind: Pod
    result: fail
`;
  const files = folder({
    'policy.yaml': policy(),
    'resources.yaml': `${pod('good', 'a')}---\n${pod('bad')}`,
    'kyverno-test.yaml': suite('pass'),
  });

  it('ends with the summary, and exits 0 when all pass', () => {
    const { status, stdout } = bylaw(files, 'test', '.');
    expect(stdout).toContain('Test Summary: 2 tests passed and 0 tests failed');
    expect(status).toBe(0);
  });

  it('notices an inverted expectation', () => {
    writeFileSync(join(files, 'kyverno-test.yaml'), suite('fail'));
    const { status, stdout } = bylaw(files, 'test', '.');
    writeFileSync(join(files, 'kyverno-test.yaml'), suite('pass'));
    expect(stdout).toContain('Want fail, got pass');
    expect(stdout).toContain('Test Summary: 1 tests passed and 1 tests failed');
    expect(status).toBe(1);
  });

  it('names the nearest rule for a wrong one', () => {
    writeFileSync(join(files, 'kyverno-test.yaml'), suite('pass').replaceAll('check-team', 'check-teem'));
    const { status, stdout } = bylaw(files, 'test', '.', '--detailed-results');
    writeFileSync(join(files, 'kyverno-test.yaml'), suite('pass'));
    expect(stdout).toContain('did you mean `check-team`?');
    expect(status).toBe(1);
  });

  it.each(['json', 'yaml', 'markdown', 'junit'])('prints one %s document and nothing else', (format) => {
    const { stdout } = bylaw(files, 'test', '.', '-o', format);
    expect(stdout).not.toContain('Loading');
    if (format === 'json') expect(JSON.parse(stdout)).toHaveLength(2);
    if (format === 'junit') expect(stdout).toMatch(/^<\?xml .*<testsuites tests="2" failures="0"/s);
  });
});

describe('a chart as people write it', () => {
  const template = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: require-team
spec:
  rules:
    - name: check-team
      match:
        resources: # every pod
          kinds:
            - Pod
          namespaces:
            - " kube-system"
            - default
      validate:
        failureAction: Audit
        message: "{{ request.object.metadata.name }} needs a team"
        pattern:
          metadata:
            labels:
              team: "?*"
`;
  const chart = (files: Readonly<Record<string, string>>) =>
    folder({
      'charts/p/Chart.yaml': 'apiVersion: v2\nname: p\nversion: 0.1.0\nicon: https://acme.example/p.svg\n',
      'charts/p/values.yaml': '',
      ...files,
    });
  const places = (stderr: string) => stderr.match(/^\S+:\d+:\d+: \w+ [A-Z_]+/gm);

  it('is told all three mistakes with their places', () => {
    const files = chart({ 'charts/p/templates/p.yaml': template });
    const { status, stderr } = bylaw(files, 'lint', 'charts/p');
    expect(places(stderr)).toEqual([
      'charts/p/templates/p.yaml:8:7: warning POLICY_LEGACY_MATCH',
      'charts/p/templates/p.yaml:13:16: error VALUE_OUTER_BLANK',
      'charts/p/templates/p.yaml:17:19: error CHART_UNESCAPED_VARIABLE',
    ]);
    expect(status).toBe(1);
  });

  it('is repaired without touching anything else, then renders and is judged', () => {
    const files = chart({ 'charts/p/templates/p.yaml': template, 'pod.yaml': pod('web') });
    expect(bylaw(files, 'template', 'charts/p').status).toBe(1);
    const fixed = bylaw(files, 'lint', 'charts/p', '--fix');
    expect(fixed.status).toBe(0);
    expect(readFileSync(join(files, 'charts/p/templates/p.yaml'), 'utf8')).toBe(`apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: require-team
spec:
  rules:
    - name: check-team
      match:
        any:
        - resources: # every pod
            kinds:
              - Pod
            namespaces:
              - "kube-system"
              - default
      validate:
        failureAction: Audit
        message: "{{\`{{ request.object.metadata.name }}\`}} needs a team"
        pattern:
          metadata:
            labels:
              team: "?*"
`);
    const rendered = bylaw(files, 'template', 'charts/p');
    expect(rendered.status).toBe(0);
    expect(rendered.stdout).toContain('message: "{{ request.object.metadata.name }} needs a team"');
    writeFileSync(join(files, 'rendered.yaml'), rendered.stdout);
    const { stdout } = bylaw(files, 'apply', 'rendered.yaml', '-r', 'pod.yaml');
    expect(stdout).toContain('validation error: web needs a team. rule check-team failed at path /metadata/labels/');
  });

  const fromValues = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: require-team
spec:
  rules:
    - name: check-team
      match: {{- toYaml .Values.match | nindent 8 }}
      validate:
        failureAction: Audit
        message: {{ tpl .Values.message . | quote }}
        pattern: {metadata: {labels: {team: "?*"}}}
`;
  const values = `# what the rule looks at
match:
  resources:
    kinds: [Pod]
    namespaces:
      - " kube-system" # the blank is a mistake
      - default
message: "{{ request.object.metadata.name }} needs a team"
`;

  it.each([
    ['values.yaml', 'charts/p/values.yaml'],
    ['cd/prd/values.yaml', 'cd/prd/values.yaml'],
  ])('is told and repaired the same when the mistakes come from %s', (_, path) => {
    const files = chart({ 'charts/p/templates/p.yaml': fromValues, [path]: values, 'pod.yaml': pod('web') });
    const { status, stderr } = bylaw(files, 'lint', '.');
    expect(status).toBe(1);
    expect(places(stderr)).toEqual(
      expect.arrayContaining([`${path}:6:9: error VALUE_OUTER_BLANK`, `${path}:8:11: error CHART_UNESCAPED_VARIABLE`]),
    );
    const fixed = bylaw(files, 'lint', '.', '--fix');
    expect(fixed.stderr).toBe('');
    expect(readFileSync(join(files, path), 'utf8')).toBe(`# what the rule looks at
match:
  any:
  - resources:
      kinds: [Pod]
      namespaces:
        - "kube-system" # the blank is a mistake
        - default
message: "{{\`{{ request.object.metadata.name }}\`}} needs a team"
`);
    const args = path.startsWith('cd/') ? ['-f', path] : [];
    const rendered = bylaw(files, 'template', 'charts/p', ...args);
    writeFileSync(join(files, 'rendered.yaml'), rendered.stdout);
    expect(bylaw(files, 'apply', 'rendered.yaml', '-r', 'pod.yaml').stdout).toContain(
      'validation error: web needs a team. rule check-team failed at path /metadata/labels/',
    );
  });
});

describe('formats for machines', () => {
  const files = folder({
    'p.yaml': policy('Audit'),
    'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n',
  });
  const explained = ['explain', 'pod.yaml', '--policy', 'p.yaml'];

  it.each([
    ['version', ['version']],
    ['explain', explained],
    ['lint', ['lint', 'p.yaml']],
  ])('say the same in JSON and in YAML: %s', (_, args) => {
    const json = bylaw(files, ...args, '--output', 'json');
    const yaml = bylaw(files, ...args, '--output', 'yaml');
    expect(yaml.status).toBe(json.status);
    expect(parseManifests(yaml.stdout, 'out.yaml').documents.map(({ value }) => value)).toEqual([
      JSON.parse(json.stdout),
    ]);
  });

  it('are refused by name when there is no such one', () => {
    const { status, stderr } = bylaw(files, ...explained, '--output', 'yml');
    expect(stderr).toContain("argument 'yml' is invalid. Allowed choices are text, json, yaml.");
    expect(status).toBe(2);
  });
});

describe('what this version does not judge', () => {
  const mutating =
    'apiVersion: policies.kyverno.io/v1\nkind: MutatingPolicy\nmetadata: {name: add-labels}\nspec: {matchConstraints: {}}\n';
  const said = 'warning POLICY_KIND_UNSUPPORTED: MutatingPolicy `add-labels` is not evaluated';
  const files = folder({
    'both.yaml': `${policy('Audit')}---\n${mutating}`,
    'alone.yaml': mutating,
    'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {team: a}}\n',
    'kyverno-test.yaml': `apiVersion: cli.kyverno.io/v1alpha1
kind: Test
metadata: {name: t}
policies: [both.yaml]
resources: [pod.yaml]
results:
  - {policy: add-labels, resources: [web], kind: Pod, result: pass}
  - {policy: require-team, rule: check-team, resources: [web], kind: Pod, result: pass}
`,
  });

  it.each([
    ['beside a policy that is judged', ['apply', 'both.yaml', '-r', 'pod.yaml'], 0],
    ['alone, where nothing is judged', ['apply', 'alone.yaml', '-r', 'pod.yaml'], 1],
    ['by lint', ['lint', 'alone.yaml'], 1],
    ['in a test, where no expectation is met by silence', ['test', '.'], 1],
  ])('is said %s', (_, args, code) => {
    const { status, stderr, stdout } = bylaw(files, ...args);
    if (args[0] === 'test') expect(stdout).toContain('1 tests passed and 1 tests failed');
    else expect(stderr).toContain(said);
    expect(status).toBe(code);
  });
});

describe('lint', () => {
  it.each([
    ['of kyverno.io', 'kyverno.io/v2', 'match: {any: [{resources: {kinds: [Pod]}}]}\n  exceptions: []', ''],
    ['of policies.kyverno.io', 'policies.kyverno.io/v1', 'policyRefs: []', '\n  expiresAt: "2030-01-01T00:00:00Z"'],
  ])('tells of an exception without an end, which is no failure: %s', (_, apiVersion, spec, end) => {
    const head = `apiVersion: ${apiVersion}\nkind: PolicyException\nmetadata: {name: e, namespace: x}\nspec:\n  ${spec}`;
    const files = folder({ 'e.yaml': `${head}\n`, 'ends.yaml': `${head}${end}\n` });
    const endless = bylaw(files, 'lint', 'e.yaml');
    expect(endless.stderr).toContain('e.yaml:4:1: info EXCEPTION_WITHOUT_END: exception `e` never expires');
    expect(endless.status).toBe(0);
    expect(bylaw(files, 'lint', 'ends.yaml').stderr.includes('EXCEPTION_WITHOUT_END')).toBe(end === '');
  });

  it.each([
    ['words', 'soon'],
    ['a day without a time', '2027-01-31'],
    ['a day that no month has', '2027-02-30T00:00:00Z'],
  ])('refuses an expiry that is %s', (_, expiresAt) => {
    const files = folder({
      'e.yaml': `apiVersion: policies.kyverno.io/v1\nkind: PolicyException\nmetadata: {name: e, namespace: x}\nspec:\n  policyRefs: [{kind: ValidatingPolicy, name: p}]\n  expiresAt: "${expiresAt}"\n`,
    });
    const { status, stderr } = bylaw(files, 'lint', 'e.yaml');
    expect(stderr).toContain(`e.yaml:6:14: error FIELD_WRONG_VALUE: \`${expiresAt}\` is not a time`);
    expect(status).toBe(1);
  });

  it.each([
    [
      'validUntil on an exception of kyverno.io',
      'kyverno.io/v2',
      'match: {any: [{resources: {kinds: [Pod]}}]}\n  exceptions: [{policyName: p, ruleNames: [r]}]',
      'only PolicyException of policies.kyverno.io has it',
    ],
    [
      'validUntil on an exception of policies.kyverno.io',
      'policies.kyverno.io/v1',
      'policyRefs: [{kind: ValidatingPolicy, name: p}]',
      'is `expiresAt`',
    ],
  ])('knows %s', (_, apiVersion, spec, help) => {
    const files = folder({
      'e.yaml': `apiVersion: ${apiVersion}\nkind: PolicyException\nmetadata: {name: e, namespace: x}\nspec:\n  ${spec}\n  validUntil: "2027-01-01"\n`,
    });
    const { status, stderr } = bylaw(files, 'lint', 'e.yaml');
    expect(stderr).toContain('has no field `spec.validUntil`');
    expect(stderr).toContain(help);
    expect(status).toBe(1);
  });

  it('finds deprecated fields', () => {
    const files = folder({ 'p.yaml': policy().replace('spec:\n', 'spec:\n  validationFailureAction: Audit\n') });
    expect(bylaw(files, 'lint', 'p.yaml').stderr).toContain('p.yaml:6:3: warning FIELD_DEPRECATED');
  });

  const platform = (sources: string) =>
    `apiVersion: bylaw.dev/v1alpha1\nkind: Platform\nmetadata: {name: t}\nspec:\n  sources: ${sources}\n  environments: [{name: dev}, {name: prd}]\n`;
  const source = (name: string, action: string, prd = action) => ({
    [`${name}/charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`,
    [`${name}/charts/${name}/templates/p.yaml`]: policy('{{ .Values.mode }}'),
    [`${name}/cd/dev/values.yaml`]: `mode: ${action}\n`,
    [`${name}/cd/prd/values.yaml`]: `mode: ${prd}\n`,
  });

  it('finds a policy name in two sources, and production more permissive than dev', () => {
    const files = folder({
      'bylaw.yaml': platform('[{name: a, path: a}, {name: b, path: b}]'),
      ...source('a', 'Enforce', 'Audit'),
      ...source('b', 'Audit'),
    });
    const { status, stderr } = bylaw(files, 'lint');
    expect(stderr).toContain('CATALOG_DUPLICATE_POLICY: ClusterPolicy `require-team` is also in source `a`');
    expect(stderr).toContain(
      'a/cd/prd/values.yaml:1:7: warning ENVIRONMENT_MORE_PERMISSIVE: policy `require-team` is in Audit in prd but in Enforce in dev',
    );
    expect(status).toBe(1);
  });

  it('finds a new policy that starts in Enforce, once its source is in Git', () => {
    const files = folder({ 'bylaw.yaml': platform('[{name: a, path: a}]'), ...source('a', 'Enforce') });
    const git = (...args: string[]) =>
      spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@acme.example', ...args], { cwd: files });
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'start');
    expect(bylaw(files, 'lint').stderr).toContain(
      'a/cd/dev/values.yaml:1:7: warning ROLLOUT_HARD_START: the new policy `require-team` starts in Enforce in dev',
    );
  });

  it.each(['json', 'sarif'])('prints one %s document', (format) => {
    const files = folder({ 'p.yaml': policy().replace('rules', 'rulez') });
    const { stdout } = bylaw(files, 'lint', 'p.yaml', '-o', format);
    expect(JSON.parse(stdout)).toBeTypeOf('object');
  });
});

describe('bad input', () => {
  const acme = join(root, 'examples', 'acme');

  it.each([
    ['an unknown environment', ['check', '--env', 'prod', '--config', acme], 'did you mean `prd`?'],
    ['no platform', ['rollout', '--config', '/nowhere'], 'does not exist'],
    ['a port that is none', ['serve', '--config', acme, '--port', '99999'], 'is no port'],
    ['a host beyond loopback', ['serve', '--config', acme, '--host', '0.0.0.0'], 'there is no sign-in yet'],
    [
      'a data folder that cannot be written',
      ['serve', '--config', acme, '--data', '/proc/bylaw', '--port', '0'],
      'cannot be used',
    ],
    ['a chart that does not render', ['template', join(root, 'src')], 'CHART_MISSING'],
  ])('says one clear thing about %s', (_, args, text) => {
    const { status, stderr } = bylaw(root, ...args);
    expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(status).toBe(args[0] === 'template' ? 1 : 2);
  });

  it('judges the rest of the fleet when one source does not render and one file is broken', () => {
    const files = mkdtempSync(join(tmpdir(), 'bylaw-fleet-'));
    cpSync(acme, files, { recursive: true });
    writeFileSync(join(files, 'sources/devops-policy/charts/devops-policy/templates/broken.yaml'), '{{ nothing }}\n');
    writeFileSync(join(files, 'clusters/dev-1/broken.yaml'), 'a: [1\n');
    const { status, stderr, stdout } = bylaw(files, 'check', '--env', 'dev', '--config', files);
    expect(stderr).toContain('function "nothing" not defined');
    expect(stderr).toMatch(/broken\.yaml:\d+:\d+: error MANIFEST_/);
    expect(stderr).toContain('disallow-privileged');
    expect(stdout).toMatch(/checked \d+ resources by 5 policies of dev/);
    expect(status).toBe(2);
  });
});

describe('check, explain and rollout', () => {
  const acme = join(root, 'examples', 'acme');

  it('tells what would be refused with place, policy and resource', () => {
    const files = folder({ 'pod.yaml': pod('web').replace('registry.acme.example/web:1.0', 'docker.io/nginx:latest') });
    const { status, stderr } = bylaw(files, 'check', '--env', 'dev', '--config', acme, 'pod.yaml');
    expect(stderr).toMatch(/pod\.yaml:\d+:\d+: error POLICY_VIOLATION/);
    expect(stderr).toContain('policy `disallow-latest-tag`');
    expect(status).toBe(1);
  });

  it('explains a verdict step by step', () => {
    const files = folder({ 'policy.yaml': policy(), 'bad.yaml': pod('bad') });
    const { status, stdout } = bylaw(files, 'explain', 'bad.yaml', '--policy', 'policy.yaml');
    expect(stdout).toContain('fail require-team/check-team on default/Pod/bad');
    expect(stdout).toContain('match: yes');
    expect(stdout).toContain('=> fail (Enforce): validation error: the label team is required.');
    expect(status).toBe(1);
  });

  it('prints policies x environments', () => {
    const { status, stdout } = bylaw(root, 'rollout', '--config', acme);
    expect(stdout).toMatch(/^Sample data\.\nPOLICY\s+DEV\s+QAC\s+STG\s+PRD\s+NEXT STEP\s+HELD BACK BY\n/);
    expect(stdout).toMatch(/^disallow-privileged\s+Enforce/m);
    expect(status).toBe(0);
  });
});
