import type { Diagnostic } from '../../../foundations/diagnostics/index.ts';
import { namespaceOf } from '../../../foundations/kube/index.ts';
import { showPath } from '../../../languages/schema/index.ts';
import type { PolicyException, ValidatingPolicy } from '../../policy/index.ts';
import type { CompiledPolicy, CompiledRule, Judged } from '../compiled.ts';
import type { Facts } from '../facts.ts';
import type { Action, Outcome, RuleResult } from '../result.ts';
import type { Trace } from '../trace.ts';
import { generatedSpec } from './autogen.ts';
import {
  CelCompileFailure,
  compileNamed,
  compileVariables,
  confinementOf,
  envOf,
  PolicyActivation,
} from './environment.ts';
import { type CelExceptionJudge, compileCelExceptions } from './exceptions.ts';
import { compileConstraints } from './match-constraints.ts';
import { compileValidations, judgeConditions } from './validations.ts';

/** Compiles a ValidatingPolicy. One that does not compile answers `error` for what it matches. Source: Kyverno, ValidatingPolicy. */
export function compileValidatingPolicy(
  policy: ValidatingPolicy,
  exceptions: readonly PolicyException[],
): { compiled: CompiledPolicy; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const own = quarantine(policy, policy.spec, exceptions, diagnostics);
  const byKind = new Map<string, readonly CompiledRule[]>();
  return {
    diagnostics,
    compiled: {
      policy,
      phases: new Set(['validate'] as const),
      applyRules: 'All',
      rulesFor({ gvk: { kind } }) {
        let rules = byKind.get(kind);
        if (!rules) {
          const spec = generatedSpec(policy, kind);
          rules = [spec ? quarantine(policy, spec, exceptions, []) : own];
          byKind.set(kind, rules);
        }
        return rules;
      },
    },
  };
}

function compileSpec(
  policy: ValidatingPolicy,
  spec: ValidatingPolicy['spec'],
  excepted: CelExceptionJudge,
): CompiledRule {
  const constraints = compileConstraints(spec.matchConstraints);
  const base = envOf(policy);
  const confinedTo = confinementOf(policy);
  const conditions = compileNamed(spec.matchConditions, ['spec', 'matchConditions'], base, 'bool');
  const { variables, env } = compileVariables(spec.variables, ['spec', 'variables'], base);
  const validate = compileValidations(spec.validations ?? [], ['spec', 'validations'], env, 'success');
  const judge = (judged: Judged, facts: Facts, trace?: Trace): Outcome => {
    const verdict = excepted(judged, facts, trace);
    if (verdict.outcome) return verdict.outcome;
    const { allowedImages, allowedValues } = verdict;
    const activation = new PolicyActivation(judged, variables, {
      facts,
      confinedTo,
      trace,
      roots: { exceptions: { allowedImages, allowedValues } },
    });
    const { holds, error } = judgeConditions(conditions, activation, trace);
    if (error !== undefined && spec.failurePolicy !== 'Ignore')
      return { status: 'error', message: `failed to load context: ${error}` };
    return holds ? validate(activation, trace) : { status: 'skip', message: 'skip' };
  };
  return {
    name: '',
    evaluate(judged, facts, trace) {
      const reason = whyNoMatch(policy, judged) ?? constraints(judged);
      trace?.add({ kind: 'match', matched: reason === undefined, reasons: reason ? [reason] : [] });
      return reason === undefined ? asResult(policy, judge(judged, facts, trace)) : undefined;
    },
  };
}

function whyNoMatch({ namespace, kind }: ValidatingPolicy, { resource }: Judged): string | undefined {
  if (kind !== 'NamespacedValidatingPolicy' || namespaceOf(resource) === namespace) return undefined;
  return `the policy judges namespace ${namespace} only`;
}

function asResult(policy: ValidatingPolicy, outcome: Outcome): RuleResult {
  const scored = policy.annotations['policies.kyverno.io/scored'] !== 'false';
  return {
    ...outcome,
    rule: '',
    type: 'Validation',
    status: outcome.status === 'fail' && !scored ? 'warn' : outcome.status,
    action: actionOf(policy),
  };
}

/** No action means Deny. */
function actionOf({ spec: { validationActions = [] } }: ValidatingPolicy): Action {
  if (validationActions.length === 0 || validationActions.includes('Deny')) return 'Enforce';
  return validationActions.includes('Warn') ? 'Warn' : 'Audit';
}

/** One that does not compile errs on what it would have judged. */
function quarantine(
  policy: ValidatingPolicy,
  spec: ValidatingPolicy['spec'],
  exceptions: readonly PolicyException[],
  diagnostics: Diagnostic[],
): CompiledRule {
  try {
    return compileSpec(policy, spec, compileCelExceptions(policy, exceptions));
  } catch (error) {
    if (!(error instanceof CelCompileFailure)) throw error;
    const message = `policy \`${policy.name}\` does not compile: ${error.message}`;
    diagnostics.push({
      code: 'ENGINE_RULE_INVALID',
      severity: 'error',
      message,
      location: policy.document.locate(error.path),
      subject: { policy: policy.name, path: showPath(error.path) },
      help: 'the other policies still run',
    });
    const constraints = compileConstraints(spec.matchConstraints);
    return {
      name: '',
      evaluate: (judged) =>
        constraints(judged) === undefined ? asResult(policy, { status: 'error', message }) : undefined,
    };
  }
}
