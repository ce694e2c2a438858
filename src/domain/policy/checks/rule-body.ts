import { isObject, type JsonObject } from '../../../foundations/kube/index.ts';
import type { ForeachValidation, Validation } from '../policy.ts';
import { asData, type Finding, findingsAt, objectsIn, type RuleCheck, saysSomething } from './finding.ts';

const code = 'POLICY_RULE_BODY';
const operations = ['validate', 'mutate', 'generate', 'verifyImages'] as const;

/** A rule does one thing, and says what. */
export const checkRuleBody: RuleCheck = (rule) => {
  const { found, add } = findingsAt(code, []);
  const given = operations.filter((operation) => rule[operation] !== undefined && isUsed(rule[operation], operation));
  if (given.length === 0)
    add([], 'the rule does nothing', `add one of ${operations.map((one) => `\`${one}\``).join(', ')}`);
  if (given.length > 1) {
    add([given[1]!], `the rule has ${given.map((one) => `\`${one}\``).join(' and ')}`, 'make a rule of each');
  }
  if (rule.imageExtractors !== undefined && !given.includes('verifyImages')) {
    add(
      ['imageExtractors'],
      'image extractors stand in a rule that verifies no images',
      'move them to a `verifyImages` rule',
    );
  }
  const other = (rule.validate && !rule.validate.cel) || (rule.mutate && !rule.mutate['foreach']);
  if (rule.celPreconditions && other) {
    add(['celPreconditions'], 'CEL preconditions stand in a rule without `validate.cel`', 'use `preconditions`');
  }
  if (rule.validate) found.push(...checkValidate(rule.validate));
  return found;
};

/** An empty `validate` and an empty item of `verifyImages` count: they get default values before they are looked at. */
function isUsed(part: unknown, operation: string): boolean {
  return Array.isArray(part) ? part.some(isObject) : saysSomething(part) || operation === 'validate';
}

function checkValidate(validate: Validation): Finding[] {
  const { found, add } = findingsAt(code, ['validate']);
  const manifests = isObject(validate.manifests) ? validate.manifests : {};
  const given = bodiesOf(asData(validate), ['pattern', 'anyPattern', 'deny', 'foreach', 'podSecurity', 'cel']);
  if (objectsIn(manifests['attestors']).length > 0) given.push('manifests');
  if (given.length === 0) {
    add([], '`validate` checks nothing', 'add one of `pattern`, `anyPattern`, `deny`, `foreach`, `podSecurity`, `cel`');
  }
  if (given.length > 1) {
    add([given[1]!], `\`validate\` has ${given.map((one) => `\`${one}\``).join(' and ')}`, 'make a rule of each');
  }
  for (const [index, block] of (validate.foreach ?? []).entries()) found.push(...checkForeach(block, index));
  return found;
}

/** Only the outer blocks are looked at, as in the reference. */
function checkForeach(block: ForeachValidation, index: number): Finding[] {
  const { found, add } = findingsAt(code, ['validate', 'foreach', index]);
  if (!block.list) add([], '`foreach` has no list', 'add a `list`, an expression without braces');
  const given = bodiesOf(asData(block), ['pattern', 'anyPattern', 'deny']);
  if (block.foreach?.length) given.push('foreach');
  if (given.length === 0) add([], '`foreach` checks nothing', 'add one of `pattern`, `anyPattern`, `deny`, `foreach`');
  if (given.length > 1) {
    add([given[1]!], `\`foreach\` has ${given.map((one) => `\`${one}\``).join(' and ')}`, 'make a block of each');
  }
  return found;
}

function bodiesOf(block: JsonObject, names: readonly string[]): string[] {
  return names.filter((name) => block[name] !== undefined && block[name] !== null);
}
