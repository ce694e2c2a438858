import type { Control, PodCheck } from '../control.ts';
import { containersOf } from '../pod.ts';
import { forbidden, nameContainers, required } from '../violation.ts';

/** Nobody may set false; each container must set true, unless the pod does. */
const checkNonRoot: PodCheck = ({ spec }) => {
  const podValue = spec.securityContext?.runAsNonRoot;
  const containers = containersOf(spec);
  const explicit = containers.filter(({ securityContext }) => securityContext?.runAsNonRoot === false);
  const implicit = podValue
    ? []
    : containers.filter(({ securityContext }) => securityContext?.runAsNonRoot === undefined);
  const setters = [
    ...(podValue === false ? ['pod'] : []),
    ...(explicit.length > 0 ? [nameContainers(explicit.map(({ name }) => name))] : []),
  ];
  const details: string[] = [];
  if (setters.length > 0) details.push(`${setters.join(' and ')} must not set securityContext.runAsNonRoot=false`);
  if (implicit.length > 0) {
    details.push(
      `pod or ${nameContainers(implicit.map(({ name }) => name))} must set securityContext.runAsNonRoot=true`,
    );
  }
  if (details.length === 0) return undefined;
  return {
    reason: 'runAsNonRoot != true',
    detail: details.join('\n'),
    errors: [
      ...(podValue === false ? [forbidden('spec.securityContext.runAsNonRoot', false)] : []),
      ...explicit.map(({ path }) => forbidden(`${path}.securityContext.runAsNonRoot`, false)),
      ...implicit.map(({ path }) => required(`${path}.securityContext.runAsNonRoot`)),
    ],
  };
};

export const runAsNonRoot: Control = {
  id: 'runAsNonRoot',
  level: 'restricted',
  editions: [{ since: 0, check: checkNonRoot }],
};
