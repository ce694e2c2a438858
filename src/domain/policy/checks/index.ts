import type { Diagnostic } from '../../../foundations/diagnostics/index.ts';
import type { ClassicPolicy } from '../policy.ts';
import { checkCel } from './cel.ts';
import { checkConditions } from './conditions.ts';
import { checkContext } from './context-entries.ts';
import { checkEmptyMatch } from './empty-match.ts';
import { asDiagnostic, type PolicyCheck, type RuleCheck } from './finding.ts';
import { checkForbiddenPlaces, checkUserVariables } from './forbidden-variables.ts';
import { checkGeneration } from './generation.ts';
import { checkKinds } from './kinds.ts';
import { checkMatch } from './match.ts';
import { checkMutation } from './mutation.ts';
import { checkOverrides } from './overrides.ts';
import { checkPatterns } from './patterns.ts';
import { checkPodSecurity } from './pod-security.ts';
import { checkRuleBody } from './rule-body.ts';
import { checkSettings } from './settings.ts';
import { checkVariables } from './variables.ts';
import { checkVerifyImages } from './verify-images.ts';

const policyChecks: readonly PolicyCheck[] = [checkSettings, checkOverrides, checkUserVariables];

const ruleChecks: readonly RuleCheck[] = [
  checkRuleBody,
  checkMatch,
  checkEmptyMatch,
  checkKinds,
  checkContext,
  checkConditions,
  checkPatterns,
  checkPodSecurity,
  checkCel,
  checkMutation,
  checkGeneration,
  checkVerifyImages,
  checkForbiddenPlaces,
  checkVariables,
];

/**
 * Everything for which the reference refuses a ClusterPolicy or Policy that fits its schema.
 * Source: Kyverno 1.19, what `kyverno apply` lists as "Policies Skipped"; the cases are in conformance/kyverno/refusals.
 */
export function checkClassicPolicy(policy: ClassicPolicy): Diagnostic[] {
  const ofRules = policy.spec.rules.flatMap((rule, index) =>
    ruleChecks
      .flatMap((check) => check(rule, policy))
      .map((finding) => ({ ...finding, path: ['spec', 'rules', index, ...finding.path] })),
  );
  const found = [...policyChecks.flatMap((check) => check(policy)), ...ofRules];
  return found.map((finding) => asDiagnostic(policy, finding));
}
