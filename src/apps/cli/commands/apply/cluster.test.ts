import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingForCluster, startCluster, type TestCluster } from '../../run-cluster.ts';
import { folderOf, type Ran, runBoth, runBylawLater } from '../../run-programs.ts';

const missing = missingForCluster('kyverno');
const pods = 'match: {any: [{resources: {kinds: [Pod]}}]}';
const deny = (key: string, value: string | number) =>
  `validate: {message: "no {{${key}}}", deny: {conditions: {any: [{key: "{{${key}}}", operator: Equals, value: ${value}}]}}}`;
const policy = (name: string, rules: string, spec = '') => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: ${name}}
spec:
${spec}  rules:
${rules}`;
const entry = (source: string) => `
    context: [{name: v, ${source}}]`;

const files = (port: number) => ({
  'pods.yaml':
    policy(
      'pods',
      `  - name: tag
    ${pods}
    validate: {message: no latest, pattern: {spec: {containers: [{image: "!*:latest"}]}}}
  - name: in-labelled-namespaces
    match: {any: [{resources: {kinds: [Pod], namespaceSelector: {matchLabels: {team: shop}}}}]}
    validate: {message: needs team, pattern: {metadata: {labels: {team: "?*"}}}}
`,
    ) +
    `---\n${policy(
      'namespaces',
      `  - name: team
    match: {any: [{resources: {kinds: [Namespace, Deployment/scale, NoSuchKind, "apps/*/Deployment"]}}]}
    validate: {message: needs team, pattern: {metadata: {labels: {team: "?*"}}}}
`,
    )}`,
  'everything.yaml': policy(
    'everything',
    `  - name: team
    match: {any: [{resources: {kinds: ["*"], namespaces: [shop, plain]}}]}
    validate: {message: needs team, pattern: {metadata: {labels: {team: "?*"}}}}
`,
    '  background: false\n',
  ),
  'calls.yaml': policy(
    'calls',
    `  - name: list
    ${pods}${entry(`apiCall: {urlPath: "/api/v1/namespaces/{{request.namespace}}/pods", jmesPath: "items[?metadata.labels.app=='web'] | length(@)"}`)}
    ${deny('v', 2)}
  - name: nothing-there
    ${pods}${entry('apiCall: {urlPath: "/api/v1/namespaces/shop/configmaps/none"}')}
    ${deny('v', 'a')}
  - name: default
    ${pods}${entry('apiCall: {urlPath: "/api/v1/namespaces/shop/configmaps/none", default: a}')}
    ${deny('v', 'a')}
  - name: post
    ${pods}${entry('apiCall: {urlPath: /apis/authorization.k8s.io/v1/selfsubjectaccessreviews, method: POST, data: [{key: kind, value: SelfSubjectAccessReview}, {key: apiVersion, value: authorization.k8s.io/v1}, {key: spec, value: {resourceAttributes: {resource: pods, verb: delete, namespace: "{{request.namespace}}"}}}]}')}
    ${deny('v.status.allowed', 'true')}
  - name: elsewhere
    ${pods}${entry('apiCall: {urlPath: "@localhost/api/v1/pods"}')}
    ${deny('v', 'a')}
`,
  ),
  'namespaced.yaml': `apiVersion: kyverno.io/v1
kind: Policy
metadata: {name: mine, namespace: shop}
spec:
  rules:
  - name: own
    ${pods}${entry('apiCall: {urlPath: /api/v1/namespaces/shop/pods, jmesPath: "length(items)"}')}
    ${deny('v', 2)}
  - name: other
    ${pods}${entry('apiCall: {urlPath: /api/v1/namespaces/plain/pods, default: a}')}
    ${deny('v', 'a')}
  - name: way-round
    ${pods}${entry('apiCall: {urlPath: /api/v1/namespaces/shop/%2e%2e/plain/pods}')}
    ${deny('v', 'a')}
  - name: service
    ${pods}${entry(`apiCall: {service: {url: "http://127.0.0.1:${port}/ok"}}`)}
    ${deny('v.level', 'high')}
`,
  'cel.yaml': `apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: cel}
spec:
  matchConstraints:
    resourceRules:
      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods, namespaces]}
      - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
  validations:
    - {expression: "has(object.metadata.labels) && 'team' in object.metadata.labels", message: no team}
`,
  'targets.yaml': policy(
    'targets',
    `  - name: label-pods
    match: {any: [{resources: {kinds: [ConfigMap], names: [settings]}}]}
    mutate:
      targets: [{apiVersion: v1, kind: Pod, namespace: "{{request.namespace}}"}]
      patchStrategicMerge: {metadata: {labels: {seen: "{{request.object.metadata.name}}"}}}
`,
  ),
  'services.yaml': policy(
    'services',
    ['ok', 'bad', 'moved', 'text', 'post']
      .map(
        (name) => `  - name: ${name}
    ${pods}${entry(`apiCall: {${name === 'post' ? 'method: POST, data: [{key: a, value: "{{request.name}}"}], ' : ''}service: {url: "http://127.0.0.1:${port}/${name}", headers: [{key: x-from, value: "{{request.namespace}}"}]}}`)}
    ${deny('v.level', 'high')}
`,
      )
      .join(''),
  ),
  'answers.yaml':
    policy(
      'answers',
      `  - name: config-map
    ${pods}${entry('configMap: {name: settings, namespace: shop}')}
    ${deny('v.data.team', 'shop')}
  - name: global
    ${pods}${entry('globalReference: {name: deployments, jmesPath: "length(@)"}')}
    ${deny('v', 1)}
  - name: projection
    ${pods}${entry('globalReference: {name: deployments.names, jmesPath: "[0]"}')}
    ${deny('v', 'web')}
  - name: global-call
    ${pods}${entry('globalReference: {name: version.major}')}
    ${deny('v', '"1"')}
  - name: no-entry
    ${pods}${entry('globalReference: {name: nothing}')}
    ${deny('v', 'a')}
`,
    ) +
    `---
apiVersion: kyverno.io/v2
kind: GlobalContextEntry
metadata: {name: deployments}
spec:
  kubernetesResource: {group: apps, version: v1, resource: deployments, namespace: shop}
  projections: [{name: names, jmesPath: "[].metadata.name"}]
---
apiVersion: kyverno.io/v2beta1
kind: GlobalContextEntry
metadata: {name: version}
spec: {apiCall: {urlPath: /version}, projections: [{name: major, jmesPath: major}]}
`,
  'pod.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: given, namespace: shop}\nspec: {containers: [{name: c, image: n}]}\n',
});

/** The rows of a table without their numbers, in an order of their own: the reference reads objects in any order. */
function rows({ stdout }: Ran): readonly string[] {
  const cells = stdout.split('\n').map((line) => line.split('│').map((cell) => cell.trim()));
  return cells
    .filter((line) => line.length > 3 && /^\d+$/.test(line[1]!))
    .map((line) => line.slice(2, 6).join(' '))
    .sort();
}

describe('apply with a real cluster', () => {
  if (missing) {
    it.skip(`skipped: needs ${missing}, see CONTRIBUTING.md`, () => {});
    return;
  }
  let cluster: TestCluster;
  let service: Server;
  let folder = '';

  beforeAll(async () => {
    cluster = startCluster();
    const label = (name: string, labels: object) => ({ metadata: { name, labels } });
    const spec = (image: string) => ({ containers: [{ name: 'c', image }] });
    await cluster.create('/api/v1/namespaces', label('shop', { team: 'shop' }));
    await cluster.create('/api/v1/namespaces', label('plain', {}));
    for (const [namespace, name, image] of [
      ['shop', 'a', 'nginx:latest'],
      ['shop', 'b', 'nginx:1'],
      ['plain', 'c', 'nginx:latest'],
    ] as const) {
      const pod = { ...label(name, { app: 'web' }), spec: spec(image) };
      await cluster.create(`/api/v1/namespaces/${namespace}/pods`, pod);
    }
    await cluster.create('/api/v1/namespaces/shop/configmaps', {
      metadata: { name: 'settings' },
      data: { team: 'shop' },
    });
    const template = { metadata: { labels: { app: 'web' } }, spec: spec('nginx:latest') };
    const deployment = { metadata: { name: 'web' }, spec: { selector: { matchLabels: { app: 'web' } }, template } };
    await cluster.create('/apis/apps/v1/namespaces/shop/deployments', deployment);
    service = createServer((request, response) => {
      if (request.url === '/moved') return response.writeHead(302, { location: '/ok' }).end();
      response.writeHead(request.url === '/bad' ? 500 : 200);
      return response.end(request.url === '/text' ? 'text' : '{"level": "high"}');
    });
    await new Promise<void>((done) => service.listen(0, '127.0.0.1', done));
    folder = folderOf(files((service.address() as AddressInfo).port));
    // Services on this machine are called: nothing else is listening here.
    process.env['FLAG_HTTP_BLOCKLIST'] = '192.0.2.1/32';
  }, 60_000);

  afterAll(() => {
    delete process.env['FLAG_HTTP_BLOCKLIST'];
    service.close();
    cluster.stop();
  });

  const apply = (file: string, ...flags: string[]) => [
    'apply',
    file,
    '--cluster',
    '--kubeconfig',
    cluster.kubeconfig,
    '--table',
    '--remove-color',
    ...flags,
  ];

  it.each([
    ['kinds of classic policies, with the labels of namespaces', ['pods.yaml'], 14],
    ['one namespace', ['pods.yaml', '-n', 'shop'], 7],
    ['what is in no namespace', ['pods.yaml', '--cluster-wide-resources'], 6],
    ['a namespace before what is in none', ['pods.yaml', '--cluster-wide-resources', '-n', 'shop'], 7],
    ['several kinds at once', ['pods.yaml', '--concurrent', '4', '--batch-size', '100'], 14],
    ['a namespace that is not there', ['pods.yaml', '-n', 'nowhere'], 0],
    ['every kind', ['everything.yaml', '-n', 'shop'], undefined],
    ['calls of the API', ['calls.yaml'], 20],
    ['calls of a policy in a namespace', ['namespaced.yaml'], 12],
    ['kinds of ValidatingPolicies', ['cel.yaml'], 10],
    ['targets of mutation', ['targets.yaml'], undefined],
    ['services', ['services.yaml', '-n', 'plain'], 5],
  ] as const)('%s: as the reference', { timeout: 60_000 }, async (_, flags, count) => {
    const [file, ...more] = flags;
    const { ours, theirs } = await runBoth(folder, apply(file, ...more));
    expect(rows(ours)).toEqual(rows(theirs));
    if (count !== undefined) expect(rows(ours)).toHaveLength(count);
    expect(ours.status).toBe(theirs.status);
  });

  it('answers ConfigMaps and global context, which the reference command line does not', {
    timeout: 60_000,
  }, async () => {
    const ran = await runBylawLater(folder, apply('answers.yaml', '-n', 'plain'));
    expect(rows(ran)).toEqual([
      'answers config-map plain/Pod/c Fail',
      'answers global plain/Pod/c Fail',
      'answers global-call plain/Pod/c Fail',
      'answers no-entry plain/Pod/c Error',
      'answers projection plain/Pod/c Fail',
    ]);
  });

  it('judges the resources given by what the cluster has', { timeout: 60_000 }, async () => {
    const ran = await runBylawLater(folder, apply('pods.yaml', '-r', 'pod.yaml'));
    expect(rows(ran)).toEqual(['pods in-labelled-namespaces shop/Pod/given Fail', 'pods tag shop/Pod/given Pass']);
    expect(rows(await runBylawLater(folder, apply('answers.yaml', '-r', 'pod.yaml')))).toContain(
      'answers config-map shop/Pod/given Fail',
    );
  });

  it('says which cluster does not answer', { timeout: 60_000 }, async () => {
    const broken = ['apply', 'pods.yaml', '--cluster', '--kubeconfig', 'nowhere'];
    const ran = await runBylawLater(folder, broken);
    expect(ran.stderr).toContain('error CLUSTER_UNREACHABLE: the cluster does not answer: ');
    expect(ran.status).toBe(1);
    expect((await runBylawLater(folder, apply('pods.yaml', '--context', 'other'))).stderr).toContain(
      'context "other" does not exist',
    );
  });

  it('places of findings are lines of the object as the cluster has it', { timeout: 60_000 }, async () => {
    const ran = await runBylawLater(folder, [
      ...apply('pods.yaml', '-n', 'plain').filter((flag) => flag !== '--table'),
      '--output-format',
      'github',
    ]);
    expect(ran.stdout).toMatch(/file=cluster%3APod\/plain\/c,line=\d+/);
  });
});
