import type { Control, PodCheck } from '../control.ts';
import { containersOf } from '../pod.ts';
import { forbidden, joinQuoted, nameContainers, sortedSet } from '../violation.ts';

const checkProcMount: PodCheck = ({ spec }) => {
  const bad = containersOf(spec).flatMap(({ name, path, securityContext }) => {
    const mount = securityContext?.procMount;
    return mount === undefined || mount === 'Default' ? [] : { name, path, mount };
  });
  if (bad.length === 0) return undefined;
  const mounts = joinQuoted(sortedSet(bad.map(({ mount }) => mount)));
  return {
    reason: 'procMount',
    detail: `${nameContainers(bad.map(({ name }) => name))} must not set securityContext.procMount to ${mounts}`,
    errors: bad.map(({ path, mount }) => forbidden(`${path}.securityContext.procMount`, mount)),
  };
};

export const procMount: Control = {
  id: 'procMount',
  level: 'baseline',
  editions: [{ since: 0, check: checkProcMount }],
};
