import type { Control, PodCheck } from '../control.ts';
import { containersOf } from '../pod.ts';
import { forbidden, nameContainers } from '../violation.ts';

const checkUser: PodCheck = ({ spec }) => {
  const pod = spec.securityContext?.runAsUser === 0;
  const bad = containersOf(spec).filter(({ securityContext }) => securityContext?.runAsUser === 0);
  if (!pod && bad.length === 0) return undefined;
  const setters = [...(pod ? ['pod'] : []), ...(bad.length > 0 ? [nameContainers(bad.map(({ name }) => name))] : [])];
  return {
    reason: 'runAsUser=0',
    detail: `${setters.join(' and ')} must not set runAsUser=0`,
    errors: [
      ...(pod ? [forbidden('spec.securityContext.runAsUser', 0)] : []),
      ...bad.map(({ path }) => forbidden(`${path}.securityContext.runAsUser`, 0)),
    ],
  };
};

export const runAsUser: Control = {
  id: 'runAsUser',
  level: 'restricted',
  editions: [{ since: 23, check: checkUser }],
};
