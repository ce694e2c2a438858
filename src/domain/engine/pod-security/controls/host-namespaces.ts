import type { Control, PodCheck } from '../control.ts';
import { forbidden } from '../violation.ts';

const checkNamespaces: PodCheck = ({ spec }) => {
  const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field]);
  if (shared.length === 0) return undefined;
  return {
    reason: 'host namespaces',
    detail: shared.map((field) => `${field}=true`).join(', '),
    errors: shared.map((field) => forbidden(`spec.${field}`, true)),
  };
};

export const hostNamespaces: Control = {
  id: 'hostNamespaces',
  level: 'baseline',
  editions: [{ since: 0, check: checkNamespaces }],
};
