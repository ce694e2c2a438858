import type { Diagnostic } from '../../../foundations/diagnostics/index.ts';
import type { PolicyException } from '../../policy/index.ts';

/** Finds exceptions without an end: those of kyverno.io cannot have one, those of policies.kyverno.io may lack it. */
export function findEndlessExceptions(exceptions: readonly PolicyException[]): Diagnostic[] {
  return exceptions
    .filter((exception) => exception.kind === 'classic' || exception.spec.expiresAt === undefined)
    .map(({ kind, name, document }) => ({
      code: 'EXCEPTION_WITHOUT_END',
      severity: 'info',
      message: `exception \`${name}\` never expires`,
      location: document.locate(['spec'], 'key'),
      help:
        kind === 'classic'
          ? 'exceptions of kyverno.io cannot expire; those of policies.kyverno.io can, for policies of that group'
          : 'set `spec.expiresAt`, an RFC 3339 time',
    }));
}
