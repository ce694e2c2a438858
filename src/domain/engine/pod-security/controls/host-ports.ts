import type { Control, PodCheck } from '../control.ts';
import { containersOf } from '../pod.ts';
import { forbidden, joinQuoted, plural, sortedSet } from '../violation.ts';

const checkPorts: PodCheck = ({ spec }) => {
  const bad = containersOf(spec).flatMap(({ name, path, container }) => {
    const ports = [...(container.ports ?? []).entries()].filter(([, { hostPort = 0 }]) => hostPort !== 0);
    return ports.length > 0 ? { name, path, ports } : [];
  });
  if (bad.length === 0) return undefined;
  const numbers = sortedSet(bad.flatMap(({ ports }) => ports.map(([, { hostPort }]) => String(hostPort))));
  const uses = bad.length === 1 ? 'uses' : 'use';
  const names = joinQuoted(bad.map(({ name }) => name));
  return {
    reason: 'hostPort',
    detail: `${plural('container', bad.length)} ${names} ${uses} ${plural('hostPort', numbers.length)} ${numbers.join(', ')}`,
    errors: bad.flatMap(({ path, ports }) =>
      ports.map(([index, { hostPort }]) => forbidden(`${path}.ports[${index}].hostPort`, hostPort)),
    ),
  };
};

export const hostPorts: Control = {
  id: 'hostPorts',
  level: 'baseline',
  editions: [{ since: 0, check: checkPorts }],
};
