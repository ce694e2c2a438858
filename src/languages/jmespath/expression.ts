import { formatGoFloat, type JsonValue } from '../../foundations/kube/index.ts';
import { compileNode } from './compile/index.ts';
import { BudgetExceeded, JmesPathError } from './errors.ts';
import { mentionsName } from './mentions.ts';
import { parseJmesPath } from './parser.ts';
import { budgetOfRun, type FunctionContext, type Roots, type Run } from './run.ts';
import { childrenOf, type Syntax } from './syntax.ts';

/** A compiled expression: parsed once, evaluated many times. */
export interface CompiledExpression {
  readonly expression: string;
  /** The names that the expression reads from its context, whichever branch is taken. */
  readonly roots: ReadonlySet<string>;
  /** The functions that it calls. */
  readonly functions: ReadonlySet<string>;
  /** Evaluates over one value. Throws JmesPathError. */
  search(value: JsonValue, context: FunctionContext): JsonValue;
  /** Evaluates over names. What a name's own loading throws passes through. */
  searchRoots(roots: Roots, context: FunctionContext): JsonValue;
  /** Whether the reference would load a context entry of this name before evaluating. */
  mentions(name: string): boolean;
}

/** Compiles an expression of Kyverno's dialect. Throws JmesPathError for a text that is none. */
export function compileJmesPath(expression: string): CompiledExpression {
  const syntax = parseJmesPath(expression);
  const evaluate = compileNode(syntax, true);
  const search = (value: JsonValue, roots: Roots | undefined, context: FunctionContext): JsonValue => {
    const run: Run = { roots, context, missing: undefined, budget: budgetOfRun };
    const found = guard(() => evaluate(value, run), syntax);
    if (found !== undefined) return found;
    const { name = '', offset = 0, end = 0 } = run.missing ?? {};
    throw new JmesPathError('missing-key', `Unknown key "${name}" in path`, offset, end);
  };
  return {
    expression,
    roots: new Set(namesOf(syntax, true)),
    functions: new Set(callsOf(syntax)),
    search: (value, context) => search(value, undefined, context),
    searchRoots: (roots, context) => search(noValue, roots, context),
    mentions: (name) => mentionsName(expression, name),
  };
}

/** Stands for the context where its names are resolved one by one: a map, as far as operators can tell. */
const noValue: JsonValue = Object.freeze({});

function guard(evaluate: () => JsonValue | undefined, { offset, end }: Syntax): JsonValue | undefined {
  try {
    const found = evaluate();
    // An expression reference has nothing to show, and data has no NaN.
    if (typeof found === 'function') return {};
    if (typeof found === 'number' && !Number.isFinite(found)) {
      throw new JmesPathError('evaluation', `json: unsupported value: ${formatGoFloat(found, 'v')}`, offset, end);
    }
    return found;
  } catch (error) {
    if (error instanceof BudgetExceeded) throw new JmesPathError('limit', error.message, offset, end);
    throw error;
  }
}

function* namesOf(syntax: Syntax, atRoot: boolean): Generator<string> {
  if (syntax.kind === 'field') {
    if (atRoot) yield syntax.name;
    return;
  }
  const [first, ...others] = childrenOf(syntax);
  if (!first) return;
  yield* namesOf(first, atRoot && syntax.kind !== 'reference');
  const sameValue =
    syntax.kind === 'chain' || syntax.kind === 'pipe'
      ? first.kind === 'current'
      : !['projection', 'values', 'filter'].includes(syntax.kind);
  for (const part of others) yield* namesOf(part, atRoot && sameValue);
}

function* callsOf(syntax: Syntax): Generator<string> {
  if (syntax.kind === 'call' && syntax.name !== undefined) yield syntax.name;
  for (const part of childrenOf(syntax)) yield* callsOf(part);
}
