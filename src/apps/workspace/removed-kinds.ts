import type { Policy, PolicyException } from '../../domain/policy/index.ts';
import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { isResource } from '../../foundations/kube/index.ts';

/** Kyverno will remove its classic kinds. Bylaw keeps them, and tells of them only where it is asked to. */
export function findRemovedKinds(documents: readonly (Policy | PolicyException)[]): Diagnostic[] {
  return documents
    .filter(({ document: { value } }) => isResource(value) && value.apiVersion.startsWith('kyverno.io/'))
    .map(({ name, document }) => ({
      code: 'POLICY_KIND_REMOVED',
      severity: 'error',
      message: `\`${name}\` is of a kind that Kyverno will remove`,
      location: document.locate(['kind']),
      help: 'write it in a kind of policies.kyverno.io, or leave out --warnings-as-errors',
    }));
}
