import type { JsonValue } from '../../../foundations/kube/index.ts';
import { compileConditions } from '../conditions/index.ts';
import type { RuleContext } from '../context.ts';
import type { Outcome } from '../result.ts';
import { type Querier, VariableError } from '../variables/scope.ts';
import { joinNonEmpty } from './messages.ts';

/** Preconditions of a rule: the outcome that ends it, or `undefined` when it goes on. */
export function compilePreconditions(
  source: JsonValue | undefined,
  querier: Querier,
): (context: RuleContext) => Outcome | undefined {
  const judge = compileConditions(source, 'preconditions', querier);
  return (context) => {
    try {
      const { holds, message } = judge(context);
      return holds ? undefined : { status: 'skip', message: joinNonEmpty(['preconditions not met', message], '; ') };
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      return { status: 'error', message: `failed to evaluate preconditions: ${error.message}` };
    }
  };
}
