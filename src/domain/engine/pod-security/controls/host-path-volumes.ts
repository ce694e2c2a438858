import type { Control, PodCheck } from '../control.ts';
import { forbidden, joinQuoted, plural } from '../violation.ts';

const checkHostPaths: PodCheck = ({ spec }) => {
  const bad = [...(spec.volumes ?? []).entries()].filter(([, { hostPath }]) => hostPath !== undefined);
  if (bad.length === 0) return undefined;
  return {
    reason: 'hostPath volumes',
    detail: `${plural('volume', bad.length)} ${joinQuoted(bad.map(([, { name = '' }]) => name))}`,
    errors: bad.map(([index, { hostPath }]) => forbidden(`spec.volumes[${index}].hostPath`, hostPath?.path)),
  };
};

export const hostPathVolumes: Control = {
  id: 'hostPathVolumes',
  level: 'baseline',
  editions: [{ since: 0, check: checkHostPaths }],
};
