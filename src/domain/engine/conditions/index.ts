import { isObject, type JsonObject, type JsonValue } from '../../../foundations/kube/index.ts';
import type { RuleContext } from '../context.ts';
import { type Querier, VariableError } from '../variables/scope.ts';
import { compileTemplate, type Template } from '../variables/template.ts';
import { type ConditionTest, conditionOperator } from './operators.ts';

export interface ConditionsResult {
  readonly holds: boolean;
  /** The messages of the conditions that decided, joined. */
  readonly message: string;
}

/** Evaluates a block of conditions. Throws VariableError when a variable cannot be resolved. */
export type Conditions = (context: RuleContext) => ConditionsResult;

interface Condition {
  readonly key: Template;
  readonly value: Template;
  readonly operator: string;
  readonly test: ConditionTest | undefined;
  readonly message: string;
}

/**
 * Compiles preconditions, deny conditions or an exception's conditions: a map of `any` and `all`, or the old form,
 * a list of conditions that must all hold. A list of `any`/`all` blocks must hold in every block.
 */
export function compileConditions(source: JsonValue | undefined, block: string, querier: Querier): Conditions {
  if (source === undefined || source === null) return () => ({ holds: true, message: '' });
  if (Array.isArray(source)) {
    const isBlock = (item: JsonValue) => isObject(item) && ('any' in item || 'all' in item);
    if (source.some(isBlock)) {
      const blocks = source.map((item) => compileAnyAll(item, block, querier));
      return (context) => everyBlock(blocks, context);
    }
    const conditions = source.map((item) => compileCondition(item, querier));
    return (context) =>
      everyBlock(
        conditions.map((c) => (ctx: RuleContext) => evaluate(c, block, ctx)),
        context,
      );
  }
  return compileAnyAll(source, block, querier);
}

function everyBlock(blocks: readonly Conditions[], context: RuleContext): ConditionsResult {
  const messages: string[] = [];
  for (const block of blocks) {
    const result = block(context);
    if (!result.holds) return result;
    messages.push(result.message);
  }
  return { holds: true, message: joinMessages(messages, ';') };
}

function compileAnyAll(source: JsonValue, block: string, querier: Querier): Conditions {
  if (!isObject(source)) {
    return () => {
      throw new VariableError(`${block} must be a list, or a map of \`any\` and \`all\``);
    };
  }
  const compileList = (list: JsonValue | undefined) =>
    Array.isArray(list) ? list.map((item) => compileCondition(item, querier)) : undefined;
  const any = compileList(source['any']);
  const all = compileList(source['all']) ?? [];
  return (context) => {
    const met: string[] = [];
    const unmet: string[] = [];
    let anyHolds = any === undefined;
    for (const condition of any ?? []) {
      const result = evaluate(condition, `${block}.any`, context);
      anyHolds ||= result.holds;
      (result.holds ? met : unmet).push(result.message);
      if (result.holds) break;
    }
    let allHold = true;
    for (const condition of all) {
      const result = evaluate(condition, `${block}.all`, context);
      allHold &&= result.holds;
      (result.holds ? met : unmet).push(result.message);
      if (!result.holds) break;
    }
    const holds = anyHolds && allHold;
    return { holds, message: joinMessages(holds ? met : unmet, '; ') };
  };
}

function compileCondition(source: JsonValue, querier: Querier): Condition {
  const condition: JsonObject = isObject(source) ? source : {};
  const operator = typeof condition['operator'] === 'string' ? condition['operator'] : '';
  return {
    key: compileTemplate(condition['key'] ?? null, querier),
    value: compileTemplate(condition['value'] ?? null, querier),
    operator,
    test: conditionOperator(operator),
    message: typeof condition['message'] === 'string' ? condition['message'] : '',
  };
}

function evaluate(condition: Condition, block: string, context: RuleContext): ConditionsResult {
  const key = fill(condition.key, 'key', context);
  const value = fill(condition.value, 'value', context);
  if (!condition.test) throw new VariableError(`\`${condition.operator}\` is no operator`);
  if (Array.isArray(key) && Array.isArray(value))
    context.scope.budget.spend(key.length * value.length, 'the pairs of two lists in a condition');
  const holds = condition.test(key, value);
  context.trace?.add({ kind: 'condition', block, key, operator: condition.operator, value, holds });
  return { holds, message: condition.message };
}

function fill(template: Template, part: string, context: RuleContext): JsonValue {
  try {
    return template.fill(context.scope, context.deleting);
  } catch (error) {
    if (!(error instanceof VariableError)) throw error;
    throw new VariableError(`failed to substitute variables in condition ${part}: ${error.message}`, { cause: error });
  }
}

function joinMessages(messages: readonly string[], separator: string): string {
  return messages.filter((message) => message !== '').join(separator);
}
