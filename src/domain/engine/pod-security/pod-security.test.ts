import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue, Resource } from '../../../foundations/kube/index.ts';
import { parseManifests } from '../../../languages/manifest/index.ts';
import { loadPolicies } from '../../policy/index.ts';
import { compilePolicies, type EvaluationInput, evaluate } from '../index.ts';
import { readPod } from './pod.ts';
import { compileStandard } from './standard.ts';

const hardened = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

const podOf = (container: JsonObject, spec: JsonObject = {}, annotations: JsonObject = {}): Resource => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', annotations },
  spec: {
    containers: [{ name: 'app', image: 'nginx', securityContext: hardened as JsonValue, ...container }],
    ...spec,
  },
});

const policyOf = (podSecurity: string) => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: p}
spec:
  rules:
  - name: r
    match: {any: [{resources: {kinds: [Pod]}}]}
    validate: {podSecurity: ${podSecurity}}
`;

const exceptionOf = (podSecurity: string) => `---
apiVersion: kyverno.io/v2
kind: PolicyException
metadata: {name: e, namespace: shop}
spec:
  exceptions: [{policyName: p, ruleNames: [r]}]
  match: {any: [{resources: {kinds: [Pod]}}]}
  podSecurity: ${podSecurity}
`;

function judge(text: string, input: Partial<EvaluationInput>) {
  const loaded = loadPolicies(parseManifests(text, 'p.yaml').documents);
  expect(loaded.diagnostics).toEqual([]);
  const compiled = compilePolicies(loaded.policies, loaded.exceptions);
  const { responses } = evaluate(compiled, { operation: 'CREATE', now: 0, ...input }, new Map());
  return responses.flatMap(({ results }) => results);
}

// What kyverno 1.19.1 prints for the same policy and resource.
describe('a podSecurity rule', () => {
  it.each<[string, string, Resource, string, string]>([
    ['passes what keeps its level', '{level: restricted}', podOf({}), 'pass', "Validation rule 'r' passed."],
    [
      'names the standard, each control and each field',
      '{level: baseline, version: v1.27}',
      podOf({ ports: [{ hostPort: 80 }] }, { hostNetwork: true }),
      'fail',
      'Validation rule \'r\' failed. It violates PodSecurity "baseline:v1.27": (Forbidden reason: host namespaces, field error list: [spec.hostNetwork is forbidden, forbidden values found: true])(Forbidden reason: hostPort, field error list: [spec.containers[0].ports[0].hostPort is forbidden, forbidden values found: 80])',
    ],
    [
      'writes the place of an annotation as in a pod template',
      '{level: baseline}',
      podOf({}, {}, { 'container.apparmor.security.beta.kubernetes.io/app': 'bad' }),
      'fail',
      'Validation rule \'r\' failed. It violates PodSecurity "baseline:": (Forbidden reason: forbidden AppArmor profile, field error list: [spec.template.metadata.annotations[container.apparmor.security.beta.kubernetes.io/app] is forbidden, forbidden values found: bad])',
    ],
    [
      'tells of a host in a probe without its field',
      '{level: baseline, version: v1.20}',
      podOf({ livenessProbe: { httpGet: { host: 'h', port: 80 } } }),
      'fail',
      'Validation rule \'r\' failed. It violates PodSecurity "baseline:v1.20": (Forbidden reason: probe or lifecycle host, field error list: [])',
    ],
    [
      'excludes a control for the containers of an image',
      '{level: restricted, exclude: [{controlName: Seccomp, images: ["nginx*"]}]}',
      podOf({ securityContext: { ...hardened, seccompProfile: null } }),
      'pass',
      "Validation rule 'r' passed.",
    ],
    [
      'excludes only the values that are listed',
      '{level: baseline, exclude: [{controlName: HostPath Volumes, restrictedField: "spec.volumes[*].hostPath", values: [/var/*]}]}',
      podOf({}, { volumes: [{ name: 'v', hostPath: { path: '/etc' } }] }),
      'fail',
      'Validation rule \'r\' failed. It violates PodSecurity "baseline:": (Forbidden reason: hostPath volumes, field error list: [spec.volumes[0].hostPath is forbidden, forbidden values found: /etc])',
    ],
    [
      'gives an error for a pod that Kubernetes would not take',
      '{level: baseline}',
      podOf({ image: 5 }),
      'error',
      'Error while getting new resource: json: cannot unmarshal number into Go struct field Container.spec.containers.image of type string',
    ],
  ])('%s', (_, security, resource, status, message) => {
    expect(judge(policyOf(security), { resource })).toMatchObject([{ status, message }]);
  });

  it('has no result on DELETE', () => {
    const oldResource = podOf({}, { hostNetwork: true });
    expect(judge(policyOf('{level: baseline}'), { operation: 'DELETE', oldResource })).toEqual([]);
  });

  it('reports the standard and the controls with their images', () => {
    const resource = podOf({ securityContext: { privileged: true } }, { hostIPC: true });
    const [result] = judge(policyOf('{level: baseline, version: latest}'), { resource });
    expect(result!.properties).toEqual({
      standard: 'baseline',
      version: 'latest',
      controls: 'hostNamespaces,privileged',
      controlsJSON:
        '[{"ID":"hostNamespaces","Name":"Host Namespaces","Images":null},{"ID":"privileged","Name":"Privileged Containers","Images":["docker.io/nginx:latest"]}]',
    });
  });

  it.each<[string, string, string, string]>([
    [
      'that names all broken controls skips it',
      '[{controlName: Host Namespaces}]',
      'skip',
      'rule is skipped due to policy exceptions shop/e',
    ],
    ['that names no control skips it whole', '[]', 'skip', 'rule is skipped due to policy exception shop/e'],
    ['that names other controls changes nothing', '[{controlName: Sysctls}]', 'fail', 'It violates PodSecurity'],
  ])('with an exception %s', (_, podSecurity, status, message) => {
    const text = policyOf('{level: baseline}') + exceptionOf(podSecurity);
    expect(judge(text, { resource: podOf({}, { hostIPC: true }) })).toMatchObject([
      { status, message: expect.stringContaining(message) },
    ]);
  });
});

describe('a version of the standard', () => {
  const unset = podOf({ securityContext: {} }, { os: { name: 'windows' } });
  const annotated = podOf({}, {}, { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' });
  const sysctl = (name: string) => podOf({}, { securityContext: { sysctls: [{ name, value: '1' }] } });
  const engineType = podOf({ securityContext: { ...hardened, seLinuxOptions: { type: 'container_engine_t' } } });
  it.each<[string, string, Resource, string[]]>([
    ['before 1.19 looks at annotations for seccomp', 'v1.18', annotated, ['seccompProfile_baseline']],
    ['from 1.19 on does not', 'v1.19', annotated, []],
    [
      'before 1.25 makes no difference for Windows',
      'v1.24',
      unset,
      ['allowPrivilegeEscalation', 'capabilities_restricted', 'runAsNonRoot', 'seccompProfile_restricted'],
    ],
    ['from 1.25 on lets Windows pods leave out what they cannot set', 'v1.25', unset, ['runAsNonRoot']],
    ['before 1.27 does not know reserved ports', 'v1.26', sysctl('net.ipv4.ip_local_reserved_ports'), ['sysctls']],
    ['from 1.27 on does', 'v1.27', sysctl('net.ipv4.ip_local_reserved_ports'), []],
    ['before 1.29 does not know the keepalive time', 'v1.28', sysctl('net.ipv4.tcp_keepalive_time'), ['sysctls']],
    ['from 1.29 on does', 'v1.29', sysctl('net.ipv4.tcp_keepalive_time'), []],
    ['before 1.31 does not know engines', 'v1.30', engineType, ['seLinuxOptions']],
    ['from 1.31 on does', 'v1.31', engineType, []],
    ['before 1.32 does not know the receive buffer', 'v1.31', sysctl('net.ipv4.tcp_rmem'), ['sysctls']],
    ['from 1.32 on does', 'v1.32', sysctl('net.ipv4.tcp_rmem'), []],
    ['of the future is the latest', 'v1.99', sysctl('net.ipv4.tcp_rmem'), []],
  ])('%s', (_, version, resource, broken) => {
    const check = compileStandard({ level: 'restricted', version });
    expect(check(readPod(resource)!).map(({ id }) => id)).toEqual(broken);
  });
});
