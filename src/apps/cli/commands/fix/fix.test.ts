import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { getPath, isObject, type JsonValue } from '../../../../foundations/kube/index.ts';
import { parseManifests } from '../../../../languages/manifest/index.ts';
import { folderOf, hasReference, needsReference, runBoth, runBylaw } from '../../run-programs.ts';

const policy = (rule: string, spec = '') => `# kept
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: p}
spec:
${spec}  rules:
  - name: a # kept too
${rule}
    validate: {message: "no", pattern: {metadata: {name: "?*"}}}
`;
const any = 'any: [{resources: {kinds: [Pod]}}]';
const exclude = '    exclude: {any: [{clusterRoles: [z]}]}';

/** Name, the rule as it is, the rule as it should be. */
const policies: readonly (readonly [string, string, string, string?, string?])[] = [
  [
    'a match in lines',
    `    match:\n      resources: # pods\n        kinds:\n          - Pod\n${exclude}`,
    `    match:\n      any:\n      - resources: # pods\n          kinds:\n            - Pod\n${exclude}`,
  ],
  [
    'a match in braces',
    `    match: {resources: {kinds: [Pod]}} # x\n${exclude}`,
    `    match: {any: [{resources: {kinds: [Pod]}}]} # x\n${exclude}`,
  ],
  [
    'a match with users',
    `    match:\n      resources: {kinds: [Pod]}\n      subjects:\n      - {kind: User, name: x}\n${exclude}`,
    `    match:\n      any:\n      - resources: {kinds: [Pod]}\n        subjects:\n        - {kind: User, name: x}\n${exclude}`,
  ],
  [
    'an exclude',
    `    match: {${any}}\n    exclude:\n      clusterRoles: [admin]`,
    `    match: {${any}}\n    exclude:\n      any:\n      - clusterRoles: [admin]`,
  ],
  [
    'preconditions in the column of their key',
    `    match: {${any}}\n${exclude}\n    preconditions:\n    # why\n    - key: a # first\n      operator: Equals\n      value: a\n    - {key: b, operator: Equals, value: b}`,
    `    match: {${any}}\n${exclude}\n    preconditions:\n    # why\n      all:\n      - key: a # first\n        operator: Equals\n        value: a\n      - {key: b, operator: Equals, value: b}`,
  ],
  [
    'preconditions deeper than their key',
    `    match: {${any}}\n${exclude}\n    preconditions:\n      - key: a\n        operator: Equals\n        value: a`,
    `    match: {${any}}\n${exclude}\n    preconditions:\n      all:\n      - key: a\n        operator: Equals\n        value: a`,
  ],
  [
    'preconditions in brackets',
    `    match: {${any}}\n${exclude}\n    preconditions: [{key: a, operator: Equals, value: a}]`,
    `    match: {${any}}\n${exclude}\n    preconditions: {all: [{key: a, operator: Equals, value: a}]}`,
  ],
  [
    'operators with old names',
    `    match: {${any}}\n${exclude}\n    preconditions:\n      any:\n      - {key: a, operator: "In", value: [a]}\n      - {key: a, operator: NotIn, value: [a]}\n      all:\n      - {key: a, operator: Equal, value: a}\n      - {key: a, operator: NotEqual, value: b}`,
    `    match: {${any}}\n${exclude}\n    preconditions:\n      any:\n      - {key: a, operator: "AllIn", value: [a]}\n      - {key: a, operator: AnyNotIn, value: [a]}\n      all:\n      - {key: a, operator: Equals, value: a}\n      - {key: a, operator: NotEquals, value: b}`,
  ],
  [
    'an action in small letters',
    `    match: {${any}}\n${exclude}`,
    `    match: {${any}}\n${exclude}`,
    '  validationFailureAction: enforce # why\n',
    '  validationFailureAction: Enforce # why\n',
  ],
  ['nothing where nothing is old', `    match: {${any}}\n${exclude}`, `    match: {${any}}\n${exclude}`],
];

const warnings = (text: string) => text.match(/^ {2}WARNING: .*$/gm) ?? [];

describe('fix policy', () => {
  const rows = policies.map(([name, before, after, spec = '', fixedSpec = '']) => ({
    name,
    before,
    after,
    spec,
    fixedSpec,
  }));
  it.each(rows)('mends $name and nothing else', ({ before, after, spec, fixedSpec }) => {
    const folder = folderOf({ 'p.yaml': policy(before, spec) });
    expect(runBylaw(folder, ['fix', 'policy', '.']).stdout).toMatch(/^Processing file \(p\.yaml\)\.\.\.\n.*Done\.\n$/s);
    expect(readFileSync(join(folder, 'p.yaml'), 'utf8')).toBe(policy(before, spec));
    expect(runBylaw(folder, ['fix', 'policy', '.', '--save']).status).toBe(0);
    expect(readFileSync(join(folder, 'p.yaml'), 'utf8')).toBe(policy(after, fixedSpec));
    expect(warnings(runBylaw(folder, ['fix', 'policy', '.', '--save']).stdout)).toEqual([]);
  });

  it('mends a rule without exclude, where the reference ends with a stack trace', () => {
    const folder = folderOf({ 'p.yaml': policy('    match: {resources: {kinds: [Pod]}}') });
    expect(runBylaw(folder, ['fix', 'policy', '.', '--save']).status).toBe(0);
    expect(readFileSync(join(folder, 'p.yaml'), 'utf8')).toBe(policy(`    match: {${any}}`));
  });
});

const test = (text: string) => `# kept\n\n${text}`;
const head = 'apiVersion: cli.kyverno.io/v1alpha1\nkind: Test\nmetadata:\n  name: t\n';
const lists = 'policies: [p.yaml]\nresources: [r.yaml]\n';
const row = (resources: string, more = 'result: pass') =>
  `- policy: p\n  rule: r # why\n  kind: Pod\n  resources: ${resources}\n  ${more}\n`;

/** Name, the test as it is, the test as it should be, flags. */
const tests: readonly (readonly [string, string, string, string[]?])[] = [
  [
    'apiVersion, kind and name',
    `# of the name\nname: t # x\n${lists}results:\n${row('[a]')}`,
    `apiVersion: cli.kyverno.io/v1alpha1\nkind: Test\n# of the name\nmetadata:\n  name: t # x\n${lists}results:\n${row('[a]')}`,
  ],
  [
    'a name beside metadata',
    `apiVersion: cli.kyverno.io/v1alpha1\nkind: Test\nmetadata: {name: old}\nname: t\n${lists}results:\n${row('[a]')}`,
    `apiVersion: cli.kyverno.io/v1alpha1\nkind: Test\nmetadata: {name: t}\n${lists}results:\n${row('[a]')}`,
  ],
  [
    'resources named twice',
    `${head}policies: [p.yaml, p.yaml]\nresources: [r.yaml, s.yaml, r.yaml]\nresults:\n${row('[a, b, a]')}`,
    `${head}policies: [p.yaml]\nresources: [r.yaml, s.yaml]\nresults:\n${row('[a, b]')}`,
  ],
  [
    'results that expect the same, with --compress',
    `${head}${lists}results:\n${row('[a]')}# of the second\n${row('[b, c]', 'result: fail')}${row('[d, a]')}`,
    `${head}${lists}results:\n${row('[a, d]')}# of the second\n${row('[b, c]', 'result: fail')}`,
    ['--compress'],
  ],
  ['nothing where nothing is old', `${head}${lists}results:\n${row('[a]')}`, `${head}${lists}results:\n${row('[a]')}`],
];

describe('fix test', () => {
  const rows = tests.map(([name, before, after, flags = []]) => ({ name, before, after, flags }));
  it.each(rows)('mends $name and nothing else', ({ before, after, flags }) => {
    const folder = folderOf({ 'kyverno-test.yaml': test(before) });
    runBylaw(folder, ['fix', 'test', '.', ...flags]);
    expect(readFileSync(join(folder, 'kyverno-test.yaml'), 'utf8')).toBe(test(before));
    expect(runBylaw(folder, ['fix', 'test', '.', '--save', ...flags]).status).toBe(0);
    expect(readFileSync(join(folder, 'kyverno-test.yaml'), 'utf8')).toBe(test(after));
    expect(warnings(runBylaw(folder, ['fix', 'test', '.', '--save', ...flags]).stdout)).toEqual([]);
  });

  it('mends what create test writes, which the reference cannot read any more', () => {
    const folder = folderOf({});
    const created = [
      'create',
      'test',
      '-p',
      'p.yaml',
      '-r',
      'r.yaml',
      '--pass',
      'p,r,web,shop,Pod',
      '--fail',
      'p,r,db,,Pod',
    ];
    runBylaw(folder, [...created, '-o', 'kyverno-test.yaml']);
    const { stdout, stderr } = runBylaw(folder, ['fix', 'test', '.', '--save']);
    expect(warnings(stdout)).toContain('  WARNING: result uses old field `resource`, moving it into `resources`');
    expect(stderr).toBe('');
    const { value } = parseManifests(readFileSync(join(folder, 'kyverno-test.yaml'), 'utf8'), 't').documents[0]!;
    expect(value).toMatchObject({
      apiVersion: 'cli.kyverno.io/v1alpha1',
      kind: 'Test',
      metadata: { name: 'test-name' },
      results: [
        { policy: 'p', rule: 'r', resources: ['shop/web'], kind: 'Pod', result: 'pass' },
        { policy: 'p', rule: 'r', resources: ['db'], kind: 'Pod', result: 'fail' },
      ],
    });
  });

  it('never writes over a file that it cannot read, also with --force', () => {
    const folder = folderOf({ 'kyverno-test.yaml': 'a: [1\n' });
    const { stdout, stderr } = runBylaw(folder, ['fix', 'test', '.', '--save', '--force']);
    expect(stdout).toContain('  ERROR: loading test file (kyverno-test.yaml)');
    expect(stderr).toContain('error MANIFEST_INVALID_YAML');
    expect(readFileSync(join(folder, 'kyverno-test.yaml'), 'utf8')).toBe('a: [1\n');
  });
});

const valueOf = (folder: string, file: string) =>
  parseManifests(readFileSync(join(folder, file), 'utf8'), file).documents[0]!.value;

/** What a fix is about; the reference adds defaults to the rest, and puts results into an order. */
function mended(value: JsonValue): JsonValue {
  const rules = getPath(value, ['spec', 'rules']);
  if (!Array.isArray(rules)) return orderResults(value);
  const action = getPath(value, ['spec', 'validationFailureAction']) ?? 'Audit';
  return [
    action,
    ...rules.map((rule) => ['match', 'exclude', 'preconditions'].map((key) => getPath(rule, [key]) ?? null)),
  ];
}

function orderResults(value: JsonValue): JsonValue {
  if (!isObject(value) || !Array.isArray(value['results'])) return value;
  const text = (result: JsonValue) =>
    JSON.stringify(isObject(result) ? [result['result'], result['resources']] : result);
  const results = value['results'].map((result) =>
    isObject(result) ? { ...result, resources: [...(result['resources'] as string[])].sort() } : result,
  );
  return { ...value, results: results.sort((a, b) => (text(a) < text(b) ? -1 : 1)) };
}

describe.skipIf(!hasReference)(hasReference ? 'beside the real kyverno fix' : needsReference, () => {
  const cases = [
    ...policies.map(([name, before, , spec]) => ({
      name,
      args: ['policy', '.'],
      file: 'p.yaml',
      text: policy(before, spec),
    })),
    ...tests.map(([name, before, , flags = []]) => ({
      name,
      args: ['test', '.', ...flags],
      file: 'kyverno-test.yaml',
      text: test(before),
    })),
    {
      name: 'a test without anything',
      args: ['test', '.'],
      file: 'kyverno-test.yaml',
      text: 'results:\n- {policy: p, rule: r, kind: Pod, resources: [a], result: pass}\n',
    },
  ];
  it.each(cases)('changes and tells the same: $name', async ({ args, file, text }) => {
    const folders = { ours: folderOf({ [file]: text }), theirs: folderOf({ [file]: text }) };
    const { ours, theirs } = await runBoth(folders, ['fix', ...args, '--save']);
    expect([ours.status, new Set(warnings(ours.stdout))]).toEqual([theirs.status, new Set(warnings(theirs.stdout))]);
    expect(mended(valueOf(folders.ours, file))).toEqual(mended(valueOf(folders.theirs, file)));
  });

  it.each([
    ['a folder that is not there', ['policy', 'missing']],
    ['no folder', ['test']],
    ['an empty name of test files', ['test', '.', '--file-name', '']],
    ['an empty folder', ['policy', 'empty']],
    ['an unknown flag', ['policy', '.', '--nope']],
    ['no subcommand', []],
  ])('ends with the same exit code for %s', async (_, args) => {
    const folder = folderOf({});
    mkdirSync(join(folder, 'empty'));
    const { ours, theirs } = await runBoth(folder, ['fix', ...args]);
    expect(ours.status).toBe(theirs.status);
  });
});
