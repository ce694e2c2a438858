import type { Control, PodCheck } from '../control.ts';
import { forbidden } from '../violation.ts';

/** The safe sysctls, by the minor version that added them. */
const safe: readonly (readonly [since: number, names: readonly string[]])[] = [
  [
    0,
    [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start',
    ],
  ],
  [27, ['net.ipv4.ip_local_reserved_ports']],
  [
    29,
    [
      'net.ipv4.tcp_keepalive_time',
      'net.ipv4.tcp_fin_timeout',
      'net.ipv4.tcp_keepalive_intvl',
      'net.ipv4.tcp_keepalive_probes',
    ],
  ],
  [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
];

function checkSysctls(allowed: ReadonlySet<string>): PodCheck {
  return ({ spec }) => {
    const names = (spec.securityContext?.sysctls ?? []).map(({ name = '' }) => name);
    const bad = [...names.entries()].filter(([, name]) => !allowed.has(name));
    if (bad.length === 0) return undefined;
    return {
      reason: 'forbidden sysctls',
      detail: bad.map(([, name]) => name).join(', '),
      errors: bad.map(([index, name]) => forbidden(`spec.securityContext.sysctls[${index}].name`, name)),
    };
  };
}

export const sysctls: Control = {
  id: 'sysctls',
  level: 'baseline',
  editions: safe.map(([since], edition) => ({
    since,
    check: checkSysctls(new Set(safe.slice(0, edition + 1).flatMap(([, names]) => names))),
  })),
};
