import type { JsonValue } from '../../../foundations/kube/index.ts';
import { BudgetExceeded, FunctionFailure, JmesPathError } from '../errors.ts';
import { checkArguments, type ExpressionArgument } from '../functions/function.ts';
import { functions } from '../functions/index.ts';
import { type Evaluate, spend } from '../run.ts';
import type { Syntax } from '../syntax.ts';

/** A call. An unknown function fails when it is called, after its arguments: a branch never taken may name one. */
export function compileCall(
  { name, offset, end }: Extract<Syntax, { kind: 'call' }>,
  args: readonly Evaluate[],
): Evaluate {
  const definition = name === undefined ? undefined : functions.get(name);
  const unknown = name === undefined ? 'invalid node value type' : `unknown function: ${name}`;
  return (value, run) => {
    const given = args.map((arg): JsonValue => arg(value, run) ?? null);
    if (!definition) throw new JmesPathError('evaluation', unknown, offset, end);
    try {
      checkArguments(definition, given);
      const result = definition.call(given, run);
      if (typeof result === 'string' || Array.isArray(result)) spend(run, result.length);
      return result;
    } catch (error) {
      if (!(error instanceof FunctionFailure)) throw error;
      throw new JmesPathError(error instanceof BudgetExceeded ? 'limit' : 'evaluation', error.message, offset, end);
    }
  };
}

/** `&expression`: a value that only functions can use. */
export function compileReference(operand: Evaluate): Evaluate {
  return (_, run) => {
    const reference: ExpressionArgument = (value) => operand(value, run) ?? null;
    return reference as unknown as JsonValue;
  };
}
