import type { Diagnostic } from '../../../foundations/diagnostics/index.ts';
import type { ClassicPolicy, PolicyException, Rule } from '../../policy/index.ts';
import { compileCelRule } from '../cel/validate-cel.ts';
import type { RuleHandler } from '../context.ts';
import { compileExceptionFinder } from '../exceptions.ts';
import { compileMutateRule } from '../mutate/index.ts';
import { compilePodSecurityRule } from '../pod-security/index.ts';
import type { Phase } from '../result.ts';
import type { Querier } from '../variables/scope.ts';
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
  return (['mutate', 'verifyImages', 'validate', 'generate'] as const).filter((phase) => rule[phase] !== undefined);
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
      handled.diagnostics.push(unsupported(policy, rule, phase));
      return undefined;
  }
}

/** The reference's order: manifests, podSecurity, cel, then the rest. */
function compileValidation({ policy, rule, exceptions, querier, diagnostics }: HandledRule): RuleHandler {
  const validate = rule.validate!;
  if (validate.manifests !== undefined) {
    diagnostics.push(unsupported(policy, rule, 'validate.manifests'));
    return () => ({ status: 'error', message: 'this version of Bylaw does not evaluate `validate.manifests`' });
  }
  if (validate.podSecurity) {
    const findExceptions = compileExceptionFinder(policy, rule.name, exceptions, querier);
    return compilePodSecurityRule(rule, validate.podSecurity, findExceptions);
  }
  if (validate.cel) return compileCelRule(rule, (message) => diagnostics.push(invalidRule(policy, rule, message)));
  return compileValidateRule(rule, policy.kind === 'Policy' ? policy.namespace : '', querier);
}

function unsupported(policy: ClassicPolicy, rule: Rule, what: string): Diagnostic {
  const index = policy.spec.rules.indexOf(rule);
  return {
    code: 'ENGINE_RULE_UNSUPPORTED',
    severity: 'warning',
    message: `rule \`${rule.name}\` of policy \`${policy.name}\` is not evaluated: this version does not judge \`${what}\``,
    location: policy.document.locate(index < 0 ? ['spec', 'rules'] : ['spec', 'rules', index, 'name']),
    subject: { policy: policy.name, rule: rule.name },
    help: 'run it with Kyverno; docs/compatibility.md lists what Bylaw judges',
  };
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
