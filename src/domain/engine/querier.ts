import type { JsonValue } from '../../foundations/kube/index.ts';
import { compileJmesPath, type CompiledExpression, JmesPathError } from '../../languages/jmespath/index.ts';
import { type Querier, VariableError } from './variables/scope.ts';

/** How long expressions stay compiled. Texts that come out of variables may differ for every resource. */
const maxCompiled = 5000;

export function createQuerier(): Querier {
  const compiled = new Map<string, CompiledExpression>();
  const compile = (expression: string): CompiledExpression => {
    let found = compiled.get(expression);
    if (!found) {
      found = compileJmesPath(expression);
      if (compiled.size >= maxCompiled) compiled.clear();
      compiled.set(expression, found);
    }
    return found;
  };
  return {
    query: (expression, scope) => run(expression, () => compile(expression).searchRoots(scope, scope)),
    queryValue: (expression, value, scope) => run(expression, () => compile(expression).search(value, scope)),
  };
}

function run(expression: string, evaluate: () => JsonValue): JsonValue {
  try {
    return evaluate();
  } catch (error) {
    if (!(error instanceof JmesPathError)) throw error;
    throw new VariableError(`failed to resolve ${expression}: ${error.message}`, { cause: error });
  }
}
