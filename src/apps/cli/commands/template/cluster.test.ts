import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingForCluster, startCluster, type TestCluster } from '../../run-cluster.ts';

const root = resolve(import.meta.dirname, '..', '..', '..', '..', '..');
const bin = join(root, 'bin', 'bylaw');
const programs = process.env['BYLAW_REFERENCE_BIN'] ?? join(homedir(), '.cache', 'bylaw-reference', 'bin');
const helm = join(programs, 'helm');
const missing = missingForCluster('helm');

const template = `kind: ConfigMap
apiVersion: v1
metadata: {name: x}
data:
  version: {{ .Capabilities.KubeVersion.Version | quote }}
  pods: {{ .Capabilities.APIVersions.Has "v1/Pod" | quote }}
  widgets: {{ .Capabilities.APIVersions.Has "acme.example/v1/Widget" | quote }}
  added: {{ .Capabilities.APIVersions.Has "x/v9" | quote }}
  one: {{ (lookup "v1" "ConfigMap" "default" "settings").data | toJson | quote }}
  none: {{ lookup "v1" "ConfigMap" "default" "nothing" | toJson | quote }}
  list: {{ range (lookup "v1" "ConfigMap" "default" "").items }}{{ .metadata.name }} {{ end }}
  everywhere: {{ (lookup "v1" "ConfigMap" "" "").kind }}
  cluster: {{ ((lookup "v1" "Namespace" "" "default").metadata).name }}
  group: {{ ((lookup "rbac.authorization.k8s.io/v1" "ClusterRole" "" "view").metadata).name }}
  second: {{ with lookup "v1" "ConfigMap" "default" "settings" }}{{ (lookup "v1" "Namespace" "" .data.namespace).metadata.name }}{{ end }}
`;

describe('template with a real cluster', () => {
  if (missing) {
    it.skip(`skipped: needs ${missing}, see CONTRIBUTING.md`, () => {});
    return;
  }
  const work = mkdtempSync(join(tmpdir(), 'bylaw-cluster-'));
  let cluster: TestCluster;
  let kubeconfig = '';

  beforeAll(async () => {
    cluster = startCluster();
    kubeconfig = cluster.kubeconfig;
    mkdirSync(join(work, 'web', 'templates'), { recursive: true });
    writeFileSync(join(work, 'web', 'Chart.yaml'), 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
    writeFileSync(join(work, 'web', 'templates', 'a.yaml'), template);
    const settings = { metadata: { name: 'settings' }, data: { team: 'payments', namespace: 'kube-system' } };
    await cluster.create('/api/v1/namespaces/default/configmaps', settings);
  }, 60_000);

  afterAll(() => {
    cluster.stop();
  });

  function run(program: string, ...flags: string[]) {
    const env = {
      PATH: process.env['PATH'],
      HOME: work,
      HELM_CACHE_HOME: work,
      HELM_CONFIG_HOME: work,
      NO_COLOR: '1',
      BYLAW_RESIDENT: 'off',
    };
    const { status, stdout, stderr } = spawnSync(program, ['template', 'web', ...flags], {
      cwd: work,
      encoding: 'utf8',
      env,
      timeout: 30_000,
    });
    return { status, stdout, stderr };
  }

  it('lookup and capabilities are what the real program sees', { timeout: 60_000 }, () => {
    const flags = ['--dry-run=server', '--kubeconfig', kubeconfig, '-a', 'x/v9', '--kube-version', '1.20.0'];
    const [ours, theirs] = [run(bin, ...flags), run(helm, ...flags)];
    expect(ours.stdout).toContain('one: "{\\"namespace\\":\\"kube-system\\",\\"team\\":\\"payments\\"}"');
    expect(ours.stdout).toContain('second: kube-system');
    expect(ours.stdout).toBe(theirs.stdout);
    expect([ours.status, theirs.status]).toEqual([0, 0]);
  });

  it('nothing is asked without --dry-run=server', { timeout: 60_000 }, () => {
    const { stdout } = run(bin, '--kubeconfig', kubeconfig);
    expect(stdout).toBe(run(helm, '--kubeconfig', kubeconfig).stdout);
    expect(stdout).toContain('one: "null"');
  });

  it('a kind that the cluster does not serve fails', { timeout: 60_000 }, () => {
    writeFileSync(join(work, 'web', 'templates', 'b.yaml'), '{{ lookup "acme.example/v1" "Widget" "" "x" }}');
    const flags = ['--dry-run=server', '--kubeconfig', kubeconfig];
    const words = 'error calling lookup';
    expect(run(helm, ...flags).stderr).toContain(words);
    const { status, stderr } = run(bin, ...flags);
    expect(stderr).toContain('unable to get apiresource from unstructured: acme.example/v1, Kind=Widget');
    expect(stderr).toContain(words);
    expect(status).toBe(1);
  });

  it('the flags stand in for a kubeconfig', { timeout: 60_000 }, () => {
    const token = /token: "(\w+)"/.exec(readFileSync(kubeconfig, 'utf8'))![1]!;
    writeFileSync(join(work, 'web', 'templates', 'b.yaml'), '');
    const server = ['--dry-run=server', '--kube-apiserver', cluster.server];
    expect(run(bin, ...server, '--kube-token', token, '--kube-insecure-skip-tls-verify').stdout).toContain('team');
    expect(
      run(bin, ...server, '--kube-token', token, '--kube-ca-file', join(dirname(kubeconfig), 'certs', 'apiserver.crt'))
        .stdout,
    ).toContain('team');
    expect(run(bin, ...server, '--kube-token', token).stderr).toContain('CLUSTER_UNREACHABLE');
    expect(run(bin, ...server, '--kube-insecure-skip-tls-verify').stderr).toContain('CLUSTER_UNREACHABLE');
  });
});
