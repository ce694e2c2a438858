import type { JsonValue } from '../../../foundations/kube/index.ts';
import type { Evaluate } from '../run.ts';
import type { Syntax } from '../syntax.ts';
import { compileIndex, compileKey, compilePath, compileSlice, wholeContext } from './access.ts';
import { compileCall, compileReference } from './call.ts';
import { compileAnd, compileComparison, compileNot, compileOr } from './operators.ts';
import { compileFilter, compileFlatten, compileProjection, compileValues } from './projections.ts';
import { compileList, compileObject } from './select.ts';

/**
 * Compiles a node to a function. `atRoot`: the node looks at the whole context, whose names may be resolved one by one,
 * and not at a value that another node gave.
 */
export function compileNode(syntax: Syntax, atRoot: boolean): Evaluate {
  const compile = (part: Syntax) => compileNode(part, atRoot);
  const compileInner = (part: Syntax) => compileNode(part, false);
  switch (syntax.kind) {
    case 'field':
      return compileKey(syntax, atRoot);
    case 'literal': {
      const { value } = syntax;
      return () => value;
    }
    case 'current':
      return atRoot ? wholeContext : (value) => value;
    case 'index':
      return compileIndex(syntax.index);
    case 'slice':
      return compileSlice(syntax);
    case 'chain':
      return compileChain(syntax, atRoot);
    case 'pipe': {
      const left = compile(syntax.left);
      const right = syntax.left.kind === 'current' ? compile(syntax.right) : compileInner(syntax.right);
      return (value, run) => right(left(value, run) ?? null, run) ?? null;
    }
    case 'or':
      return compileOr(compile(syntax.left), compile(syntax.right));
    case 'and':
      return compileAnd(compile(syntax.left), compile(syntax.right));
    case 'not':
      return compileNot(compile(syntax.operand));
    case 'comparison':
      return compileComparison(syntax.operator, compile(syntax.left), compile(syntax.right));
    case 'projection':
      return compileProjection(compileLeft(syntax.left, atRoot), compileInner(syntax.right));
    case 'flatten':
      return compileFlatten(compileLeft(syntax.operand, atRoot));
    case 'filter':
      return compileFilter(
        compileLeft(syntax.left, atRoot),
        compileInner(syntax.condition),
        compileInner(syntax.right),
      );
    case 'values':
      return compileValues(compile(syntax.left), compileInner(syntax.right), syntax.right.kind === 'current');
    case 'list':
      return compileList(syntax.items.map(compile));
    case 'object':
      return compileObject(syntax.entries.map(({ key, value }) => ({ key, value: compile(value) })));
    case 'call':
      return compileCall(syntax, syntax.args.map(compile));
    case 'reference':
      return compileReference(compileInner(syntax.operand));
  }
}

function compileChain(chain: Extract<Syntax, { kind: 'chain' }>, atRoot: boolean): Evaluate {
  // `@.x` and `[0]` look at the same value as the whole.
  if (chain.left.kind === 'current') return compileNode(chain.right, atRoot);
  const keys: Extract<Syntax, { kind: 'field' }>[] = [];
  let start: Syntax = chain;
  while (start.kind === 'chain' && start.right.kind === 'field' && start.left.kind !== 'current') {
    keys.unshift(start.right);
    start = start.left;
  }
  if (keys.length > 0) return compilePath(compileNode(start, atRoot), keys);
  const left = compileNode(chain.left, atRoot);
  const right = compileNode(chain.right, false);
  return (value, run) => {
    const found = left(value, run);
    return found === undefined ? undefined : right(found, run);
  };
}

/** The list that a projection runs over. The context itself is no list, so it need not be gathered to know that. */
function compileLeft(syntax: Syntax, atRoot: boolean): Evaluate {
  if (syntax.kind !== 'current' || !atRoot) return compileNode(syntax, atRoot);
  return (value, run): JsonValue => (run.roots ? null : value);
}
