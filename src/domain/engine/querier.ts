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
    query(expression, scope) {
      if (expression.trim() === '') throw new VariableError('invalid query (nil)');
      const compiledQuery = attempt(`incorrect query ${expression}`, () => compile(expression));
      return attempt('JMESPath query failed', () => compiledQuery.searchRoots(scope, contextOf(scope)));
    },
    queryValue: (expression, value, scope) =>
      attempt(`failed to resolve ${expression}`, () => compile(expression).search(value, contextOf(scope))),
  };
}

function attempt<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof JmesPathError)) throw error;
    throw new VariableError(`${what}: ${error.message}`, { cause: error });
  }
}
