import { describe, expect, it } from 'vitest';
import { parseManifests } from '../../../languages/manifest/index.ts';
import { loadPolicies } from '../../policy/index.ts';
import { compilePolicies, evaluate } from '../index.ts';

// Every verdict and its text was given by `kyverno apply --policy-report` for the same policy and resource.

const resource = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'default' },
  data: { x: '1' },
} as const;

function say(policy: object): string[] {
  const { policies } = loadPolicies(parseManifests(JSON.stringify(policy), 'policy.json').documents);
  const compiled = compilePolicies(policies, []);
  const { responses } = evaluate(compiled, { resource, operation: 'CREATE', now: 0 }, new Map());
  return responses.flatMap(({ results }) => results.map(({ status, message }) => `${status}: ${message}`));
}

interface Cel {
  readonly failurePolicy?: 'Fail' | 'Ignore';
  readonly message?: string;
  readonly conditions?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly expressions: readonly { expression: string; message?: string; messageExpression?: string }[];
}

const named = (expressions: readonly string[] = []) =>
  expressions.map((expression, index) => ({ name: `c${index}`, expression }));
const variablesOf = ({ variables = {} }: Cel) =>
  Object.entries(variables).map(([name, expression]) => ({ name, expression }));

function classic(cel: Cel): string[] {
  const { failurePolicy, message, conditions, expressions } = cel;
  const match = { any: [{ resources: { kinds: ['ConfigMap'] } }] };
  const validate = { message, cel: { variables: variablesOf(cel), expressions } };
  return say({
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name: 'p' },
    spec: { failurePolicy, rules: [{ name: 'r', match, celPreconditions: named(conditions), validate }] },
  });
}

function validating(cel: Cel): string[] {
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] };
  return say({
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'ValidatingPolicy',
    metadata: { name: 'p' },
    spec: {
      failurePolicy: cel.failurePolicy,
      matchConstraints: { resourceRules: [rule] },
      matchConditions: named(cel.conditions),
      variables: variablesOf(cel),
      validations: cel.expressions,
    },
  });
}

const wrong = { expression: 'object.data.x == "2"' };
const erring = { expression: 'object.spec.x == 1' };
const noSpec = "expression 'object.spec.x == 1' resulted in error: no such key: spec";

describe('validate.cel of a ClusterPolicy', () => {
  it.each<[string, Cel, string]>([
    ['an error of an expression', { expressions: [erring] }, `fail: ${noSpec}`],
    [
      'an error, whatever the messages',
      { message: 'rule', expressions: [{ ...erring, message: 'own' }] },
      `fail: ${noSpec}`,
    ],
    ['an error under failurePolicy Ignore', { failurePolicy: 'Ignore', expressions: [erring] }, `fail: ${noSpec}`],
    ['the first of an error and a failure', { expressions: [erring, wrong] }, `fail: ${noSpec}`],
    [
      'a failure without words',
      { expressions: [{ expression: ' object.data.x ==\n "2" ' }] },
      'fail: failed expression: object.data.x ==\n "2"',
    ],
    ['a failure with a message', { expressions: [{ ...wrong, message: ' own ' }] }, 'fail: own'],
    [
      'a variable that is a truth value',
      { variables: { v: 'object.data.x == "1"' }, expressions: [{ expression: 'variables.v' }] },
      "pass: Validation rule 'r' passed.",
    ],
    [
      'a variable of another type',
      { variables: { v: '1' }, expressions: [{ expression: "variables.v == 'x'" }] },
      "fail: compilation error: compilation failed: ERROR: <input>:1:13: found no matching overload for '_==_' applied to '(int, string)'\n | variables.v == 'x'\n | ............^",
    ],
    [
      'a variable as an element',
      { variables: { v: '1' }, expressions: [{ expression: "variables['v'] == 1" }] },
      "fail: compilation error: compilation failed: ERROR: <input>:1:10: found no matching overload for '_[_]' applied to '(kubernetes.variables, string)'\n | variables['v'] == 1\n | .........^",
    ],
    [
      'a variable of a later one',
      { variables: { a: 'variables.b', b: '1' }, expressions: [{ expression: 'variables.a == 1' }] },
      "fail: expression 'variables.a == 1' resulted in error: composited variable \"a\" fails to compile: compilation failed: ERROR: <input>:1:10: undefined field 'b'\n | variables.b\n | .........^",
    ],
    ["a failure with the rule's message", { message: 'rule', expressions: [wrong] }, 'fail: rule'],
    [
      'a computed message',
      { expressions: [{ ...wrong, messageExpression: '"x is " + object.data.x' }] },
      'fail: x is 1',
    ],
    [
      'a computed message that errs',
      { expressions: [{ ...wrong, messageExpression: 'string(object.nope.x)' }] },
      'fail: failed expression: object.data.x == "2"',
    ],
    [
      'a computed message that errs beside another',
      { expressions: [{ ...wrong, message: 'own', messageExpression: 'string(object.nope.x)' }] },
      'fail: own',
    ],
    [
      'a computed message that is empty',
      { expressions: [{ ...wrong, message: 'own', messageExpression: '""' }] },
      'fail: own',
    ],
    [
      'a computed message of two lines',
      { expressions: [{ ...wrong, message: 'own', messageExpression: '"a\\nb"' }] },
      'fail: own',
    ],
    [
      'a computed message that is no text',
      { expressions: [{ ...wrong, message: 'own', messageExpression: '1' }] },
      'fail: own',
    ],
    [
      'a variable that errs',
      { variables: { v: 'object.spec.x' }, expressions: [{ expression: 'variables.v == 1' }] },
      `fail: expression 'variables.v == 1' resulted in error: composited variable "v" fails to evaluate: no such key: spec`,
    ],
    [
      'a variable of a variable that errs',
      { variables: { w: 'object.spec.x', v: 'variables.w + 1' }, expressions: [{ expression: 'variables.v == 1' }] },
      `fail: expression 'variables.v == 1' resulted in error: composited variable "v" fails to evaluate: composited variable "w" fails to evaluate: no such key: spec`,
    ],
    [
      'a variable that errs and is not used',
      { variables: { v: 'object.spec.x' }, expressions: [{ expression: 'true' }] },
      "pass: Validation rule 'r' passed.",
    ],
    [
      'a variable that does not compile',
      { variables: { v: 'foo' }, expressions: [{ expression: 'variables.v == 1' }] },
      `fail: expression 'variables.v == 1' resulted in error: composited variable "v" fails to compile: compilation failed: ERROR: <input>:1:1: undeclared reference to 'foo' (in container '')\n | foo\n | ^`,
    ],
    [
      'a variable that does not compile and is not used',
      { variables: { v: 'foo' }, expressions: [{ expression: 'true' }] },
      "pass: Validation rule 'r' passed.",
    ],
    [
      'a precondition that errs',
      { conditions: ['object.spec.x == 1'], expressions: [{ expression: 'true' }] },
      `fail: ${noSpec}`,
    ],
    [
      'two preconditions that err',
      { conditions: ['object.spec.x == 1', 'object.spec.y == 1'], expressions: [{ expression: 'true' }] },
      `fail: [${noSpec}, expression 'object.spec.y == 1' resulted in error: no such key: spec]`,
    ],
    [
      'a precondition that errs beside a false one',
      { conditions: ['object.spec.x == 1', 'false'], expressions: [{ expression: 'true' }] },
      'skip: cel preconditions not met',
    ],
    [
      'an expression that does not compile',
      { expressions: [{ expression: '1 + "a" == 2' }] },
      `fail: compilation error: compilation failed: ERROR: <input>:1:3: found no matching overload for '_+_' applied to '(int, string)'\n | 1 + "a" == 2\n | ..^`,
    ],
    [
      'an expression that is perhaps no truth value',
      { expressions: [{ expression: 'object.?spec.?x.orValue(true)' }] },
      'fail: compilation error: must evaluate to bool but got dyn',
    ],
    [
      'a function that only Kyverno has',
      { expressions: [{ expression: 'md5("a") == ""' }] },
      `fail: compilation error: compilation failed: ERROR: <input>:1:4: undeclared reference to 'md5' (in container '')\n | md5("a") == ""\n | ...^`,
    ],
    [
      'an expression that is no truth value',
      { expressions: [{ expression: '1' }] },
      'fail: compilation error: must evaluate to bool but got int',
    ],
    [
      'orValue() behind an error',
      { expressions: [{ expression: 'object.spec.x.orValue(false) == false' }] },
      "fail: expression 'object.spec.x.orValue(false) == false' resulted in error: no such key: spec",
    ],
    [
      'an expression without end',
      { expressions: [{ expression: 'lists.range(3000).all(a, lists.range(3000).all(b, a >= 0 || b >= 0))' }] },
      "fail: expression 'lists.range(3000).all(a, lists.range(3000).all(b, a >= 0 || b >= 0))' resulted in error: operation cancelled: actual cost limit exceeded",
    ],
  ])('judges %s', (_, cel, expected) => {
    expect(classic(cel)).toEqual([expected]);
  });
});

describe('a ValidatingPolicy', () => {
  it.each<[string, Cel, string]>([
    ['an error of an expression', { expressions: [erring] }, 'error: error: no such key: spec'],
    [
      'an error under failurePolicy Ignore',
      { failurePolicy: 'Ignore', expressions: [erring] },
      'error: error: no such key: spec',
    ],
    ['the first of an error and a failure', { expressions: [erring, wrong] }, 'error: error: no such key: spec'],
    [
      'orValue() behind an error',
      { expressions: [{ expression: 'object.spec.hostNetwork.orValue(false) == false' }] },
      'error: error: no such key: spec',
    ],
    ['the time of the evaluation', { expressions: [{ expression: 'time.now() == timestamp(0)' }] }, 'pass: success'],
    ['a failure without words', { expressions: [wrong] }, 'fail: CEL expression validation failed at index 0'],
    ['a failure with a message', { expressions: [{ ...wrong, message: ' own ' }] }, 'fail:  own '],
    [
      'a computed message that errs',
      { expressions: [{ ...wrong, message: 'own', messageExpression: 'string(object.nope.x)' }] },
      'fail: failed to evaluate message expression: no such key: nope',
    ],
    [
      'a computed message that is empty',
      { expressions: [{ ...wrong, message: 'own', messageExpression: '""' }] },
      'fail: CEL expression validation failed at index 0',
    ],
    ['a computed message of two lines', { expressions: [{ ...wrong, messageExpression: '"a\\nb"' }] }, 'fail: a\nb'],
    [
      'a variable that is a truth value',
      { variables: { v: 'object.data.x == "1"' }, expressions: [{ expression: 'variables.v' }] },
      'pass: success',
    ],
    [
      'a variable that errs',
      { variables: { v: 'object.spec.x' }, expressions: [{ expression: 'variables.v == 1' }] },
      'error: error: no such key: spec',
    ],
    [
      'a variable that errs and is not used',
      { variables: { v: 'object.spec.x' }, expressions: [{ expression: 'true' }] },
      'pass: success',
    ],
    [
      'a match condition that errs',
      { conditions: ['object.spec.x == 1'], expressions: [{ expression: 'true' }] },
      'error: failed to load context: no such key: spec',
    ],
    [
      'two match conditions that err',
      { conditions: ['object.spec.x == 1', 'object.spec.y == 1'], expressions: [{ expression: 'true' }] },
      'error: failed to load context: no such key: spec; no such key: spec',
    ],
    [
      'a match condition that errs under failurePolicy Ignore',
      { failurePolicy: 'Ignore', conditions: ['object.spec.x == 1'], expressions: [{ expression: 'true' }] },
      'skip: skip',
    ],
    [
      'a match condition that errs beside a false one',
      { conditions: ['object.spec.x == 1', 'false'], expressions: [{ expression: 'true' }] },
      'skip: skip',
    ],
  ])('judges %s', (_, cel, expected) => {
    expect(validating(cel)).toEqual([expected]);
  });

  it.each<[string, Cel]>([
    [
      'an expression that is perhaps no truth value',
      { expressions: [{ expression: 'object.?spec.?x.orValue(true)' }] },
    ],
    ['a message that is perhaps no text', { expressions: [{ ...wrong, messageExpression: 'object.data.x' }] }],
    ['a variable that does not compile', { variables: { v: 'foo' }, expressions: [{ expression: 'true' }] }],
    ['a variable of another type', { variables: { v: '1' }, expressions: [{ expression: 'variables.v == "x"' }] }],
    ['a variable that is not there', { variables: { v: '1' }, expressions: [{ expression: 'has(variables.w)' }] }],
    ['a variable of a later one', { variables: { v: 'variables.w', w: '1' }, expressions: [{ expression: 'true' }] }],
    ['a variable as an element', { variables: { v: '1' }, expressions: [{ expression: 'variables["v"] == 1' }] }],
    [
      'a variable in a match condition',
      { variables: { v: '1' }, conditions: ['variables.v == 1'], expressions: [{ expression: 'true' }] },
    ],
    ['parameters, which it has none', { expressions: [{ expression: 'params == null' }] }],
    ['an authorizer, which it has none', { expressions: [{ expression: 'authorizer == null' }] }],
  ])('does not compile with %s', (_, cel) => {
    expect(validating(cel)).toEqual([expect.stringMatching(/^error: policy `p` does not compile: /)]);
  });
});
