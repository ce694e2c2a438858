import { buildTable, type CelLibrary, type FunctionTable } from '../library/function-table.ts';
import { kubernetesTable, standardTable } from '../library/index.ts';
import { CelSyntaxError, type Expr } from '../syntax/ast.ts';
import { parseCel } from '../syntax/parser.ts';
import { type CelType, formatType, type Type, typeOf } from '../type/type.ts';
import type { Result } from '../value/value.ts';
import { compileCall } from './call.ts';
import { compileList, compileMap, compileMessage, literalType } from './literal.ts';
import { compileConditional, compileLogic } from './logic.ts';
import { type CelCompileError, type Compilation, constantNode, type Node, type Scope } from './node.ts';
import { type Activation, Run } from './run.ts';
import { compileIdent, compileIndex, compileSelect } from './select.ts';

/** What expressions may name. */
export interface CelEnv {
  /** Variables with their types as far as they are known. */
  readonly variables: Readonly<Record<string, CelType | Type>>;
  /** Whose functions there are besides: Kyverno's, which are all, unless it says otherwise. */
  readonly base?: 'kubernetes';
  /** Functions of the caller's own, such as `resource.Get`. */
  readonly functions?: readonly CelLibrary[];
  /** Whether a literal may hold values of different types, as in Kyverno's generating policies. */
  readonly mixedLiterals?: boolean;
}

/** A compiled expression: evaluated many times, keeps nothing between evaluations. */
export interface CelProgram {
  readonly outputType: CelType;
  /** The same with its parts, for the environment of others. */
  readonly type: Type;
  /** The same with its parts, in cel-go's words: `list(int)`. */
  readonly outputTypeName: string;
  /** Errors are values; only a signal of the activation's own is thrown. */
  evaluate(activation: Activation): Result;
}

export type CelCompilation = { readonly program: CelProgram } | { readonly errors: readonly CelCompileError[] };

/** Compiles an expression to a function, or tells all that is wrong with it. */
export function compileCel(expression: string, env: CelEnv): CelCompilation {
  let expr: Expr;
  try {
    expr = parseCel(expression);
  } catch (error) {
    if (!(error instanceof CelSyntaxError)) throw error;
    return { errors: [{ message: error.message, offset: error.offset }] };
  }
  let slots = 0;
  let count = 0;
  const compilation: Compilation = {
    ...prepare(env),
    mixedLiterals: env.mixedLiterals ?? false,
    errors: [],
    folding: new Run({ get: () => undefined }, 0, maxFoldingSteps),
    get count() {
      return count;
    },
    compile: (part, scope) => {
      count++;
      return compileExpr(compilation, part, scope);
    },
    newSlot: () => slots++,
  };
  const { type, evaluate } = compilation.compile(expr, new Map());
  if (compilation.errors.length > 0) return { errors: compilation.errors.sort((a, b) => a.offset - b.offset) };
  return {
    program: {
      outputType: type.kind,
      type,
      outputTypeName: formatType(type),
      evaluate: (activation) => new Run(activation, slots).evaluate(evaluate),
    },
  };
}

/** What takes longer is left to the evaluation, which has a limit of its own. */
const maxFoldingSteps = 1_000_000;

interface Prepared {
  readonly functions: FunctionTable;
  readonly variables: Readonly<Record<string, Type>>;
}

const prepared = new WeakMap<CelEnv, Prepared>();
const tables = new WeakMap<readonly CelLibrary[], FunctionTable>();

/** Environments are few and expressions many. */
function prepare(env: CelEnv): Prepared {
  let found = prepared.get(env);
  if (!found) {
    const variables = Object.fromEntries(
      Object.entries(env.variables).map(([name, type]) => [name, typeof type === 'string' ? typeOf(type) : type]),
    );
    found = { variables, functions: functionsOf(env) };
    prepared.set(env, found);
  }
  return found;
}

/** Environments that differ in their variables share libraries. */
function functionsOf({ base, functions }: CelEnv): FunctionTable {
  if (base === 'kubernetes') return functions ? buildTable(kubernetesTable, functions) : kubernetesTable;
  if (!functions) return standardTable;
  let table = tables.get(functions);
  if (!table) {
    table = buildTable(standardTable, functions);
    tables.set(functions, table);
  }
  return table;
}

function compileExpr(compilation: Compilation, expr: Expr, scope: Scope): Node {
  switch (expr.kind) {
    case 'literal':
      return constantNode(expr.value, literalType(expr.value));
    case 'ident':
      return compileIdent(compilation, expr.name, expr.offset, scope);
    case 'select':
      return compileSelect(compilation, expr, scope);
    case 'index':
      return compileIndex(compilation, expr, scope);
    case 'logic':
      return compileLogic(compilation, expr, scope);
    case 'conditional':
      return compileConditional(compilation, expr, scope);
    case 'list':
      return compileList(compilation, expr, scope);
    case 'map':
      return compileMap(compilation, expr, scope);
    case 'message':
      return compileMessage(compilation, expr, scope);
    case 'call':
      return compileCall(compilation, expr, scope);
  }
}
