import type { Diagnostic } from '../../../foundations/diagnostics/index.ts';
import type { ClassicPolicy } from '../policy.ts';
import { asDiagnostic, type PolicyCheck } from './finding.ts';
import { checkPodSecurity } from './pod-security.ts';

const checks: readonly PolicyCheck[] = [checkPodSecurity];

/** Everything for which the reference refuses a ClusterPolicy or Policy that fits its schema. */
export function checkClassicPolicy(policy: ClassicPolicy): Diagnostic[] {
  return checks.flatMap((check) => check(policy).map((finding) => asDiagnostic(policy, finding)));
}
