import type { JsonValue } from '../../../foundations/kube/index.ts';
import { compileConditions } from '../conditions/index.ts';
import type { RuleContext } from '../context.ts';
import type { Outcome } from '../result.ts';
import { type Querier, VariableError } from '../variables/scope.ts';
import { compileTemplate } from '../variables/template.ts';
import { joinNonEmpty } from './messages.ts';

/** `validate.deny`: conditions that hold are a violation. */
export function compileDenyRule(
  rule: string,
  conditions: JsonValue | undefined,
  message: string,
  querier: Querier,
): (context: RuleContext) => Outcome {
  const judge = compileConditions(conditions, 'deny.conditions', querier);
  return (context) => {
    try {
      const { holds, message: why } = judge(context);
      if (!holds) return { status: 'pass', message: `validation rule '${rule}' passed.` };
      return { status: 'fail', message: denyText(rule, message, why, context, querier) };
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      return { status: 'error', message: `failed to check deny conditions: ${error.message}` };
    }
  };
}

function denyText(rule: string, message: string, why: string, context: RuleContext, querier: Querier): string {
  if (message === '' && why === '') return `validation error: rule ${rule} failed`;
  try {
    const filled = compileTemplate(joinNonEmpty([message, why], '; '), querier).fill(context.scope, context.deleting);
    if (typeof filled === 'string') return filled;
    return "the produced message didn't resolve to a string, check your policy definition.";
  } catch (error) {
    if (!(error instanceof VariableError)) throw error;
    return why;
  }
}
