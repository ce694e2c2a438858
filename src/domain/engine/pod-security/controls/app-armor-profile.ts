import { compareBytes } from '../../../../foundations/kube/index.ts';
import type { Control, PodCheck } from '../control.ts';
import { containersOf } from '../pod.ts';
import { type FieldError, forbidden, joinQuoted, nameContainers, plural, sortedSet } from '../violation.ts';

const annotationPrefix = 'container.apparmor.security.beta.kubernetes.io/';

/** Profiles by field, and by the annotation that came before the field. */
const checkAppArmor: PodCheck = ({ annotations, spec }) => {
  const setters: string[] = [];
  const values: string[] = [];
  const errors: FieldError[] = [];
  const podType = badType(spec.securityContext?.appArmorProfile);
  if (podType !== undefined) {
    setters.push('pod');
    values.push(podType);
    errors.push(forbidden('spec.securityContext.appArmorProfile.type', podType));
  }
  const containers = containersOf(spec).flatMap(({ name, path, securityContext }) => {
    const type = badType(securityContext?.appArmorProfile);
    return type === undefined ? [] : { name, type, path };
  });
  if (containers.length > 0) {
    setters.push(nameContainers(containers.map(({ name }) => name)));
    values.push(...containers.map(({ type }) => type));
    errors.push(...containers.map(({ path, type }) => forbidden(`${path}.securityContext.appArmorProfile.type`, type)));
  }
  const annotated = Object.keys(annotations)
    .filter((key) => key.startsWith(annotationPrefix) && !isAllowedAnnotation(annotations[key]!))
    .sort(compareBytes);
  const shown = [
    ...sortedSet(values),
    ...annotated.map((key) => `${key}=${JSON.stringify(annotations[key]!)}`).sort(compareBytes),
  ];
  if (annotated.length > 0) {
    setters.push(plural('annotation', annotated.length));
    errors.push(...annotated.map((key) => forbidden(`metadata.annotations[${key}]`, annotations[key])));
  }
  if (setters.length === 0) return undefined;
  return {
    reason: plural('forbidden AppArmor profile', shown.length),
    detail: `${setters.join(' and ')} must not set AppArmor profile type to ${joinQuoted(shown)}`,
    errors,
  };
};

function badType(profile: { readonly type?: string } | undefined): string | undefined {
  const type = profile && (profile.type ?? '');
  return type === 'RuntimeDefault' || type === 'Localhost' ? undefined : type;
}

function isAllowedAnnotation(profile: string): boolean {
  return profile === '' || profile === 'runtime/default' || profile.startsWith('localhost/');
}

export const appArmorProfile: Control = {
  id: 'appArmorProfile',
  level: 'baseline',
  editions: [{ since: 0, check: checkAppArmor }],
};
