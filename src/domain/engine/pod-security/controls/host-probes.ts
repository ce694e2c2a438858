import type { Control, PodCheck } from '../control.ts';
import { type Container, containersOf } from '../pod.ts';
import { joinQuoted, plural, sortedSet } from '../violation.ts';

/** Probes and lifecycle handlers must not name a host. This control has no name in policies and tells no fields. */
const checkHosts: PodCheck = ({ spec }) => {
  const bad = containersOf(spec)
    .map(({ name, container }) => ({ name, hosts: hostsOf(container) }))
    .filter(({ hosts }) => hosts.length > 0);
  if (bad.length === 0) return undefined;
  const names = sortedSet(bad.map(({ name }) => name));
  const hosts = sortedSet(bad.flatMap((container) => container.hosts));
  const uses = names.length === 1 ? 'uses' : 'use';
  const what = plural('probe or lifecycle host', hosts.length);
  return {
    reason: 'probe or lifecycle host',
    detail: `${plural('container', names.length)} ${joinQuoted(names)} ${uses} ${what} ${joinQuoted(hosts)}`,
    errors: [],
  };
};

function hostsOf({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): string[] {
  return [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop]
    .flatMap((handler) => [handler?.httpGet?.host, handler?.tcpSocket?.host])
    .filter((host) => host !== undefined && host !== '') as string[];
}

export const hostProbesAndHostLifecycle: Control = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  editions: [{ since: 34, check: checkHosts }],
};
