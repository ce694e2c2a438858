import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packChart } from '../../../../adapters/registry/testing/pack.ts';

const bin = resolve(import.meta.dirname, '..', '..', '..', '..', '..', 'bin', 'bylaw');
const helm = join(process.env['BYLAW_REFERENCE_BIN'] ?? join(homedir(), '.cache', 'bylaw-reference', 'bin'), 'helm');
const work = mkdtempSync(join(tmpdir(), 'bylaw-template-'));

/** Runs a program with no repositories, no cluster and no colours. */
function run(program: string, args: readonly string[], cwd = work) {
  const home = join(work, '.home');
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    NO_COLOR: '1',
    BYLAW_RESIDENT: 'off',
    HELM_CACHE_HOME: home,
    HELM_CONFIG_HOME: home,
  };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', timeout: 30_000, env });
  return { status, stdout, stderr };
}

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, data] of Object.entries(files)) {
    mkdirSync(dirname(join(work, name)), { recursive: true });
    writeFileSync(join(work, name), data);
  }
}

const chart = 'apiVersion: v2\nname: web\nversion: 1.2.3\n';
write({
  'web/Chart.yaml': `${chart}dependencies: [{name: sub, version: "1.x"}]\n`,
  'web/values.yaml': 'a: 1\nlist: [x]\n',
  'web/charts/sub-1.0.0.tgz': packChart('sub', '1.0.0'),
  'web/crds/c.yaml': 'kind: CustomResourceDefinition\nmetadata: {name: c}\n',
  'web/templates/a.yaml':
    'kind: ConfigMap\nrelease: {{ toJson .Release }}\nvalues: {{ toJson .Values }}\napis: {{ .Capabilities.APIVersions.Has "x/v1" }} {{ .Capabilities.APIVersions.Has "y/v1" }}\nkube: {{ .Capabilities.KubeVersion }}\nlookup: {{ lookup "v1" "Namespace" "" "default" | toJson }}\n',
  'web/templates/hook.yaml': 'kind: Job\nmetadata: {name: h, annotations: {helm.sh/hook: test}}\n',
  'web/templates/NOTES.txt': 'notes',
  'packed.tgz': packChart('packed', '0.1.0'),
  'signed/packed.tgz': packChart('packed', '0.1.0'),
  'signed/packed.tgz.prov': 'no signature',
  'needs/Chart.yaml': `${chart}dependencies: [{name: packed, version: "0.1.x", repository: "file://../packed"}]\n`,
  'needs/templates/a.yaml': 'kind: A\n',
  'packed/Chart.yaml': 'apiVersion: v2\nname: packed\nversion: 0.1.0\n',
  'packed/templates/p.yaml': 'kind: P\n',
  'broken/Chart.yaml': chart,
  'broken/templates/a.yaml': 'a: b: c\n',
  'v1.yaml': 'a: 2\n',
  'v2.yaml': 'b: 3\n',
  'text.txt': 'hello, world',
});

/** Command lines, and what both programs end with. */
const lines: readonly [string, number][] = [
  ['web', 0],
  ['name web', 0],
  ['packed.tgz', 0],
  ['web --include-crds --skip-tests', 0],
  ['web --no-hooks --include-crds=false --is-upgrade', 0],
  ['web -f v1.yaml,v2.yaml --set-file c=text.txt --set list={a,b}', 0],
  ['web --values v1.yaml --set-json d={"x":[1]} --set-literal e=f,g --set-string h=1', 0],
  ['web -a x/v1,y/v1 -n spaced --kube-version v1.33.4-gke.100', 0],
  ['web --api-versions x/v1 --api-versions y/v1', 0],
  ['web -s templates/a.yaml -s charts/sub/templates/*.yaml', 0],
  ['web -g --name-template {{"NAME"|lower}}', 0],
  ['web --create-namespace --description x --disable-openapi-validation --force-replace --hide-notes -l a=b,c=d', 0],
  ['web --render-subchart-notes --replace --rollback-on-failure --server-side=false --skip-crds --take-ownership', 0],
  ['web --timeout 1m --wait --wait-for-jobs --keyring x --burst-limit 5 --qps 1 --color never --content-cache .c', 0],
  ['web --wait=legacy --dry-run=client --devel --pass-credentials --plain-http --insecure-skip-tls-verify', 0],
  ['web --output-dir out-PROGRAM', 0],
  ['web --output-dir out-PROGRAM --release-name --include-crds', 0],
  ['needs', 1],
  ['broken --debug', 1],
  ['web --kube-version x', 1],
  ['web -s templates/none.yaml', 1],
  ['missing', 1],
  ['missing/chart', 1],
  ['./missing', 1],
  ['web/values.yaml', 1],
  ['NAME web', 1],
  ['web --verify', 1],
  ['signed/packed.tgz --verify --keyring none.gpg', 1],
  ['--name-template {{nothing}} web', 1],
];

describe('template takes the command lines of helm', () => {
  if (!existsSync(helm)) {
    it.skip('skipped: needs helm, see CONTRIBUTING.md', () => {});
    return;
  }
  it.each(lines)('%s', { timeout: 20_000 }, (line, status) => {
    const args = (program: string) => ['template', ...line.replace('PROGRAM', program).split(' ')];
    const [ours, theirs] = [run(bin, args('x')), run(helm, args('x'))];
    expect(ours.stdout).toBe(theirs.stdout);
    expect([ours.status, theirs.status]).toEqual([status, status]);
    if (status === 0) return;
    const said = theirs.stderr.split('\n').find((text) => text.startsWith('Error: '));
    expect(ours.stderr).toContain(said?.slice('Error: '.length).replace(`${work}/`, ''));
  });

  it('knows every flag of helm template', () => {
    const named = [...run(helm, ['template', '--help']).stdout.matchAll(/--([a-z-]+)/g)].map(([flag]) => flag);
    // Each flag is tried alone: what the parser does not know it says.
    const source = ['index.ts', '../../chart-flags.ts', '../../cluster-flags.ts']
      .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
      .join('');
    const unknown = [...new Set(named)].filter((flag) => !new RegExp(`${flag}[ ',]`).test(source) && flag !== '--help');
    expect(unknown).toEqual([]);
  });
});

describe('template refuses with a reason', () => {
  it.each([
    ['web --dry-run=none', 'invalid dry-run value ("none"). Must be "server" or "client"'],
    ['name web -g', 'cannot set --generate-name and also specify a name'],
    [
      'web --force-conflicts --force-replace',
      "option '--force-conflicts' cannot be used with option '--force-replace'",
    ],
    ['web --labels x', 'x must be formatted as key=value'],
    ['web --timeout soon', 'time: invalid duration "soon"'],
    ['web --wait=x', 'Allowed choices are watcher, hookOnly, legacy'],
    ['web -f none.yaml', '`none.yaml` does not exist'],
  ])('%s', (line, reason) => {
    const { status, stdout, stderr } = run(bin, ['template', ...line.split(' ')]);
    expect(stderr).toContain(reason);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

describe('template', () => {
  it('fetches dependencies that charts/ lacks, and leaves the folder as it is', () => {
    const { stdout, status } = run(bin, ['template', 'needs', '--dependency-update']);
    expect(stdout).toBe(
      '---\n# Source: web/templates/a.yaml\nkind: A\n---\n# Source: web/charts/packed/templates/p.yaml\nkind: P\n',
    );
    expect(status).toBe(0);
    expect(readdirSync(join(work, 'needs')).sort()).toEqual(['Chart.yaml', 'templates']);
  });

  it('draws real chance, and the same with the same seed', () => {
    write({
      'chance/Chart.yaml': chart,
      'chance/templates/a.yaml': 'a: {{ randAlphaNum 20 }}\nb: {{ now | unixEpoch }}\n',
    });
    const output = (...flags: string[]) => run(bin, ['template', 'chance', ...flags]).stdout;
    expect(output()).not.toBe(output());
    expect(output('--seed', '7')).toBe(output('--seed', '7'));
    expect(output('--seed', '7')).not.toBe(output('--seed', '8'));
  });

  it('looks up objects of a folder of manifests', () => {
    write({ 'cluster/ns.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: default, labels: {team: a}}\n' });
    const { stdout } = run(bin, ['template', 'web', '--lookup-from', 'cluster', '-s', 'templates/a.yaml']);
    expect(stdout).toContain(
      'lookup: {"apiVersion":"v1","kind":"Namespace","metadata":{"labels":{"team":"a"},"name":"default"}}',
    );
  });

  it('says that no cluster answers', () => {
    const { status, stderr } = run(bin, [
      'template',
      'web',
      '--dry-run=server',
      '--kube-apiserver',
      'http://127.0.0.1:9',
    ]);
    expect(stderr).toContain(
      'CLUSTER_UNREACHABLE: cluster reachability check failed: kubernetes cluster unreachable: Get "http://127.0.0.1:9/version"',
    );
    expect(status).toBe(1);
  });
});
