import type { JsonValue } from '../../foundations/kube/index.ts';
import {
  type CompiledExpression,
  compileJmesPath,
  type FunctionContext,
  JmesPathError,
} from '../../languages/jmespath/index.ts';
import { parseYaml } from './variables/parse-yaml.ts';
import { type Querier, type Scope, VariableError } from './variables/scope.ts';

/** How long expressions stay compiled. Texts that come out of variables may differ for every resource. */
const maxCompiled = 5000;

/** What functions read of the world: the clock of the evaluation, and YAML. */
function contextOf({ now }: Scope): FunctionContext {
  return { now, parseYaml };
}

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
    query: (expression, scope) => run(expression, () => compile(expression).searchRoots(scope, contextOf(scope))),
    queryValue: (expression, value, scope) =>
      run(expression, () => compile(expression).search(value, contextOf(scope))),
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
