import type { JsonValue } from '../../../foundations/kube/index.ts';
import type { RuleContext } from '../context.ts';
import { type Querier, Scope } from '../variables/scope.ts';

/** An element to judge instead of the resource, put into the context by foreach. */
export interface ElementContext extends RuleContext {
  readonly element?: JsonValue;
}

/** The elements that `list` of a foreach names; a value that is no list is a list of one. Throws VariableError. */
export function evaluateList(list: string, context: RuleContext, querier: Querier): readonly JsonValue[] {
  const expression = context.deleting ? list.replaceAll('request.object', 'request.oldObject') : list;
  const found = querier.query(expression, context.scope);
  return Array.isArray(found) ? found : [found];
}

/** The context inside a foreach: `element`, `elementIndex`, and both with the depth of nesting as a suffix. */
export function elementContext(
  context: RuleContext,
  item: JsonValue,
  index: number,
  nesting: number,
  scoped: boolean,
): ElementContext {
  context.scope.budget.spendElement();
  let scope = context.scope;
  for (const suffix of ['', String(nesting)]) {
    scope = new Scope(scope, `element${suffix}`, () => item);
    scope = new Scope(scope, `elementIndex${suffix}`, () => index);
  }
  return { ...context, scope, ...(scoped ? { element: item } : {}) };
}
