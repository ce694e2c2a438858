import type { Control, PodCheck } from '../control.ts';
import { containersOf } from '../pod.ts';
import { forbidden, joinQuoted, nameContainers, required, sortedSet } from '../violation.ts';
import { exceptOnWindows } from './windows.ts';

/** Each container must drop ALL, and may add NET_BIND_SERVICE only. */
const checkCapabilities: PodCheck = ({ spec }) => {
  const containers = containersOf(spec).map(({ name, path, securityContext }) => {
    const { add = [], drop = [] } = securityContext?.capabilities ?? {};
    return { name, path, drop, added: sortedSet(add.filter((capability) => capability !== 'NET_BIND_SERVICE')) };
  });
  const keeping = containers.filter(({ drop }) => !drop.includes('ALL'));
  const adding = containers.filter(({ added }) => added.length > 0);
  const details: string[] = [];
  if (keeping.length > 0) {
    details.push(
      `${nameContainers(keeping.map(({ name }) => name))} must set securityContext.capabilities.drop=["ALL"]`,
    );
  }
  if (adding.length > 0) {
    const capabilities = joinQuoted(sortedSet(adding.flatMap(({ added }) => added)));
    const names = nameContainers(adding.map(({ name }) => name));
    details.push(`${names} must not include ${capabilities} in securityContext.capabilities.add`);
  }
  if (details.length === 0) return undefined;
  return {
    reason: 'unrestricted capabilities',
    detail: details.join('; '),
    errors: [
      ...keeping.map(({ path, drop }) => {
        const field = `${path}.securityContext.capabilities.drop`;
        return drop.length > 0 ? forbidden(field, sortedSet(drop)) : required(field);
      }),
      ...adding.map(({ path, added }) => forbidden(`${path}.securityContext.capabilities.add`, added)),
    ],
  };
};

export const capabilitiesRestricted: Control = {
  id: 'capabilities_restricted',
  level: 'restricted',
  editions: [
    { since: 22, check: checkCapabilities },
    { since: 25, check: exceptOnWindows(checkCapabilities) },
  ],
};
