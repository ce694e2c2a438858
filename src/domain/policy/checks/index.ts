import type { Diagnostic } from '../../../foundations/diagnostics/index.ts';
import { allRules } from '../autogen-classic.ts';
import type { ClassicPolicy, Rule } from '../policy.ts';
import { checkCel } from './cel.ts';
import { checkConditions } from './conditions.ts';
import { checkContext } from './context-entries.ts';
import { checkEmptyMatch } from './empty-match.ts';
import { asDiagnostic, type Finding, type PolicyCheck, type RuleCheck } from './finding.ts';
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
    checkRule(rule, policy).map((finding) => ({ ...finding, path: ['spec', 'rules', index, ...finding.path] })),
  );
  const ofAll = [...policyChecks.flatMap((check) => check(policy)), ...ofRules];
  const found = ofAll.length > 0 ? ofAll : checkGenerated(policy);
  return found.map((finding) => asDiagnostic(policy, finding));
}

function checkRule(rule: Rule, policy: ClassicPolicy): readonly Finding[] {
  return ruleChecks.flatMap((check) => check(rule, policy));
}

/** A rule may be right for Pods, and its paths wrong in the rules generated for their controllers. */
function checkGenerated(policy: ClassicPolicy): readonly Finding[] {
  const { rules } = policy.spec;
  return allRules(policy)
    .slice(rules.length)
    .flatMap((generated) => {
      const index = rules.findIndex(({ name }) => generated.name.endsWith(`-${name}`));
      return checkRule(generated, policy).map(({ code, message, help }) => ({
        code,
        path: ['spec', 'rules', Math.max(index, 0), 'name'],
        message: `${message}, in the rule \`${generated.name}\` that is made of it for controllers`,
        help: `${help}; or switch these rules off with the annotation \`pod-policies.kyverno.io/autogen-controllers: none\``,
      }));
    });
}
