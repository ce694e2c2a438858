import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../src/foundations/kube/index.ts';

// Pods, controllers and podSecurity rules made at random: every field that a control reads, each with good and bad values.

const some = <T extends JsonValue>(...values: readonly T[]) => fc.constantFrom(...values);

/** An object with any of the fields. `null` stands for a field that is there and says nothing. */
function fields(model: Readonly<Record<string, fc.Arbitrary<JsonValue>>>): fc.Arbitrary<JsonObject> {
  return fc.record(model, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
}

function rarely<T extends JsonValue>(arbitrary: fc.Arbitrary<T>, otherwise: fc.Arbitrary<JsonValue>) {
  return fc.oneof({ weight: 1, arbitrary }, { weight: 12, arbitrary: otherwise });
}

const boolean = some<JsonValue>(true, false, null);
const profile = fields({
  type: some<JsonValue>('RuntimeDefault', 'Localhost', 'Unconfined', '', null),
  localhostProfile: some('x'),
});
const seLinuxOptions = fields({
  type: some('container_t', 'container_engine_t', 'container_kvm_t', 'spc_t', ''),
  user: some<JsonValue>('u', '', null),
  role: some('r', ''),
  level: some('s0'),
});
const windowsOptions = fields({ hostProcess: boolean, gmsaCredentialSpecName: some('g') });
const capability = some('ALL', 'NET_BIND_SERVICE', 'SYS_ADMIN', 'CHOWN', 'NET_RAW', 'all', 'a "b"');
const capabilities = fields({
  add: fc.oneof(fc.array(capability, { maxLength: 3 }), some(null)),
  drop: fc.oneof(fc.array(capability, { maxLength: 3 }), some([])),
});

const anySecurityContext = fields({
  privileged: boolean,
  allowPrivilegeEscalation: boolean,
  runAsNonRoot: boolean,
  runAsUser: some<JsonValue>(0, 1000, null),
  procMount: some<JsonValue>('Default', 'Unmasked', '', null),
  capabilities,
  seLinuxOptions,
  seccompProfile: profile,
  appArmorProfile: profile,
  windowsOptions,
});
/** What the restricted level wants, so that pods can pass it. */
const hardened = fields({ runAsUser: some(1000), procMount: some('Default') }).map(
  (more): JsonObject => ({
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
    ...more,
  }),
);
const almostHardened = fc
  .tuple(hardened, anySecurityContext, fc.nat({ max: 9 }))
  .map(([good, any, at]): JsonObject => ({ ...good, ...Object.fromEntries(Object.entries(any).slice(at, at + 1)) }));
const securityContext = fc.oneof(
  { weight: 24, arbitrary: hardened as fc.Arbitrary<JsonValue> },
  { weight: 3, arbitrary: almostHardened },
  { weight: 3, arbitrary: anySecurityContext },
  { weight: 1, arbitrary: some<JsonValue>(null, {}) },
);

const host = some<JsonValue>('', '127.0.0.1', 'example.com', null);
const handler = fields({
  httpGet: fields({ host, port: some<JsonValue>(80, 'http') }),
  tcpSocket: fields({ host, port: some(80) }),
  exec: some<JsonValue>({ command: ['true'] }),
});
const image = some(
  'nginx',
  'nginx:1.25',
  'ghcr.io/acme/app:v1',
  `ghcr.io/acme/sidecar@sha256:${'a'.repeat(64)}`,
  'r.io:5000/x/y',
  'Not An Image!',
  '',
);
const containerOf = (names: readonly string[]) =>
  fc
    .tuple(
      some(...names),
      image,
      fields({
        securityContext,
        ports: rarely(
          fc.array(fields({ hostPort: some<JsonValue>(0, 80, 9000, null), containerPort: some(80) }), { maxLength: 3 }),
          some<JsonValue>([], null),
        ),
        livenessProbe: rarely(handler, some<JsonValue>({}, null)),
        readinessProbe: rarely(handler, some<JsonValue>({})),
        startupProbe: rarely(handler, some<JsonValue>({})),
        lifecycle: rarely(fields({ postStart: handler, preStop: handler }), some<JsonValue>({})),
      }),
    )
    .map(([name, its, rest]): JsonObject => ({ name, image: its, ...rest }));

const volumeSource = some<JsonObject>(
  { configMap: { name: 'c' } },
  { projected: {} },
  { csi: { driver: 'd' } },
  { ephemeral: {} },
  { image: { reference: 'r' } },
  { persistentVolumeClaim: { claimName: 'c' } },
  { hostPath: { path: '/etc' } },
  { hostPath: {} },
  { hostPath: null },
  { hostPath: { path: '/var/log' }, emptyDir: {} },
  { nfs: { server: 's', path: '/' } },
  { azureFile: { secretName: 's', shareName: 's' } },
  { gitRepo: { repository: 'r' } },
  { photonPersistentDisk: { pdID: 'x' }, portworxVolume: { volumeID: 'y' } },
  { storageos: {} },
  {},
);
const volume = fc
  .tuple(some('v', 'data', 'logs'), rarely(volumeSource, some<JsonValue>({ emptyDir: {} }, { secret: {} })))
  .map(([name, source]): JsonObject => ({ name, ...(source as JsonObject) }));

const sysctl = fields({
  name: some(
    'kernel.shm_rmid_forced',
    'net.ipv4.ip_local_reserved_ports',
    'net.ipv4.tcp_keepalive_time',
    'net.ipv4.tcp_rmem',
    'kernel.msgmax',
  ),
  value: some('1'),
});
const podSecurityContext = fields({
  runAsNonRoot: boolean,
  runAsUser: some<JsonValue>(0, 1000, null),
  seLinuxOptions: rarely(seLinuxOptions, some<JsonValue>({})),
  seccompProfile: profile,
  appArmorProfile: rarely(profile, some<JsonValue>({ type: 'RuntimeDefault' })),
  windowsOptions: rarely(windowsOptions, some<JsonValue>({})),
  sysctls: rarely(fc.array(sysctl, { maxLength: 3 }), some<JsonValue>([])),
});

const spec = fc
  .tuple(
    fc.array(containerOf(['app', 'web', 'c1']), { minLength: 1, maxLength: 3 }),
    fields({
      initContainers: rarely(fc.array(containerOf(['init', 'app']), { maxLength: 2 }), some<JsonValue>(null)),
      ephemeralContainers: rarely(fc.array(containerOf(['debug', 'web']), { maxLength: 2 }), some<JsonValue>(null)),
      hostNetwork: rarely(some(true), some<JsonValue>(false, null)),
      hostPID: rarely(some(true), some<JsonValue>(false)),
      hostIPC: rarely(some(true), some<JsonValue>(false)),
      hostUsers: boolean,
      os: rarely(some<JsonValue>({ name: 'windows' }), some<JsonValue>({ name: 'linux' }, null)),
      volumes: fc.array(volume, { maxLength: 3 }),
      securityContext: rarely(podSecurityContext, some<JsonValue>(null, {}, { runAsNonRoot: true })),
    }),
  )
  .map(([containers, rest]): JsonObject => ({ containers, ...rest }));

const annotations = fields({
  'container.apparmor.security.beta.kubernetes.io/app': rarely(some('unconfined', 'bad"one'), some('runtime/default')),
  'container.apparmor.security.beta.kubernetes.io/c1': rarely(some('unconfined'), some('localhost/x', '')),
  'seccomp.security.alpha.kubernetes.io/pod': some('unconfined'),
});

const controllers: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  ReplicaSet: 'apps/v1',
  ReplicationController: 'v1',
  Job: 'batch/v1',
};

const workload = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: some('Pod') },
      { weight: 2, arbitrary: some(...Object.keys(controllers)) },
      { weight: 1, arbitrary: some('CronJob') },
    ),
    spec,
    annotations,
  )
  .map(([kind, podSpec, its]): JsonObject => {
    const template = { metadata: { annotations: its, labels: { app: 'a' } }, spec: podSpec };
    if (kind === 'Pod') return { apiVersion: 'v1', kind, ...template };
    const job = { spec: { template, selector: { matchLabels: { app: 'a' } } } };
    if (kind !== 'CronJob') return { apiVersion: controllers[kind]!, kind, metadata: {}, ...job };
    const jobTemplate = { metadata: { annotations: its }, ...job };
    return { apiVersion: 'batch/v1', kind, metadata: {}, spec: { schedule: '* * * * *', jobTemplate } };
  });

/** The same, with the value of one field replaced by one of a type that it may not have. */
const mistyped = fc
  .tuple(workload, fc.nat(), some<JsonValue>('text', 7, 1.5, true, [1], { a: 'b' }))
  .map(([object, at, wrong]) => {
    const places = leavesOf(object['spec']!, []);
    const path = ['spec', ...places[at % places.length]!];
    return replaceAt(object, path, wrong) as JsonObject;
  });

function leavesOf(value: JsonValue, path: readonly string[]): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]));
  return path.length > 0 ? [path, ...inside] : inside;
}

function replaceAt(value: JsonValue, [key, ...rest]: readonly string[], wrong: JsonValue): JsonValue {
  if (key === undefined) return wrong;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? replaceAt(item, rest, wrong) : item));
  const object = value as JsonObject;
  return { ...object, [key]: replaceAt(object[key]!, rest, wrong) };
}

/** Resources with a name each. */
export function generateResources(seed: number, count: number): JsonObject[] {
  const any = fc.oneof({ weight: 12, arbitrary: workload }, { weight: 1, arbitrary: mistyped });
  return fc.sample(any, { seed, numRuns: count }).map((resource, index) => ({
    ...resource,
    metadata: { ...(resource['metadata'] as JsonObject), name: `r${index}`, namespace: 'default' },
  }));
}

const imagesOf = fc.array(some('*', 'nginx*', 'ghcr.io/acme/*', 'ghcr.io/*/sidecar?sha256:*', 'nginx:1.25'), {
  minLength: 1,
  maxLength: 2,
});
const lists = ['containers', 'initContainers', 'ephemeralContainers'];
const perList = (field: string) => lists.map((list) => `spec.${list}[*].${field}`);

interface Excludable {
  readonly name: string;
  /** Whether the entry must, may or must not name images. */
  readonly images: 'must' | 'may' | 'never';
  readonly level?: 'restricted';
  readonly fields: readonly string[];
  readonly values: readonly string[];
}

const inContext = (field: string) => [`spec.securityContext.${field}`, ...perList(`securityContext.${field}`)];

const excludable: readonly Excludable[] = [
  {
    name: 'Capabilities',
    images: 'must',
    fields: [...perList('securityContext.capabilities.add'), ...perList('securityContext.capabilities.drop')],
    values: ['SYS_*', 'NET_RAW', 'CHOWN', '*'],
  },
  { name: 'Seccomp', images: 'may', fields: inContext('seccompProfile.type'), values: ['Unconfined', '*'] },
  { name: 'Privileged Containers', images: 'must', fields: perList('securityContext.privileged'), values: ['true'] },
  { name: 'Host Ports', images: 'must', fields: perList('ports[*].hostPort'), values: ['80', '9*'] },
  { name: '/proc Mount Type', images: 'must', fields: perList('securityContext.procMount'), values: ['Unmasked'] },
  { name: 'HostProcess', images: 'may', fields: inContext('windowsOptions.hostProcess'), values: ['true', 'false'] },
  {
    name: 'SELinux',
    images: 'may',
    fields: [...inContext('seLinuxOptions.type'), ...inContext('seLinuxOptions.user')],
    values: ['spc_t', 'u', '?'],
  },
  {
    name: 'Host Namespaces',
    images: 'never',
    fields: ['spec.hostNetwork', 'spec.hostPID', 'spec.hostIPC'],
    values: ['true'],
  },
  { name: 'HostPath Volumes', images: 'never', fields: ['spec.volumes[*].hostPath'], values: ['/etc', '/var/*'] },
  { name: 'Sysctls', images: 'never', fields: ['spec.securityContext.sysctls[*].name'], values: ['kernel.*', 'net.*'] },
  {
    name: 'AppArmor',
    images: 'may',
    fields: [...inContext('appArmorProfile.type'), 'metadata.annotations'],
    values: ['Unconfined', 'unconfined'],
  },
  {
    name: 'Privilege Escalation',
    images: 'must',
    level: 'restricted',
    fields: perList('securityContext.allowPrivilegeEscalation'),
    values: ['true', 'nil'],
  },
  {
    name: 'Running as Non-root',
    images: 'may',
    level: 'restricted',
    fields: inContext('runAsNonRoot'),
    values: ['false', 'x'],
  },
  {
    name: 'Running as Non-root user',
    images: 'may',
    level: 'restricted',
    fields: inContext('runAsUser'),
    values: ['0'],
  },
  {
    name: 'Volume Types',
    images: 'never',
    level: 'restricted',
    fields: ['spec.volumes[*].hostPath', 'spec.volumes[*].nfs', 'spec.volumes[*].unknown'],
    values: ['*'],
  },
];

function exclusionAt(level: JsonValue): fc.Arbitrary<JsonObject> {
  const usable = excludable.filter((entry) => level !== 'baseline' || entry.level !== 'restricted');
  return fc.tuple(fc.constantFrom(...usable), imagesOf, fc.boolean(), fc.boolean(), fc.nat(), fc.nat()).map(
    ([entry, images, withImages, withField, field, value]): JsonObject => ({
      controlName: entry.name,
      ...(entry.images === 'must' || (entry.images === 'may' && withImages) ? { images } : {}),
      ...(withField
        ? {
            restrictedField: entry.fields[field % entry.fields.length]!,
            values: entry.values.slice(value % entry.values.length),
          }
        : {}),
    }),
  );
}

const versions = ['latest', 'v1.19', 'v1.22', 'v1.24', 'v1.25', 'v1.27', 'v1.29', 'v1.31', 'v1.32'];
const standard = fc
  .tuple(some('baseline', 'restricted', 'restricted', 'privileged'), fc.option(some(...versions)))
  .chain(([level, version]) =>
    fc
      .oneof(
        some<JsonValue>([]),
        fc.array(exclusionAt(level), { minLength: 1, maxLength: 4 }) as fc.Arbitrary<JsonValue>,
      )
      .map((exclude): JsonObject => ({ level, ...(version ? { version } : {}), exclude })),
  );

/** ClusterPolicies with one podSecurity rule each. */
export function generatePolicies(seed: number, count: number): JsonObject[] {
  return fc.sample(standard, { seed, numRuns: count }).map((podSecurity, index) => ({
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name: `p${index}` },
    spec: {
      validationFailureAction: 'Audit',
      rules: [{ name: 'pss', match: { any: [{ resources: { kinds: ['Pod'] } }] }, validate: { podSecurity } }],
    },
  }));
}

/** PolicyExceptions for some of the policies, with and without controls. */
export function generateExceptions(seed: number, policies: number): JsonObject[] {
  const controlled = fc.array(exclusionAt('restricted'), { minLength: 1, maxLength: 3 });
  const exception = fc.tuple(
    fc.oneof(
      { weight: 5, arbitrary: controlled as fc.Arbitrary<JsonValue> },
      { weight: 1, arbitrary: some<JsonValue>([]) },
    ),
    some('r1*', 'r*5', 'r*', 'r*'),
  );
  return fc.sample(exception, { seed, numRuns: Math.ceil(policies / 3) }).map(([podSecurity, name], index) => ({
    apiVersion: 'kyverno.io/v2',
    kind: 'PolicyException',
    metadata: { name: `e${index}`, namespace: 'default' },
    spec: {
      exceptions: [{ policyName: `p${index * 2}`, ruleNames: ['pss', 'autogen-pss', 'autogen-cronjob-pss'] }],
      match: { any: [{ resources: { kinds: ['Pod', 'Deployment', 'CronJob'], names: [name] } }] },
      podSecurity,
    },
  }));
}
