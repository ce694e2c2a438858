import type { Control, PodCheck } from '../control.ts';
import { containersOf } from '../pod.ts';
import { forbidden, joinQuoted, nameContainers, sortedSet } from '../violation.ts';

/** What container runtimes give by default, without NET_RAW. */
const allowed = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

const checkAdded: PodCheck = ({ spec }) => {
  const bad = containersOf(spec).flatMap(({ name, path, securityContext }) => {
    const added = (securityContext?.capabilities?.add ?? []).filter((capability) => !allowed.has(capability));
    return added.length > 0 ? { name, path, added: sortedSet(added) } : [];
  });
  if (bad.length === 0) return undefined;
  const capabilities = joinQuoted(sortedSet(bad.flatMap(({ added }) => added)));
  return {
    reason: 'non-default capabilities',
    detail: `${nameContainers(bad.map(({ name }) => name))} must not include ${capabilities} in securityContext.capabilities.add`,
    errors: bad.map(({ path, added }) => forbidden(`${path}.securityContext.capabilities.add`, added)),
  };
};

export const capabilitiesBaseline: Control = {
  id: 'capabilities_baseline',
  level: 'baseline',
  editions: [{ since: 0, check: checkAdded }],
};
