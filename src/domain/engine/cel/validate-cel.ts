import { gvkOf } from '../../../foundations/kube/index.ts';
import type { ClassicPolicy, Rule } from '../../policy/index.ts';
import { judgedResource } from '../input.ts';
import type { RuleJudge } from '../rules/validate.ts';
import { compileNamed, PolicyActivation } from './environment.ts';
import { compileValidations, judgeConditions } from './validations.ts';

/** `validate.cel` of a ClusterPolicy rule, with its `celPreconditions`. Source: Kyverno, "CEL expressions". */
export function compileCelRule(policy: ClassicPolicy, rule: Rule): RuleJudge {
  const index = policy.spec.rules.findIndex(({ name }) => name === rule.name);
  const path = ['spec', 'rules', Math.max(index, 0)];
  const cel = rule.validate!.cel!;
  const conditions = compileNamed(rule.celPreconditions, [...path, 'celPreconditions'], 'bool');
  const variables = compileNamed(cel.variables, [...path, 'validate', 'cel', 'variables']);
  const fallback = rule.validate!.message;
  const expressions = (cel.expressions ?? []).map((expression) =>
    expression.message || !fallback ? expression : { ...expression, message: fallback },
  );
  const validate = compileValidations(
    expressions,
    [...path, 'validate', 'cel', 'expressions'],
    `Validation rule '${rule.name}' passed.`,
  );
  return ({ input, trace }) => {
    const resource = judgedResource(input)!;
    const activation = new PolicyActivation({ resource, gvk: gvkOf(resource), input }, variables, trace);
    const { holds, error } = judgeConditions(conditions, activation, trace);
    if (error !== undefined) return { status: 'error', message: error };
    return holds ? validate(activation, trace) : { status: 'skip', message: 'cel preconditions not met' };
  };
}
