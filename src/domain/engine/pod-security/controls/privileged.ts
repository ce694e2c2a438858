import type { Control, PodCheck } from '../control.ts';
import { containersOf } from '../pod.ts';
import { forbidden, nameContainers } from '../violation.ts';

const checkPrivileged: PodCheck = ({ spec }) => {
  const bad = containersOf(spec).filter(({ securityContext }) => securityContext?.privileged);
  if (bad.length === 0) return undefined;
  return {
    reason: 'privileged',
    detail: `${nameContainers(bad.map(({ name }) => name))} must not set securityContext.privileged=true`,
    errors: bad.map(({ path }) => forbidden(`${path}.securityContext.privileged`, true)),
  };
};

export const privileged: Control = {
  id: 'privileged',
  level: 'baseline',
  editions: [{ since: 0, check: checkPrivileged }],
};
