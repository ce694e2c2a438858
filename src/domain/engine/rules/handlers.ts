import type { Diagnostic } from '../../../foundations/diagnostics/index.ts';
import { type ClassicPolicy, checksImages, type PolicyException, type Rule } from '../../policy/index.ts';
import { compileCelRule } from '../cel/validate-cel.ts';
import type { RuleContext, RuleHandler } from '../context.ts';
import { compileExceptionFinder } from '../exceptions.ts';
import { compileMutateRule } from '../mutate/index.ts';
import { compilePodSecurityRule } from '../pod-security/index.ts';
import type { Outcome, Phase } from '../result.ts';
import type { Querier } from '../variables/scope.ts';
import { compileImageCheck, compileImageConcern, compileVerifyRule, type VerifiedFor } from '../verify-images/index.ts';
import { compileManifestRule } from '../verify-manifests/index.ts';
import { compileValidateRule } from './validate.ts';

/** A rule in one of its phases, and what compiling it needs. */
export interface HandledRule {
  readonly policy: ClassicPolicy;
  readonly rule: Rule;
  readonly phase: Phase;
  readonly exceptions: readonly PolicyException[];
  readonly querier: Querier;
  /** Receives what is wrong with the rule. */
  readonly diagnostics: Diagnostic[];
}

/** The phases in which a rule has something to do. */
export function phasesOf(rule: Rule): readonly Phase[] {
  const own = (['mutate', 'verifyImages', 'validate', 'generate'] as const).filter(
    (phase) => rule[phase] !== undefined,
  );
  // What was verified is looked at again when the resource is validated, unless the rule validates something else.
  return rule.validate || !checksImages(rule.verifyImages) ? own : [...own, 'validate'];
}

/** What a handler asks before context and preconditions: nothing to look at means no result. */
export function concernOf({ rule, phase, querier }: HandledRule): (context: RuleContext) => boolean | Outcome {
  const images = phase === 'verifyImages' || (phase === 'validate' && !rule.validate);
  if (!images) return () => true;
  const concern = compileImageConcern(rule, querier);
  // Images are not verified when an object goes away.
  return (context) => (context.deleting ? false : concern(context));
}

/** podSecurity rules look at their exceptions themselves: one may take away single controls only. */
export function asksExceptions({ phase, rule }: HandledRule): boolean {
  return phase === 'validate' && rule.validate?.podSecurity !== undefined;
}

/** Compiles what a rule does in a phase. Throws when it cannot be compiled. */
export function handlerOf(handled: HandledRule): RuleHandler | undefined {
  const { policy, rule, phase, querier } = handled;
  switch (phase) {
    case 'mutate':
      return compileMutateRule(rule.mutate!, policy.kind === 'Policy' ? policy.namespace : '', querier);
    case 'validate':
      return compileValidation(handled);
    case 'generate':
      // Compiled as a whole: it asks in another order than other rules.
      return undefined;
    case 'verifyImages':
      return compileVerifyRule(rule, verifiedFor(handled), querier);
  }
}

/** The reference's order: manifests, podSecurity, cel, then the rest. */
function compileValidation(handled: HandledRule): RuleHandler {
  const { policy, rule, exceptions, querier, diagnostics } = handled;
  const { validate } = rule;
  if (!validate) return compileImageCheck(rule, verifiedFor(handled), querier);
  const manifests = validate.manifests && compileManifestRule(validate.manifests);
  if (manifests) return manifests;
  if (validate.podSecurity) {
    const findExceptions = compileExceptionFinder(policy, rule.name, exceptions, querier);
    return compilePodSecurityRule(rule, validate.podSecurity, findExceptions);
  }
  if (validate.cel) return compileCelRule(rule, (message) => diagnostics.push(invalidRule(policy, rule, message)));
  return compileValidateRule(rule, policy.kind === 'Policy' ? policy.namespace : '', querier);
}

function verifiedFor({ policy, rule }: HandledRule): VerifiedFor {
  return { namespace: policy.kind === 'Policy' ? policy.namespace : '', policy: policy.name, rule: rule.name };
}

/** A rule that does not compile, or a part of it. */
export function invalidRule(policy: ClassicPolicy, rule: Rule, message: string): Diagnostic {
  const index = policy.spec.rules.findIndex(({ name }) => name === rule.name);
  return {
    code: 'ENGINE_RULE_INVALID',
    severity: 'error',
    message: `rule \`${rule.name}\` does not compile: ${message}`,
    location: policy.document.locate(index < 0 ? ['spec', 'rules'] : ['spec', 'rules', index, 'name']),
    subject: { policy: policy.name, rule: rule.name },
    help: 'the other rules of the policy still run',
  };
}
