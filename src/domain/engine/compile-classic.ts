import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { type ClassicPolicy, type PolicyException, type Rule, rulesFor } from '../policy/index.ts';
import type { CompiledPolicy, CompiledRule } from './compiled.ts';
import type { RuleContext, RuleHandler } from './context.ts';
import { compileExceptions } from './exceptions.ts';
import { FactWanted } from './facts.ts';
import { failureActionOf } from './failure-action.ts';
import { compileGenerateRule } from './generate/index.ts';
import { compileMatch } from './match/index.ts';
import { type Outcome, type Phase, phases, type RuleResult, type Status } from './result.ts';
import { allowingExisting } from './rules/existing-violations.ts';
import { asksExceptions, concernOf, type HandledRule, handlerOf, invalidRule, phasesOf } from './rules/handlers.ts';
import { compilePreconditions } from './rules/preconditions.ts';
import { compileReportProperties } from './rules/report-properties.ts';
import { withinLimits } from './rules/within-limits.ts';
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
  const compileAll = (rules: readonly Rule[], report: boolean): RulesByPhase => {
    const compiled: RulesByPhase = { mutate: [], verifyImages: [], validate: [], generate: [] };
    for (const rule of rules) {
      const problems: Diagnostic[] = [];
      for (const phase of phasesOf(rule)) {
        const found = compileRule({ policy, rule, phase, exceptions, querier, diagnostics: problems });
        if (found) compiled[phase].push(found);
      }
      if (report) diagnostics.push(...problems);
    }
    return compiled;
  };
  const own = compileAll(policy.spec.rules, true);
  const byKind = new Map<string, RulesByPhase>();
  return {
    diagnostics,
    compiled: {
      policy,
      applyRules: policy.spec.applyRules ?? 'All',
      phases: new Set(phases.filter((phase) => policy.spec.rules.some((rule) => phasesOf(rule).includes(phase)))),
      rulesFor({ gvk: { kind } }, phase) {
        let rules = byKind.get(kind);
        if (!rules) {
          const wanted = rulesFor(policy, kind);
          rules = wanted === policy.spec.rules ? own : compileAll(wanted, false);
          byKind.set(kind, rules);
        }
        return rules[phase];
      },
    },
  };
}

type RulesByPhase = Record<Phase, CompiledRule[]>;

const resultTypes = {
  mutate: 'Mutation',
  verifyImages: 'ImageVerify',
  validate: 'Validation',
  generate: 'Generation',
} as const;

function compileRule(handled: HandledRule): CompiledRule | undefined {
  const { policy, rule, phase, exceptions, querier } = handled;
  if (phase === 'generate') return compileGenerateRule(handled, exceptions);
  const handlerOfRule = quarantine(handled, () => handlerOf(handled));
  if (!handlerOfRule) return undefined;
  const concern = concernOf(handled);
  const match = compileMatch(rule.match, rule.exclude, policy.kind === 'Policy' ? policy.namespace : '');
  const entries = compileContextEntries(rule.context, policy.kind === 'Policy' ? policy.namespace : '', querier);
  const preconditions = compilePreconditions(rule.preconditions, querier);
  const excepted = compileExceptions(policy, rule.name, asksExceptions(handled) ? [] : exceptions, querier);
  const handler = allowingExisting({ policy, rule, phase, match, preconditions, handler: handlerOfRule });
  const reportProperties = compileReportProperties(rule.reportProperties, querier);
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
      let properties = rule.reportProperties;
      const judge = (): Outcome | readonly Outcome[] | undefined => {
        const concerned = concern(context);
        if (concerned !== true) return concerned || undefined;
        const unmet = preconditions(context);
        if (unmet) return unmet;
        properties = reportProperties(context);
        return excepted(context) ?? runHandler(handler, context);
      };
      const outcome = withinLimits(judge, (message): Outcome => ({ status: 'error', message }));
      if (!outcome) return undefined;
      const result = (one: Outcome): RuleResult => ({
        ...one,
        ...(properties ? { properties: { ...properties, ...one.properties } } : {}),
        rule: rule.name,
        type: resultTypes[phase],
        status: scoredStatus(one.status, scored),
        action: failureActionOf(policy, rule, input),
      });
      return isList(outcome) ? outcome.map(result) : result(outcome);
    },
  };
}

function isList(outcome: Outcome | readonly Outcome[]): outcome is readonly Outcome[] {
  return Array.isArray(outcome);
}

function scoredStatus(status: Outcome['status'], scored: boolean): Status {
  return status === 'fail' && !scored ? 'warn' : status;
}

/** A rule that does not compile must not take the others with it. */
function quarantine(
  { policy, rule, diagnostics }: HandledRule,
  compile: () => RuleHandler | undefined,
): RuleHandler | undefined {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof FactWanted) throw error;
    const { message } = error;
    diagnostics.push(invalidRule(policy, rule, message));
    return () => ({ status: 'error', message: `the rule does not compile: ${message}` });
  }
}

function runHandler(handler: RuleHandler, context: RuleContext): Outcome | readonly Outcome[] | undefined {
  try {
    return handler(context);
  } catch (error) {
    if (!(error instanceof VariableError)) throw error;
    return { status: 'error', message: error.message };
  }
}
