import type { CelValue } from '../value.ts';

interface Place {
  readonly offset: number;
}

export interface ListItem {
  readonly value: Expr;
  readonly optional: boolean;
}

export interface MapEntry {
  readonly key: Expr;
  readonly value: Expr;
  readonly optional: boolean;
}

/** A parsed expression. */
export type Expr = Place &
  (
    | { readonly kind: 'literal'; readonly value: CelValue }
    | { readonly kind: 'ident'; readonly name: string }
    | { readonly kind: 'select'; readonly operand: Expr; readonly field: string; readonly optional: boolean }
    | { readonly kind: 'index'; readonly operand: Expr; readonly index: Expr; readonly optional: boolean }
    | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly operand: Expr }
    | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expr; readonly right: Expr }
    | { readonly kind: 'and' | 'or'; readonly left: Expr; readonly right: Expr }
    | { readonly kind: 'conditional'; readonly condition: Expr; readonly then: Expr; readonly otherwise: Expr }
    | { readonly kind: 'list'; readonly items: readonly ListItem[] }
    | { readonly kind: 'map'; readonly entries: readonly MapEntry[] }
    | { readonly kind: 'message'; readonly name: string; readonly fields: readonly { readonly name: string; readonly value: Expr; readonly optional: boolean }[] }
    | { readonly kind: 'call'; readonly name: string; readonly target: Expr | undefined; readonly args: readonly Expr[] }
  );

export type BinaryOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%' | 'in';

/** Wrong text: the message in cel-go's words, and where. */
export class CelSyntaxError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
