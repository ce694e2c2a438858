import { compileRegex, gvkOf, nameOf, namespaceOf, type Resource } from '../../../foundations/kube/index.ts';
import type { ManifestVerification } from '../../policy/index.ts';

type Binding = NonNullable<ManifestVerification['ignoreFields']>[number];

const everyKind = [
  'metadata.namespace',
  'metadata.managedFields.*',
  'metadata.resourceVersion',
  'metadata.selfLink',
  'metadata.creationTimestamp',
  'metadata.generation',
  'metadata.uid',
  'metadata.finalizers',
  'metadata.labels.app.kubernetes.io/instance',
  'metadata.annotations.kubectl.kubernetes.io/last-applied-configuration',
  'metadata.annotations.control-plane.alpha.kubernetes.io/leader',
  'metadata.annotations.deprecated.daemonset.template.generation',
  'metadata.annotations.deployment.kubernetes.io/revision',
  'metadata.annotations.namespace',
  'spec.containers.*.imagePullPolicy',
  'spec.containers.*.terminationMessagePath',
  'spec.containers.*.terminationMessagePolicy',
  'spec.dnsPolicy',
  'spec.restartPolicy',
  'spec.schedulerName',
  'spec.terminationGracePeriodSeconds',
  'status',
];

const policyFields = [
  'metadata.annotations.pod-policies.kyverno.io/autogen-controllers',
  'spec.failurePolicy',
  'spec.background',
  'spec.validationFailureAction',
];

/** Fields that a cluster fills in by itself, by kind. Source: the defaults of Kyverno and of k8s-manifest-sigstore. */
const byKind: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    'spec.volumes.*.name',
    'spec.volumes.*.projected.*',
    'spec.volumes.*.configMap.defaultMode',
    'spec.containers.*.volumeMounts.*',
    'spec.tolerations.*',
    'spec.enableServiceLinks',
    'spec.preemptionPolicy',
    'spec.priority',
    'spec.serviceAccount',
  ],
  Deployment: [
    'spec.progressDeadlineSeconds',
    'spec.revisionHistoryLimit',
    'spec.strategy.*',
    'spec.template.metadata.creationTimestamp',
    'spec.containers.*.ports.*.protocol',
    'spec.containers.*.resources',
    'spec.securityContext',
  ],
  CustomResourceDefinition: ['spec.conversion.strategy', 'spec.names.listKind'],
  Service: [
    'spec.ports.*.nodePort',
    'spec.clusterIP',
    'spec.clusterIPs.0',
    'spec.sessionAffinity',
    'spec.type',
    'spec.ipFamilies.*',
    'spec.ipFamilyPolicy',
    'spec.internalTrafficPolicy',
  ],
  ClusterPolicy: policyFields,
  Policy: policyFields,
  ServiceAccount: ['secrets.*.name', 'imagePullSecrets.*.name'],
  Route: ['spec.host'],
};

/** Whether a difference at a path (`spec.ports.0.port`) does not count for an object. */
export type IgnoredField = (path: string) => boolean;

/** A mask stands for all that begins as it does, anywhere in the path, and a dot for any character: as in the reference. */
export function ignoredFields(
  resource: Resource,
  own: readonly Binding[],
  signatureKeys: readonly string[],
): IgnoredField {
  const masks = [
    ...everyKind,
    ...(byKind[resource.kind] ?? []),
    ...signatureKeys.map((key) => `metadata.annotations.${key}`),
    ...own.filter((binding) => concerns(binding, resource)).flatMap(({ fields }) => fields ?? []),
  ];
  return (path) => masks.some((mask) => matchesMask(`${mask}*`, path));
}

function matchesMask(mask: string, path: string): boolean {
  const regex = compileRegex(mask.replaceAll('*', '.*'));
  return 'test' in regex && regex.test(path);
}

function concerns({ objects = [] }: Binding, resource: Resource): boolean {
  if (objects.length === 0) return true;
  const { group, version, kind } = gvkOf(resource);
  const actual = { group, version, kind, name: nameOf(resource), namespace: namespaceOf(resource) };
  return objects.some((object) =>
    Object.entries(actual).every(([field, value]) => matchesPattern(String(object[field] ?? ''), value)),
  );
}

/** A name, `*`, a prefix with `*`, `-` for none, or several of these with commas; empty is all. */
function matchesPattern(text: string, value: string): boolean {
  const pattern = text.trim();
  if (pattern === '' || pattern === '*' || pattern === value) return true;
  if (pattern === '-') return value === '';
  if (pattern.endsWith('*')) return value.startsWith(pattern.replace(/\*+$/, ''));
  return pattern.includes(',') && pattern.split(',').some((part) => matchesPattern(part, value));
}
