import { type CelEnv, CelError, type CelProgram } from '../../../languages/cel/index.ts';
import type { ValidationExpression } from '../../policy/index.ts';
import type { Outcome } from '../result.ts';
import type { Trace } from '../trace.ts';
import { compileExpression, type NamedProgram, type PolicyActivation, traceValue } from './environment.ts';

/** `validations` of a CEL policy, compiled. */
export type Validations = (activation: PolicyActivation, trace?: Trace) => Outcome;

interface Validation {
  readonly source: ValidationExpression;
  readonly program: CelProgram;
  readonly message: CelProgram | undefined;
}

/** Each must be true; the first that is not decides. */
export function compileValidations(
  list: readonly ValidationExpression[],
  path: readonly (string | number)[],
  env: CelEnv,
  passMessage: string,
): Validations {
  const validations = list.map(
    (source, index): Validation => ({
      source,
      program: compileExpression(source.expression, [...path, index, 'expression'], env, 'bool'),
      message: source.messageExpression
        ? compileExpression(source.messageExpression, [...path, index, 'messageExpression'], env, 'string')
        : undefined,
    }),
  );
  return (activation, trace) => {
    for (const [index, validation] of validations.entries()) {
      const value = validation.program.evaluate(activation);
      trace?.add({
        kind: 'expression',
        name: `validations[${index}]`,
        expression: validation.source.expression,
        value: traceValue(value),
      });
      const properties = { 'cel.validationIndex': String(index) };
      if (value instanceof CelError) return { status: 'error', message: `error: ${value.message}`, properties };
      if (value !== true) return { status: 'fail', message: failureMessage(validation, index, activation), properties };
    }
    return { status: 'pass', message: passMessage };
  };
}

function failureMessage({ source, message }: Validation, index: number, activation: PolicyActivation): string {
  const value = message ? message.evaluate(activation) : source.message;
  if (value instanceof CelError) return `failed to evaluate message expression: ${value.message}`;
  return typeof value === 'string' && value !== '' ? value : `CEL expression validation failed at index ${index}`;
}

/** Match conditions: the first false one skips; an error counts only when none is false. */
export function judgeConditions(
  conditions: readonly NamedProgram[],
  activation: PolicyActivation,
  trace?: Trace,
): { holds: boolean; error?: string } {
  let error: string | undefined;
  for (const { name, expression, program } of conditions) {
    const value = program.evaluate(activation);
    trace?.add({ kind: 'expression', name: `matchConditions.${name}`, expression, value: traceValue(value) });
    if (value instanceof CelError) error = error === undefined ? value.message : `${error}; ${value.message}`;
    else if (value !== true) return { holds: false };
  }
  return error === undefined ? { holds: true } : { holds: false, error };
}
