/** How the fields of a kind are merged by a strategic merge patch. */
export interface MergeType {
  readonly fields: Readonly<Record<string, MergeField>>;
}

export interface MergeField {
  /** The type of the field, or of its elements where it is a list. */
  readonly type?: () => MergeType;
  /** Set for a list that is merged element by element; an empty list of keys means a set of scalars. */
  readonly mergeKeys?: readonly string[];
}

/** A list merged by these keys. */
function by(mergeKeys: string, type?: () => MergeType): MergeField {
  return { mergeKeys: mergeKeys.split(',').filter(Boolean), ...(type ? { type } : {}) };
}

function is(type: () => MergeType): MergeField {
  return { type };
}

function typeOf(fields: Readonly<Record<string, MergeField>>): () => MergeType {
  const type = { fields };
  return () => type;
}

// Source: `x-kubernetes-patch-merge-key` and `x-kubernetes-list-map-keys` in the OpenAPI document of Kubernetes 1.21, the
// version that kustomize merges by.
const leaf = typeOf({});
const objectMeta = typeOf({ finalizers: by(''), ownerReferences: by('uid', leaf) });
const conditions = typeOf({ conditions: by('type', leaf) });

const container = typeOf({
  env: by('name', leaf),
  ports: by('containerPort,protocol', leaf),
  volumeDevices: by('devicePath', leaf),
  volumeMounts: by('mountPath', leaf),
});
const claimTemplate = typeOf({ metadata: is(objectMeta) });
const volume = typeOf({ ephemeral: is(typeOf({ volumeClaimTemplate: is(claimTemplate) })) });
const podSpec = typeOf({
  containers: by('name', container),
  ephemeralContainers: by('name', container),
  hostAliases: by('ip', leaf),
  imagePullSecrets: by('name', leaf),
  initContainers: by('name', container),
  topologySpreadConstraints: by('topologyKey,whenUnsatisfiable', leaf),
  volumes: by('name', volume),
});
const podTemplate = typeOf({ metadata: is(objectMeta), spec: is(podSpec) });
const withTemplate = typeOf({ template: is(podTemplate) });
const jobSpec = withTemplate;
const jobTemplate = typeOf({ metadata: is(objectMeta), spec: is(jobSpec) });
const claim = typeOf({ metadata: is(objectMeta), status: is(conditions) });

const plain = typeOf({ metadata: is(objectMeta) });

function kind(fields: Readonly<Record<string, MergeField>> = {}): () => MergeType {
  return typeOf({ metadata: is(objectMeta), ...fields });
}

const workload = kind({ spec: is(withTemplate), status: is(conditions) });
const cronJob = kind({ spec: is(typeOf({ jobTemplate: is(jobTemplate) })) });
const withStatusConditions = kind({ status: is(conditions) });
const webhooks = kind({ webhooks: by('name', leaf) });

const kinds: Readonly<Record<string, () => MergeType>> = {
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': webhooks,
  'apps/ControllerRevision': plain,
  'apps/DaemonSet': workload,
  'apps/Deployment': workload,
  'apps/ReplicaSet': workload,
  'apps/StatefulSet': kind({
    spec: is(typeOf({ template: is(podTemplate), volumeClaimTemplates: is(claim) })),
    status: is(conditions),
  }),
  'autoscaling/HorizontalPodAutoscaler': plain,
  'batch/CronJob': cronJob,
  'batch/Job': kind({ spec: is(jobSpec), status: is(conditions) }),
  'certificates.k8s.io/CertificateSigningRequest': plain,
  'coordination.k8s.io/Lease': plain,
  'discovery.k8s.io/EndpointSlice': plain,
  'events.k8s.io/Event': plain,
  'extensions/Ingress': plain,
  'flowcontrol.apiserver.k8s.io/FlowSchema': withStatusConditions,
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration': withStatusConditions,
  'networking.k8s.io/Ingress': plain,
  'networking.k8s.io/IngressClass': plain,
  'networking.k8s.io/NetworkPolicy': plain,
  'node.k8s.io/RuntimeClass': plain,
  'policy/PodDisruptionBudget': withStatusConditions,
  'policy/PodSecurityPolicy': plain,
  'rbac.authorization.k8s.io/ClusterRole': plain,
  'rbac.authorization.k8s.io/ClusterRoleBinding': plain,
  'rbac.authorization.k8s.io/Role': plain,
  'rbac.authorization.k8s.io/RoleBinding': plain,
  'scheduling.k8s.io/PriorityClass': plain,
  'storage.k8s.io/CSIDriver': plain,
  'storage.k8s.io/CSINode': kind({ spec: is(typeOf({ drivers: by('name', leaf) })) }),
  'storage.k8s.io/StorageClass': plain,
  'storage.k8s.io/VolumeAttachment': plain,
  'apiextensions.k8s.io/CustomResourceDefinition': plain,
  'apiregistration.k8s.io/APIService': withStatusConditions,
  '/ConfigMap': plain,
  '/Endpoints': plain,
  '/Event': plain,
  '/LimitRange': plain,
  '/Namespace': withStatusConditions,
  '/Node': kind({
    spec: is(typeOf({ podCIDRs: by('') })),
    status: is(typeOf({ addresses: by('type', leaf), conditions: by('type', leaf) })),
  }),
  '/PersistentVolume': plain,
  '/PersistentVolumeClaim': kind({ status: is(conditions) }),
  '/Pod': kind({
    spec: is(podSpec),
    status: is(typeOf({ conditions: by('type', leaf), podIPs: by('ip', leaf) })),
  }),
  '/PodTemplate': kind({ template: is(podTemplate) }),
  '/ReplicationController': workload,
  '/ResourceQuota': plain,
  '/Secret': plain,
  '/Service': kind({ spec: is(typeOf({ ports: by('port,protocol', leaf) })), status: is(conditions) }),
  '/ServiceAccount': kind({ secrets: by('name', leaf) }),
};

/** The merge schema of a built-in kind in any of its versions; `undefined` for other kinds, whose lists are replaced. */
export function mergeTypeOf(group: string, kindName: string): MergeType | undefined {
  const key = `${group}/${kindName}`;
  return Object.hasOwn(kinds, key) ? kinds[key]!() : undefined;
}
