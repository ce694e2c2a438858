import type { Diagnostic } from '../../../foundations/diagnostics/index.ts';
import { showPath } from '../../../languages/schema/index.ts';
import type { ClassicPolicy } from '../policy.ts';

export type Path = readonly (string | number)[];

/** What is wrong in a policy whose fields are all known and of the right type. The reference refuses such a policy whole. */
export interface Finding {
  readonly code: string;
  readonly path: Path;
  readonly message: string;
  readonly help: string;
}

/** Looks at one side of a policy. Pure; a finding's path is the place in the document. */
export type PolicyCheck = (policy: ClassicPolicy) => readonly Finding[];

export function asDiagnostic(policy: ClassicPolicy, { code, path, message, help }: Finding): Diagnostic {
  const [, rules, index] = path;
  const rule = rules === 'rules' && typeof index === 'number' ? policy.spec.rules[index]?.name : undefined;
  return {
    code,
    severity: 'error',
    message,
    location: policy.document.locate(path),
    subject: { policy: policy.name, ...(rule ? { rule } : {}), path: showPath(path) },
    help,
  };
}
