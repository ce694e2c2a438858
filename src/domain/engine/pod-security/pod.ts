import { decodeWorkload, getPath, type JsonValue, type Resource } from '../../../foundations/kube/index.ts';

// The fields of a Pod that the Pod Security Standards look at. The decoder has checked their types.

export interface SecurityContext {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly procMount?: string;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string };
  readonly seccompProfile?: { readonly type?: string };
  readonly appArmorProfile?: { readonly type?: string };
  readonly windowsOptions?: { readonly hostProcess?: boolean };
}

interface HostHandler {
  readonly httpGet?: { readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
}

export interface Container {
  readonly name?: string;
  readonly image?: string;
  readonly ports?: readonly { readonly hostPort?: number }[];
  readonly securityContext?: SecurityContext;
  readonly livenessProbe?: HostHandler;
  readonly readinessProbe?: HostHandler;
  readonly startupProbe?: HostHandler;
  readonly lifecycle?: { readonly postStart?: HostHandler; readonly preStop?: HostHandler };
}

export interface PodSpec {
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly os?: { readonly name?: string };
  readonly securityContext?: SecurityContext & { readonly sysctls?: readonly { readonly name?: string }[] };
  readonly initContainers?: readonly Container[];
  readonly containers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
}

/** A volume: its name, and its source under the name of the source's kind. */
export interface Volume {
  readonly name?: string;
  readonly hostPath?: { readonly path?: string };
  readonly [source: string]: JsonValue | { readonly path?: string } | undefined;
}

export interface Pod {
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

export const containerLists = ['initContainers', 'containers', 'ephemeralContainers'] as const;
export type ContainerList = (typeof containerLists)[number];

/** The kinds that the reference reads as a Deployment: only the fields a Deployment has are read and checked. */
const templateKinds = new Set(['DaemonSet', 'Deployment', 'Job', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);

/** Where the pod's `spec` lies in a resource of a kind; `undefined` for a kind without one. */
export function podSpecPath(kind: string): string | undefined {
  if (kind === 'Pod') return 'spec';
  if (templateKinds.has(kind)) return 'spec.template.spec';
  return kind === 'CronJob' ? 'spec.jobTemplate.spec.template.spec' : undefined;
}

/**
 * The pod that a resource is or would make; `undefined` for other kinds. Throws GoDecodeError when a field, not only one of
 * those above, has the wrong type.
 */
export function readPod(resource: Resource): Pod | undefined {
  const path = podSpecPath(resource.kind);
  if (!path) return undefined;
  const type = resource.kind === 'Pod' || resource.kind === 'CronJob' ? resource.kind : 'Deployment';
  const decoded = decodeWorkload(type, resource);
  const spec = path.split('.');
  // The reference takes the annotations of a CronJob from its job template, not from the pod template in it.
  const owner = type === 'CronJob' ? spec.slice(0, 2) : spec.slice(0, -1);
  return {
    annotations: (getPath(decoded, [...owner, 'metadata', 'annotations']) ?? {}) as Record<string, string>,
    spec: (getPath(decoded, spec) ?? {}) as PodSpec,
  };
}

export interface PlacedContainer {
  readonly container: Container;
  readonly name: string;
  /** `spec.containers[0]` */
  readonly path: string;
  readonly securityContext: SecurityContext | undefined;
}

/** All containers with their places, in the order in which controls name them. */
export function containersOf(spec: PodSpec): PlacedContainer[] {
  return containerLists.flatMap((list) =>
    (spec[list] ?? []).map((container, index) => ({
      container,
      name: container.name ?? '',
      path: `spec.${list}[${index}]`,
      securityContext: container.securityContext,
    })),
  );
}
