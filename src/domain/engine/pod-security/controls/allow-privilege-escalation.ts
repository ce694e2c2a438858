import type { Control, PodCheck } from '../control.ts';
import { containersOf } from '../pod.ts';
import { forbidden, nameContainers, required } from '../violation.ts';
import { exceptOnWindows } from './windows.ts';

/** Each container must set `allowPrivilegeEscalation: false`. */
const checkEscalation: PodCheck = ({ spec }) => {
  const bad = containersOf(spec).filter((one) => one.securityContext?.allowPrivilegeEscalation !== false);
  if (bad.length === 0) return undefined;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${nameContainers(bad.map(({ name }) => name))} must set securityContext.allowPrivilegeEscalation=false`,
    errors: bad.map(({ path, securityContext }) => {
      const field = `${path}.securityContext.allowPrivilegeEscalation`;
      // Go's word for a pointer to nothing.
      return securityContext ? forbidden(field, securityContext.allowPrivilegeEscalation ?? 'nil') : required(field);
    }),
  };
};

export const allowPrivilegeEscalation: Control = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  editions: [
    { since: 8, check: checkEscalation },
    { since: 25, check: exceptOnWindows(checkEscalation) },
  ],
};
