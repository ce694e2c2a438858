import type { CelValue } from '../value/value.ts';

interface Place {
  readonly offset: number;
  /** Nodes on the longest way down, this one counted. */
  readonly depth: number;
}

export interface Element {
  readonly value: Expr;
  readonly optional: boolean;
}

export interface Entry {
  readonly key: Expr;
  readonly value: Expr;
  readonly optional: boolean;
}

/** A parsed expression. Operators are calls of functions such as `_+_`, as in cel-go. */
export type Expr = Place &
  (
    | { readonly kind: 'literal'; readonly value: CelValue }
    | { readonly kind: 'ident'; readonly name: string }
    | { readonly kind: 'select'; readonly operand: Expr; readonly field: string; readonly optional: boolean }
    | { readonly kind: 'index'; readonly operand: Expr; readonly index: Expr; readonly optional: boolean }
    | { readonly kind: 'logic'; readonly operator: '&&' | '||'; readonly operands: readonly Expr[] }
    | { readonly kind: 'conditional'; readonly test: Expr; readonly then: Expr; readonly otherwise: Expr }
    | { readonly kind: 'list'; readonly elements: readonly Element[] }
    | { readonly kind: 'map'; readonly entries: readonly Entry[] }
    | { readonly kind: 'message'; readonly name: string; readonly fields: readonly Entry[] }
    | { readonly kind: 'call'; readonly name: string; readonly target?: Expr; readonly args: readonly Expr[] }
  );

export type ExprOf<K extends Expr['kind']> = Extract<Expr, { readonly kind: K }>;

/** Wrong text: the message in cel-go's words, and where. Only thrown while compiling. */
export class CelSyntaxError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** `a.b.c` as a name; `undefined` when the expression is something else. */
export function qualifiedName(expr: Expr): string | undefined {
  if (expr.kind === 'ident') return expr.name;
  if (expr.kind !== 'select' || expr.optional) return undefined;
  const operand = qualifiedName(expr.operand);
  return operand && `${operand}.${expr.field}`;
}
