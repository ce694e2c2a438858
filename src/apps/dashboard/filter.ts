import type { ViolationView } from '../server/api-types.ts';

/** What the address asks to see. Empty text means everything. */
export interface Filter {
  readonly text: string;
  readonly cluster: string;
  readonly severity: string;
}

export function readFilter(query: string): Filter {
  const parameters = new URLSearchParams(query);
  const value = (name: string) => parameters.get(name) ?? '';
  return { text: value('q'), cluster: value('cluster'), severity: value('severity') };
}

/** The query of an address that asks for a filter; empty parts are left out. */
export function writeFilter({ text, cluster, severity }: Filter): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of [
    ['q', text],
    ['cluster', cluster],
    ['severity', severity],
  ] as const)
    if (value) parameters.set(name, value);
  const query = parameters.toString();
  return query ? `?${query}` : '';
}

/** Violations that hold every word of the text somewhere, in the cluster and of the severity asked for. */
export function filterViolations(
  violations: readonly ViolationView[],
  { text, cluster, severity }: Filter,
): readonly ViolationView[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return violations.filter((violation) => {
    if ((cluster && violation.cluster !== cluster) || (severity && violation.severity !== severity)) return false;
    const { policy, rule, kind, namespace, name, message } = violation;
    const all = `${policy} ${rule} ${kind}/${namespace}/${name} ${violation.cluster} ${message}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
