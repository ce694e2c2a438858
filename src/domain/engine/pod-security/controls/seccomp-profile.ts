import { compareBytes } from '../../../../foundations/kube/index.ts';
import type { Control, PodCheck } from '../control.ts';
import { containersOf, type PlacedContainer, type Pod } from '../pod.ts';
import { forbidden, joinQuoted, nameContainers, plural, required, sortedSet, type Violation } from '../violation.ts';
import { exceptOnWindows } from './windows.ts';

const podAnnotation = 'seccomp.security.alpha.kubernetes.io/pod';
const containerAnnotation = 'container.seccomp.security.alpha.kubernetes.io/';

/** Before 1.19 profiles were annotations. */
const checkAnnotations: PodCheck = ({ annotations, spec }) => {
  const keys = [podAnnotation, ...containersOf(spec).map(({ name }) => containerAnnotation + name)];
  const bad = keys
    .filter((key) => Object.hasOwn(annotations, key) && !isAllowedAnnotation(annotations[key]!))
    .sort(compareBytes);
  if (bad.length === 0) return undefined;
  const shown = sortedSet(bad.map((key) => `${key}=${JSON.stringify(annotations[key]!)}`));
  return {
    reason: 'seccompProfile',
    detail: `forbidden ${plural('annotation', shown.length)} ${shown.join(', ')}`,
    errors: bad.map((key) => forbidden(`metadata.annotations[${key}]`, annotations[key])),
  };
};

function isAllowedAnnotation(profile: string): boolean {
  return profile === 'runtime/default' || profile === 'docker/default' || profile.startsWith('localhost/');
}

/** A profile that is set must be the runtime's or a local one. */
const checkSetProfiles: PodCheck = ({ spec }) => {
  const podType = profileType(spec.securityContext);
  const podIsBad = podType !== undefined && !isAllowed(podType);
  const bad = containersOf(spec).filter(({ securityContext }) => {
    const type = profileType(securityContext);
    return type !== undefined && !isAllowed(type);
  });
  if (!podIsBad && bad.length === 0) return undefined;
  const typeOf = ({ securityContext }: PlacedContainer) => profileType(securityContext) ?? '';
  const setters = [
    ...(podIsBad ? ['pod'] : []),
    ...(bad.length > 0 ? [nameContainers(bad.map(({ name }) => name))] : []),
  ];
  const types = sortedSet([...(podIsBad ? [podType] : []), ...bad.map(typeOf)]);
  return {
    reason: 'seccompProfile',
    detail: `${setters.join(' and ')} must not set securityContext.seccompProfile.type to ${joinQuoted(types)}`,
    errors: [
      ...(podIsBad ? [forbidden('spec.securityContext.seccompProfile.type', podType)] : []),
      ...bad.map((one) => forbidden(`${one.path}.securityContext.seccompProfile.type`, typeOf(one))),
    ],
  };
};

/** Also each container must set one, unless the pod does. */
const checkAllProfiles: PodCheck = (pod) => checkSetProfiles(pod) ?? checkMissingProfiles(pod);

function checkMissingProfiles({ spec }: Pod): Violation | undefined {
  if (spec.securityContext?.seccompProfile) return undefined;
  const bad = containersOf(spec).filter(({ securityContext }) => profileType(securityContext) === undefined);
  if (bad.length === 0) return undefined;
  const names = nameContainers(bad.map(({ name }) => name));
  return {
    reason: 'seccompProfile',
    detail: `pod or ${names} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
    errors: bad.map(({ path }) => required(`${path}.securityContext.seccompProfile.type`)),
  };
}

function profileType(context: PlacedContainer['securityContext']): string | undefined {
  return context?.seccompProfile && (context.seccompProfile.type ?? '');
}

function isAllowed(type: string): boolean {
  return type === 'RuntimeDefault' || type === 'Localhost';
}

export const seccompProfileBaseline: Control = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  editions: [
    { since: 0, check: checkAnnotations },
    { since: 19, check: checkSetProfiles },
  ],
};

export const seccompProfileRestricted: Control = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  editions: [
    { since: 19, check: checkAllProfiles },
    { since: 25, check: exceptOnWindows(checkAllProfiles) },
  ],
};
