import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { type ClassicPolicy, type PolicyException, type Rule, rulesFor } from '../policy/index.ts';
import { compileCelRule } from './cel/validate-cel.ts';
import type { CompiledPolicy, CompiledRule } from './compiled.ts';
import type { RuleContext } from './context.ts';
import { compileExceptions } from './exceptions.ts';
import { FactWanted } from './facts.ts';
import { failureActionOf } from './failure-action.ts';
import { compileMatch } from './match/index.ts';
import type { Outcome, RuleResult, Status } from './result.ts';
import { compilePreconditions, compileValidateRule, type RuleJudge } from './rules/validate.ts';
import { baseScope } from './variables/base-scope.ts';
import { compileContextEntries } from './variables/context-entries.ts';
import { type Querier, VariableError } from './variables/scope.ts';

export interface CompiledClassic {
  readonly compiled: CompiledPolicy;
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles a ClusterPolicy or Policy. A rule that cannot be compiled answers `error` for what it matches. */
export function compileClassicPolicy(
  policy: ClassicPolicy,
  exceptions: readonly PolicyException[],
  querier: Querier,
): CompiledClassic {
  const diagnostics: Diagnostic[] = [];
  const compileAll = (rules: readonly Rule[], report: boolean) =>
    rules.flatMap((rule) => {
      const problems: Diagnostic[] = [];
      const compiled = compileRule(policy, rule, exceptions, querier, problems);
      if (report) diagnostics.push(...problems);
      return compiled ?? [];
    });
  const own = compileAll(policy.spec.rules, true);
  const byKind = new Map<string, readonly CompiledRule[]>();
  return {
    diagnostics,
    compiled: {
      policy,
      applyRules: policy.spec.applyRules ?? 'All',
      rulesFor({ gvk: { kind } }) {
        let rules = byKind.get(kind);
        if (!rules) {
          const wanted = rulesFor(policy, kind);
          rules = wanted === policy.spec.rules ? own : compileAll(wanted, false);
          byKind.set(kind, rules);
        }
        return rules;
      },
    },
  };
}

function compileRule(
  policy: ClassicPolicy,
  rule: Rule,
  exceptions: readonly PolicyException[],
  querier: Querier,
  diagnostics: Diagnostic[],
): CompiledRule | undefined {
  if (!rule.validate) {
    diagnostics.push(unsupported(policy, rule, ruleType(rule)));
    return undefined;
  }
  const match = compileMatch(rule.match, rule.exclude, policy.kind === 'Policy' ? policy.namespace : '');
  const entries = compileContextEntries(rule.context, policy.kind === 'Policy' ? policy.namespace : '', querier);
  const preconditions = compilePreconditions(rule.preconditions, querier);
  const excepted = compileExceptions(policy, rule.name, exceptions, querier);
  const judge = quarantine(policy, rule, diagnostics, () => compileJudge(policy, rule, querier, diagnostics));
  const scored = policy.annotations['policies.kyverno.io/scored'] !== 'false';
  return {
    name: rule.name,
    evaluate(judged, facts, trace) {
      const { input } = judged;
      const matched = match.matches(judged);
      if (trace) {
        const { match: reasons, excluded } = match.explain(judged);
        trace.add({ kind: 'match', matched: reasons.length === 0, reasons });
        if (rule.exclude) trace.add({ kind: 'exclude', matched: excluded.length > 0, reasons: excluded });
      }
      if (!matched) return undefined;
      const base = {
        input,
        facts,
        scope: baseScope(input, policy.name, rule.name),
        deleting: input.operation === 'DELETE',
        trace,
      };
      const context = entries(base);
      const outcome = preconditions(context) ?? excepted(context) ?? runJudge(judge, context);
      if (!outcome) return undefined;
      return asResult(rule, outcome, scored, failureActionOf(policy, rule, input));
    },
  };
}

function compileJudge(policy: ClassicPolicy, rule: Rule, querier: Querier, diagnostics: Diagnostic[]): RuleJudge {
  const validate = rule.validate!;
  // The reference's order: manifests, podSecurity, cel, then the rest.
  const missing =
    validate.manifests !== undefined ? 'validate.manifests' : validate.podSecurity ? 'validate.podSecurity' : undefined;
  if (missing) {
    diagnostics.push(unsupported(policy, rule, missing));
    return () => ({ status: 'error', message: `this version of Bylaw does not evaluate \`${missing}\`` });
  }
  if (validate.cel) return compileCelRule(policy, rule);
  return compileValidateRule(rule, policy.kind === 'Policy' ? policy.namespace : '', querier);
}

/** A rule that does not compile must not take the others with it. */
function quarantine(policy: ClassicPolicy, rule: Rule, diagnostics: Diagnostic[], compile: () => RuleJudge): RuleJudge {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof FactWanted) throw error;
    const { message } = error;
    diagnostics.push({
      code: 'ENGINE_RULE_INVALID',
      severity: 'error',
      message: `rule \`${rule.name}\` does not compile: ${message}`,
      location: locateRule(policy, rule),
      subject: { policy: policy.name, rule: rule.name },
      help: 'the other rules of the policy still run',
    });
    return () => ({ status: 'error', message: `the rule does not compile: ${message}` });
  }
}

function runJudge(judge: RuleJudge, context: RuleContext): Outcome | undefined {
  try {
    return judge(context);
  } catch (error) {
    if (!(error instanceof VariableError)) throw error;
    return { status: 'error', message: error.message };
  }
}

function asResult(rule: Rule, outcome: Outcome, scored: boolean, action: RuleResult['action']): RuleResult {
  const status: Status = outcome.status === 'fail' && !scored ? 'warn' : outcome.status;
  return {
    rule: rule.name,
    type: 'Validation',
    status,
    message: outcome.message,
    action,
    ...(outcome.exceptions ? { exceptions: outcome.exceptions } : {}),
    ...(outcome.properties ? { properties: outcome.properties } : {}),
  };
}

function ruleType(rule: Rule): string {
  return (['mutate', 'generate', 'verifyImages'] as const).find((type) => rule[type] !== undefined) ?? 'nothing';
}

function unsupported(policy: ClassicPolicy, rule: Rule, what: string): Diagnostic {
  return {
    code: 'ENGINE_RULE_UNSUPPORTED',
    severity: 'warning',
    message: `rule \`${rule.name}\` of policy \`${policy.name}\` is not evaluated: this version does not judge \`${what}\``,
    location: locateRule(policy, rule),
    subject: { policy: policy.name, rule: rule.name },
    help: 'run it with Kyverno; docs/compatibility.md lists what Bylaw judges',
  };
}

function locateRule(policy: ClassicPolicy, rule: Rule): Diagnostic['location'] {
  const index = policy.spec.rules.findIndex((candidate) => candidate.name === rule.name);
  return policy.document.locate(index < 0 ? ['spec', 'rules'] : ['spec', 'rules', index, 'name']);
}
