import type { Pod } from './pod.ts';
import type { Violation } from './violation.ts';

/** What a control finds in a pod; `undefined` when the pod keeps it. */
export type PodCheck = (pod: Pod) => Violation | undefined;

/**
 * One control of the Pod Security Standards. Source: Kubernetes, "Pod Security Standards", and the behaviour of
 * k8s.io/pod-security-admission in the form that Kyverno 1.19 uses.
 */
export interface Control {
  readonly id: string;
  readonly level: 'baseline' | 'restricted';
  /** The check and its later editions, each with the minor version of Kubernetes 1 that it came with. */
  readonly editions: readonly { readonly since: number; readonly check: PodCheck }[];
}

/** The names that policies give to controls, and the controls they stand for. Two names stand for two. */
export const controlIds: Readonly<Record<string, readonly string[]>> = {
  Capabilities: ['capabilities_baseline', 'capabilities_restricted'],
  Seccomp: ['seccompProfile_baseline', 'seccompProfile_restricted'],
  'Privileged Containers': ['privileged'],
  'Host Ports': ['hostPorts'],
  '/proc Mount Type': ['procMount'],
  HostProcess: ['windowsHostProcess'],
  SELinux: ['seLinuxOptions'],
  'Host Namespaces': ['hostNamespaces'],
  'HostPath Volumes': ['hostPathVolumes'],
  Sysctls: ['sysctls'],
  AppArmor: ['appArmorProfile'],
  'Privilege Escalation': ['allowPrivilegeEscalation'],
  'Running as Non-root': ['runAsNonRoot'],
  'Running as Non-root user': ['runAsUser'],
  'Volume Types': ['restrictedVolumes'],
};

/** The name of a control in policies; empty for a control that policies cannot name. */
export function controlName(id: string): string {
  return Object.keys(controlIds).find((name) => controlIds[name]!.includes(id)) ?? '';
}
