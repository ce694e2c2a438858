import type { FunctionTable } from '../library/function-table.ts';
import type { Expr } from '../syntax/ast.ts';
import { formatType, type Type, unset } from '../type/type.ts';
import { CelError, type CelValue } from '../value/value.ts';
import type { Evaluate, Run } from './run.ts';

/** Why an expression does not compile, in cel-go's words, and where. */
export interface CelCompileError {
  readonly message: string;
  readonly offset: number;
}

/** A checked and compiled expression. */
export interface Node {
  readonly type: Type;
  readonly evaluate: Evaluate;
  /** The value, when it is the same in every evaluation. */
  readonly constant?: CelValue;
}

/** Where a comprehension keeps a variable while it runs. */
export interface Local {
  readonly slot: number;
  readonly type: Type;
}

export type Scope = ReadonlyMap<string, Local>;

/** What the parts of the compiler share: one per expression. */
export interface Compilation {
  readonly functions: FunctionTable;
  readonly variables: Readonly<Record<string, Type>>;
  /** Whether elements of one literal may have different types. */
  mixedLiterals: boolean;
  readonly errors: CelCompileError[];
  /** Where parts that are constant are computed, all of them together with few steps. */
  readonly folding: Run;
  /** How many parts of the expression have been compiled so far. */
  readonly count: number;
  compile(expr: Expr, scope: Scope): Node;
  newSlot(): number;
}

export function constantNode(value: CelValue, type: Type): Node {
  return { type, constant: value, evaluate: () => value };
}

/** Records a compile error; the node lets checking go on. */
export function failNode(compilation: Compilation, message: string, offset: number): Node {
  compilation.errors.push({ message, offset });
  const error = new CelError(message);
  return { type: unset, evaluate: () => error };
}

/** In cel-go's words; of a function on a value the first of `args` is the value. */
export function noMatchingOverload(name: string, member: boolean, args: readonly Node[]): string {
  const types = args.map(({ type }) => formatType(type));
  const applied = member ? `${types[0]}.(${types.slice(1).join(', ')})` : `(${types.join(', ')})`;
  return `found no matching overload for '${name}' applied to '${applied}'`;
}
