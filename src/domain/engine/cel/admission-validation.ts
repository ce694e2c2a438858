import {
  type CelEnv,
  CelError,
  type CelProgram,
  compileCel,
  dyn,
  showCompileErrors,
} from '../../../languages/cel/index.ts';
import type { ValidationExpression } from '../../policy/index.ts';
import type { Outcome } from '../result.ts';
import type { Trace } from '../trace.ts';
import { type NamedProgram, type PolicyActivation, traceValue } from './environment.ts';

// How Kubernetes judges the expressions of an admission policy, and in which words.
// Source: Kubernetes, ValidatingAdmissionPolicy; the validator and the condition evaluator of the API server.

export interface AdmissionValidation {
  readonly source: ValidationExpression;
  readonly program: CelProgram;
  readonly message: CelProgram | undefined;
}

/** An error of the compiler, which stands where the value would. */
class CompileError extends CelError {}

/** Compiles an expression; one that does not compile is a program that always gives the error. */
export function compileOrFail(
  expression: string,
  env: CelEnv,
  reportInvalid: (message: string) => void,
  wanted?: 'bool' | 'string',
): CelProgram {
  const compiled = compileCel(expression, env);
  if ('errors' in compiled) {
    reportInvalid(compiled.errors.map(({ message }) => message).join('; '));
    return failing(`compilation failed: ${showCompileErrors(expression, compiled.errors)}`);
  }
  const { outputType, outputTypeName } = compiled.program;
  if (!wanted || outputType === wanted) return compiled.program;
  const message = `must evaluate to ${wanted} but got ${outputTypeName}`;
  reportInvalid(message);
  return failing(message);
}

function failing(message: string): CelProgram {
  const error = new CompileError(message);
  return { type: dyn, outputType: 'dyn', outputTypeName: 'dyn', evaluate: () => error };
}

/** A variable says of its error whose it is. */
export function asVariable(name: string, program: CelProgram): CelProgram {
  return {
    ...program,
    evaluate(activation) {
      const value = program.evaluate(activation);
      if (!(value instanceof CelError)) return value;
      const fails = value instanceof CompileError ? 'fails to compile' : 'fails to evaluate';
      return new CelError(`composited variable "${name}" ${fails}: ${value.message}`);
    },
  };
}

function describe(expression: string, error: CelError): string {
  if (error instanceof CompileError) return `compilation error: ${error.message}`;
  return `expression '${expression}' resulted in error: ${error.message}`;
}

/** Nothing when all hold. One that is false wins over errors of others. */
export function judgePreconditions(
  conditions: readonly NamedProgram[],
  activation: PolicyActivation,
  trace?: Trace,
): Outcome | undefined {
  const problems = new Set<string>();
  for (const { name, expression, program } of conditions) {
    const value = program.evaluate(activation);
    trace?.add({ kind: 'expression', name: `celPreconditions.${name}`, expression, value: traceValue(value) });
    if (value instanceof CelError) problems.add(describe(expression, value));
    else if (value !== true) return { status: 'skip', message: 'cel preconditions not met' };
  }
  const all = [...problems].join(', ');
  if (problems.size === 0) return undefined;
  return { status: 'fail', message: problems.size === 1 ? all : `[${all}]` };
}

/** The first that is not true decides; nothing when all are. */
export function judgeValidations(
  validations: readonly AdmissionValidation[],
  activation: PolicyActivation,
  trace?: Trace,
): Outcome | undefined {
  for (const [index, { source, program, message }] of validations.entries()) {
    const { expression } = source;
    const value = program.evaluate(activation);
    trace?.add({ kind: 'expression', name: `validations[${index}]`, expression, value: traceValue(value) });
    if (value === true) continue;
    if (value instanceof CelError) return { status: 'fail', message: describe(expression, value) };
    return { status: 'fail', message: failureMessage(source, message, activation) };
  }
  return undefined;
}

const maxMessageBytes = 5 * 1024;

/** A message expression that errs, or gives nothing that fits a line, gives way to the message. */
function failureMessage(
  { expression, message }: ValidationExpression,
  computed: CelProgram | undefined,
  activation: PolicyActivation,
): string {
  const value = computed?.evaluate(activation);
  const text = typeof value === 'string' ? value.trim() : '';
  const fits = !text.includes('\n') && new TextEncoder().encode(text).length <= maxMessageBytes;
  return (fits && text) || message?.trim() || `failed expression: ${expression.trim()}`;
}
