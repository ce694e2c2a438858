import { gvkOf } from '../../../foundations/kube/index.ts';
import type { Type } from '../../../languages/cel/index.ts';
import type { Rule } from '../../policy/index.ts';
import { judgedResource } from '../input.ts';
import type { RuleJudge } from '../rules/validate.ts';
import { asVariable, compileOrFail, judgePreconditions, judgeValidations } from './admission-validation.ts';
import { admissionEnv, PolicyActivation, withVariables } from './environment.ts';

/**
 * `validate.cel` of a ClusterPolicy rule, with its `celPreconditions`. Kyverno judges it as Kubernetes judges a
 * ValidatingAdmissionPolicy with failurePolicy Fail, whatever the policy's own says: what ends in an error or does not
 * compile has failed, once something asks for it. `reportInvalid` is told at once what does not compile.
 */
export function compileCelRule(
  { name, validate, celPreconditions = [] }: Rule,
  reportInvalid: (message: string) => void,
): RuleJudge {
  const cel = validate!.cel!;
  const conditions = celPreconditions.map((condition) => ({
    ...condition,
    program: compileOrFail(condition.expression, admissionEnv, reportInvalid, 'bool'),
  }));
  const fields = new Map<string, Type>();
  const env = withVariables(admissionEnv, fields);
  const compile = (expression: string, wanted?: 'bool' | 'string') =>
    compileOrFail(expression, env, reportInvalid, wanted);
  const variables = (cel.variables ?? []).map((variable) => {
    const program = asVariable(variable.name, compile(variable.expression));
    fields.set(variable.name, program.type);
    return { ...variable, program };
  });
  const validations = (cel.expressions ?? []).map((source) => ({
    source: { ...source, message: source.message || validate!.message },
    program: compile(source.expression, 'bool'),
    message: source.messageExpression ? compile(source.messageExpression, 'string') : undefined,
  }));
  return ({ input, trace }) => {
    const resource = judgedResource(input)!;
    const activation = new PolicyActivation({ resource, gvk: gvkOf(resource), input }, variables, { trace });
    return (
      judgePreconditions(conditions, activation, trace) ??
      judgeValidations(validations, activation, trace) ?? {
        status: 'pass',
        message: `Validation rule '${name}' passed.`,
      }
    );
  };
}
