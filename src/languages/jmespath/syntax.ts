import type { JsonValue } from '../../foundations/kube/index.ts';

/** The place of a node in the expression, in UTF-16 units. */
interface Place {
  readonly offset: number;
  readonly end: number;
}

export type Comparator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** A parsed expression. */
export type Syntax = Place &
  (
    | { readonly kind: 'field'; readonly name: string }
    | { readonly kind: 'literal'; readonly value: JsonValue }
    /** `@`, and the empty left or right side of a projection. */
    | { readonly kind: 'current' }
    | { readonly kind: 'index'; readonly index: number }
    | { readonly kind: 'slice'; readonly start?: number; readonly stop?: number; readonly step?: number }
    /** `left.right` and `left[0]`. */
    | { readonly kind: 'chain'; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: 'pipe'; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: 'or'; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: 'and'; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: 'not'; readonly operand: Syntax }
    | { readonly kind: 'comparison'; readonly operator: Comparator; readonly left: Syntax; readonly right: Syntax }
    /** `left[*].right`, and a slice or flattened list that goes on. */
    | { readonly kind: 'projection'; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: 'values'; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: 'filter'; readonly left: Syntax; readonly condition: Syntax; readonly right: Syntax }
    | { readonly kind: 'flatten'; readonly operand: Syntax }
    | { readonly kind: 'list'; readonly items: readonly Syntax[] }
    | { readonly kind: 'object'; readonly entries: readonly { readonly key: string; readonly value: Syntax }[] }
    /** `name` is `undefined` when something that has no name is called. */
    | { readonly kind: 'call'; readonly name: string | undefined; readonly args: readonly Syntax[] }
    | { readonly kind: 'reference'; readonly operand: Syntax }
  );

/** The direct parts of a node. */
export function childrenOf(syntax: Syntax): readonly Syntax[] {
  switch (syntax.kind) {
    case 'field':
    case 'literal':
    case 'current':
    case 'index':
    case 'slice':
      return [];
    case 'not':
    case 'flatten':
    case 'reference':
      return [syntax.operand];
    case 'list':
      return syntax.items;
    case 'object':
      return syntax.entries.map(({ value }) => value);
    case 'call':
      return syntax.args;
    case 'filter':
      return [syntax.left, syntax.condition, syntax.right];
    default:
      return [syntax.left, syntax.right];
  }
}
