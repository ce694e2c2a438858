import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, hasReference, needsReference, runBoth, runBylaw, runReference } from '../../run-programs.ts';

const folder = folderOf({
  'policy.yaml': `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: no-pods}
spec:
  rules:
    - name: no-pods
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate: {failureAction: Enforce, message: "none", deny: {}}
`,
  'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: legacy-1}\nspec: {containers: [{name: a, image: b}]}\n',
});
const create = (...args: string[]) => runBylaw(folder, ['create', ...args]);

describe('create', () => {
  it('writes several resources and verbs of a role apart', () => {
    const { stdout } = create(
      'cluster-role',
      'x',
      '-g',
      'apps',
      '--resources',
      'a,b',
      '--verbs',
      'get',
      '--verbs',
      'list',
    );
    expect(stdout).toContain('    resources: ["a", "b"]\n    verbs: ["get", "list"]');
  });

  it('makes an exception that is accepted and that excepts', () => {
    const args = ['exception', 'x', '--policy-rules', 'no-pods,no-pods', '--any', 'kind=Pod,name=legacy-*'];
    expect(create(...args, '-o', 'e.yaml')).toEqual({ status: 0, stdout: '', stderr: '' });
    const { stdout } = runBylaw(folder, ['apply', 'policy.yaml', '-r', 'pod.yaml', '-e', 'e.yaml']);
    expect(stdout).toContain('pass: 0, fail: 0, warn: 0, error: 0, skip: 1');
  });

  it.each([
    ['an expectation', ['test', '--pass', 'a,b'], '`a,b` is left out: it is not `policy,rule,resource,namespace,kind`'],
    ['a filter', ['exception', 'x', '--policy-rules', 'a,b', '--any', 'kin=Pod'], '`kin=Pod` is left out'],
    ['a value', ['values', '-g', 'a'], '`a` is left out: it is not `name=value`'],
  ])('says that %s is left out', (_, args, text) => {
    const { status, stderr } = create(...args);
    expect(stderr).toContain(text);
    expect(status).toBe(0);
  });

  it('writes over a file, and says when it cannot write', () => {
    writeFileSync(join(folder, 'u.yaml'), 'old and longer than what comes now: '.repeat(20));
    create('user-info', '-u', 'mira', '-o', 'u.yaml');
    expect(readFileSync(join(folder, 'u.yaml'), 'utf8')).toBe(create('user-info', '-u', 'mira').stdout);
    const refused = create('user-info', '-o', 'nowhere/u.yaml');
    expect(refused.stderr).toContain('error FILE_UNWRITABLE: `nowhere/u.yaml` cannot be written');
    expect(refused.status).toBe(1);
  });
});

const expectation = ['--pass', 'p,r,one,ns,Pod', '--fail', 'p,r,two,,Pod', '--skip', 'p,r,three,ns,Pod,patched.yaml'];

describe.skipIf(!hasReference)(hasReference ? 'beside the real kyverno create' : needsReference, () => {
  it.each([
    [['cluster-role', 'x', '-g', 'apps', '--resources', 'pods', '--verbs', 'get', '--verbs', 'list']],
    [
      [
        'cluster-role',
        'x',
        '-g',
        'apps',
        '--resources',
        'pods',
        '--verbs',
        'all',
        '--controllers',
        'a',
        '--controllers',
        'b',
      ],
    ],
    [['cluster-role', 'x']],
    [['cluster-role']],
    [['cluster-role', 'x', '-g', 'apps', '--resources', 'pods', '--verbs', 'get', '--controllers', '']],
    [['exception', 'x', '--policy-rules', 'a,b,c', '--policy-rules', 'd,e']],
    [['exception', 'x', '--policy-rules', 'a,b', '--background=false', '--namespace', 'shop']],
    [['exception', 'x', '--policy-rules', 'a,b', '-b=true']],
    [['exception', 'x', '--policy-rules', 'a']],
    [['exception', 'x']],
    [['exception']],
    [['metrics-config']],
    [['metrics-config', '-i', 'a,b', '-e', 'c<', '-e', '"d,e"', '-n', 'x', '--namespace', 'y']],
    [['metrics-config', '-e', 'c']],
    [['metrics-config', 'x']],
    [['test']],
    [['test', '-n', 'x', '-p', 'a.yaml,b.yaml', '-p', 'c.yaml', '-r', 'd.yaml', '-f', 'v.yaml', ...expectation]],
    [['test', '--pass', 'a,b']],
    [['user-info']],
    [['user-info', '-u', 'mira', '-g', 'a,b', '-r', 'ns:c', '--role', 'ns:d', '-c', 'e']],
    [['values']],
    [
      [
        'values',
        '-g',
        'b=1,a=2',
        '-g',
        'c=3',
        '-n',
        'prod,env=prod,a=b',
        '--rule',
        'p,r,x=y',
        '--resource',
        'p,s,z=w,a=b',
      ],
    ],
    [['values', '-g', 'a', '-n', 'x', '--rule', 'p', '--resource', 'p,r']],
    [['values', '--nope']],
  ])('writes the same bytes for %j', async (args) => {
    const { ours, theirs } = await runBoth(folder, ['create', ...args]);
    expect([ours.status, ours.stdout]).toEqual([theirs.status, theirs.stdout]);
  });

  it('writes the same exception, but for the level that the reference leaves out', () => {
    const args = [
      'exception',
      'x',
      '--policy-rules',
      'a,b',
      '--any',
      'kind=Pod,name=a-*,namespace=n',
      '--any',
      'kind=Job',
    ];
    const theirs = runReference(folder, ['create', ...args]).stdout.replaceAll(
      /^ {4}(- | {2})(kinds|names|namespaces):((?:\n {8}- .*)+)/gm,
      (_, dash: string, field: string, list: string) =>
        `${dash === '- ' ? '    - resources:\n' : ''}        ${field}:${list.replaceAll('\n', '\n  ')}`,
    );
    expect(create(...args).stdout).toBe(theirs);
  });
});
