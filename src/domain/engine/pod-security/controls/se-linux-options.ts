import type { Control, PodCheck } from '../control.ts';
import { containersOf, type SecurityContext } from '../pod.ts';
import { type FieldError, forbidden, joinQuoted, nameContainers, plural, sortedSet } from '../violation.ts';

const types = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

/** The type must be one of a few; user and role must not be set. */
function checkSeLinux(allowedTypes: ReadonlySet<string>): PodCheck {
  return ({ spec }) => {
    const pod = badOptions(spec.securityContext, 'spec', allowedTypes);
    const containers = containersOf(spec)
      .map(({ name, path, securityContext }) => ({ name, errors: badOptions(securityContext, path, allowedTypes) }))
      .filter(({ errors }) => errors.length > 0);
    const errors = [...pod, ...containers.flatMap((container) => container.errors)];
    if (errors.length === 0) return undefined;
    const setters = [
      ...(pod.length > 0 ? ['pod'] : []),
      ...(containers.length > 0 ? [nameContainers(containers.map(({ name }) => name))] : []),
    ];
    return {
      reason: 'seLinuxOptions',
      detail: `${setters.join(' and ')} set forbidden securityContext.seLinuxOptions: ${showOptions(errors)}`,
      errors,
    };
  };
}

function badOptions(
  context: SecurityContext | undefined,
  path: string,
  allowedTypes: ReadonlySet<string>,
): FieldError[] {
  const { type = '', user = '', role = '' } = context?.seLinuxOptions ?? {};
  const at = `${path}.securityContext.seLinuxOptions`;
  return [
    ...(allowedTypes.has(type) ? [] : [forbidden(`${at}.type`, type)]),
    ...(user ? [forbidden(`${at}.user`, user)] : []),
    ...(role ? [forbidden(`${at}.role`, role)] : []),
  ];
}

function showOptions(errors: readonly FieldError[]): string {
  const bad = sortedSet(errors.filter(({ field }) => field.endsWith('.type')).map(({ badValue }) => String(badValue)));
  return [
    ...(bad.length > 0 ? [`${plural('type', bad.length)} ${joinQuoted(bad)}`] : []),
    ...['user', 'role']
      .filter((option) => errors.some(({ field }) => field.endsWith(`.${option}`)))
      .map((option) => `${option} may not be set`),
  ].join('; ');
}

export const seLinuxOptions: Control = {
  id: 'seLinuxOptions',
  level: 'baseline',
  editions: [
    { since: 0, check: checkSeLinux(new Set(types)) },
    { since: 31, check: checkSeLinux(new Set([...types, 'container_engine_t'])) },
  ],
};
