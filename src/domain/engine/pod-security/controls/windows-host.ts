import type { Control, PodCheck } from '../control.ts';
import { containersOf } from '../pod.ts';
import { forbidden, nameContainers } from '../violation.ts';

const checkHostProcess: PodCheck = ({ spec }) => {
  const pod = spec.securityContext?.windowsOptions?.hostProcess === true;
  const bad = containersOf(spec).filter(({ securityContext }) => securityContext?.windowsOptions?.hostProcess);
  if (!pod && bad.length === 0) return undefined;
  const setters = [...(pod ? ['pod'] : []), ...(bad.length > 0 ? [nameContainers(bad.map(({ name }) => name))] : [])];
  return {
    reason: 'hostProcess',
    detail: `${setters.join(' and ')} must not set securityContext.windowsOptions.hostProcess=true`,
    errors: [
      ...(pod ? [forbidden('spec.securityContext.windowsOptions.hostProcess', true)] : []),
      ...bad.map(({ path }) => forbidden(`${path}.securityContext.windowsOptions.hostProcess`, true)),
    ],
  };
};

export const windowsHostProcess: Control = {
  id: 'windowsHostProcess',
  level: 'baseline',
  editions: [{ since: 0, check: checkHostProcess }],
};
