import type { Gvk } from './resource.ts';

/** Built-in kinds without a namespace, by group. Source: Kubernetes API reference, 1.35. */
const clusterScoped: Readonly<Record<string, readonly string[]>> = {
  '': ['ComponentStatus', 'Namespace', 'Node', 'PersistentVolume'],
  'admissionregistration.k8s.io': [
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  'certificates.k8s.io': ['CertificateSigningRequest', 'ClusterTrustBundle'],
  'flowcontrol.apiserver.k8s.io': ['FlowSchema', 'PriorityLevelConfiguration'],
  'networking.k8s.io': ['IngressClass', 'IPAddress', 'ServiceCIDR'],
  'node.k8s.io': ['RuntimeClass'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'resource.k8s.io': ['DeviceClass', 'ResourceSlice'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment', 'VolumeAttributesClass'],
  'kyverno.io': ['ClusterPolicy', 'ClusterCleanupPolicy', 'GlobalContextEntry'],
  'policies.kyverno.io': [
    'ValidatingPolicy',
    'MutatingPolicy',
    'GeneratingPolicy',
    'DeletingPolicy',
    'ImageValidatingPolicy',
  ],
};

const builtInGroups = new Set([
  'apps',
  'batch',
  'autoscaling',
  'policy',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  ...Object.keys(clusterScoped),
]);

/** Whether objects of a kind have no namespace; undefined for kinds that are not built in. */
export function isClusterScoped({ group, kind }: Gvk): boolean | undefined {
  if (clusterScoped[group]?.includes(kind)) return true;
  return builtInGroups.has(group) ? false : undefined;
}

/** The resource name of a kind, as the API server spells it in paths and rules; custom kinds are guessed as it does. */
export function resourceNameOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (lower === 'endpoints') return lower;
  if (lower.endsWith('s')) return `${lower}es`;
  return lower.endsWith('y') && !/[aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}
