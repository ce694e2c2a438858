import { compareBytes } from '../../foundations/kube/index.ts';

const installOrder = [
  'PriorityClass',
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodSecurityPolicy',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'SecretList',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleList',
  'ClusterRoleBinding',
  'ClusterRoleBindingList',
  'Role',
  'RoleList',
  'RoleBinding',
  'RoleBindingList',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
];

const rank = new Map(installOrder.map((kind, i) => [kind, i]));

/** The order in which Helm installs kinds; unknown kinds come last, by name. Sorting with it must be stable. */
export function compareKinds(a: string, b: string): number {
  const x = rank.get(a);
  const y = rank.get(b);
  if (x === undefined && y === undefined) return compareBytes(a, b);
  if (x === undefined) return 1;
  if (y === undefined) return -1;
  return x - y;
}
