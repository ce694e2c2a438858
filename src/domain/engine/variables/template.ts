import { compareBytes, isObject, type JsonValue, toGoJson } from '../../../foundations/kube/index.ts';
import { findVariables, mayHoldVariables, resolveReferences } from '../../policy/index.ts';
import { type Querier, type Scope, UnresolvedVariable, VariableError } from './scope.ts';

/** A document with variables, ready to be filled in many times. */
export interface Template {
  /** Set when the document holds no variable: it is always this value. */
  readonly constant?: JsonValue;
  fill(scope: Scope, deleting: boolean): JsonValue;
}

/** Text made of text can grow without end; past these bounds the rule is an error. */
const maxPasses = 64;
const maxText = 2 * 1024 * 1024;
const stepsOfVariable = 20;

/** Compiles any JSON document; texts without variables cost nothing later. Source: Kyverno, "Variables". */
export function compileTemplate(document: JsonValue, querier: Querier): Template {
  const resolved = resolveReferences(document);
  if (!holdsVariables(resolved)) return { constant: resolved, fill: () => resolved };
  return {
    fill(scope, deleting) {
      const filled = fillValue(resolved, scope, deleting, querier);
      // Of several variables that are one value each, the value counts as often as it stands there.
      if (typeof resolved === 'object') scope.budget.spendValue(filled, 'the values that variables make');
      return filled;
    },
  };
}

function holdsVariables(value: JsonValue): boolean {
  if (typeof value === 'string') return mayHoldVariables(value);
  if (Array.isArray(value)) return value.some(holdsVariables);
  return isObject(value) && Object.entries(value).some(([key, item]) => mayHoldVariables(key) || holdsVariables(item));
}

function fillValue(value: JsonValue, scope: Scope, deleting: boolean, querier: Querier): JsonValue {
  if (typeof value === 'string') return fillText(value, scope, deleting, querier);
  const fillChild = (key: string | number, child: JsonValue): JsonValue => {
    try {
      return fillValue(child, scope, deleting, querier);
    } catch (error) {
      throw error instanceof UnresolvedVariable ? error.below(key) : error;
    }
  };
  if (Array.isArray(value)) return value.map((item, index) => fillChild(index, item));
  if (!isObject(value)) return value;
  const entries = Object.keys(value)
    .sort(compareBytes)
    .map((key): [string, JsonValue] => [fillKey(key, scope, deleting, querier), fillChild(key, value[key]!)]);
  return Object.fromEntries(entries);
}

function fillKey(key: string, scope: Scope, deleting: boolean, querier: Querier): string {
  const filled = fillText(key, scope, deleting, querier);
  if (filled === null) return key;
  if (typeof filled !== 'string') throw new VariableError(`the key \`${key}\` did not become a text`);
  return filled;
}

/**
 * Fills one text: a text that is one variable becomes that variable's value with its type, otherwise values are
 * inserted, and the result is searched again (variables may come out of variables).
 */
function fillText(text: string, scope: Scope, deleting: boolean, querier: Querier): JsonValue {
  let current = text;
  for (let pass = 0; current.includes('{{'); pass++) {
    const variables = findVariables(current);
    if (variables.length === 0) break;
    if (pass >= maxPasses)
      throw new VariableError(`variables in \`${shorten(text)}\` still hold variables after ${maxPasses} passes`);
    scope.budget.spend(current.length + stepsOfVariable * variables.length, 'the texts that variables make');
    const pieces: string[] = [];
    let [length, from, shallow] = [0, 0, false];
    for (const variable of variables) {
      shallow = variable.shallow;
      const expression = deleting
        ? variable.expression.replaceAll('request.object', 'request.oldObject')
        : variable.expression;
      const value = resolve(expression, scope, querier);
      if (variable.start === 0 && variable.end === current.length) return value;
      const inserted = shallow && typeof value === 'string' ? value.replaceAll('{{', '\\{{') : asText(value, scope);
      const before = current.slice(from, variable.start);
      pieces.push(before, inserted);
      length += before.length + inserted.length;
      from = variable.end;
      if (length > maxText)
        throw new VariableError(`variables in \`${shorten(text)}\` make a text of over ${maxText} characters`);
    }
    current = pieces.join('') + current.slice(from);
    if (shallow) break;
  }
  return current.replaceAll('\\{{', '{{');
}

function resolve(expression: string, scope: Scope, querier: Querier): JsonValue {
  try {
    return querier.query(expression, scope);
  } catch (error) {
    throw error instanceof VariableError ? new UnresolvedVariable(expression, error.message) : error;
  }
}

function asText(value: JsonValue, scope: Scope): string {
  if (typeof value === 'string') return value;
  scope.budget.spendValue(value, 'the values put into texts');
  return toGoJson(value);
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
