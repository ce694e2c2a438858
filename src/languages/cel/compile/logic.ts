import type { ExprOf } from '../syntax/ast.ts';
import { bool, formatType, joinTypes } from '../type/type.ts';
import { CelError, noOverload } from '../value/value.ts';
import { type Compilation, failNode, type Node, type Scope } from './node.ts';

/** An error gives way to an operand that decides, whichever comes first. */
export function compileLogic(compilation: Compilation, { operator, operands }: ExprOf<'logic'>, scope: Scope): Node {
  const nodes = operands.map((operand) => compilation.compile(operand, scope));
  for (const [index, { type }] of nodes.entries()) {
    if (type.kind === 'bool' || type.kind === 'dyn') continue;
    const message = `expected type 'bool' but found '${formatType(type)}'`;
    compilation.errors.push({ message, offset: operands[index]!.offset });
  }
  const parts = nodes.map(({ evaluate }) => evaluate);
  const decides = operator === '||';
  return {
    type: bool,
    evaluate: (run) => {
      let problem: CelError | undefined;
      for (const part of parts) {
        const value = part(run);
        if (value === decides) return decides;
        if (value === !decides) continue;
        problem ??= value instanceof CelError ? value : noOverload;
      }
      return problem ?? !decides;
    },
  };
}

export function compileConditional(
  compilation: Compilation,
  { test, then, otherwise, offset }: ExprOf<'conditional'>,
  scope: Scope,
): Node {
  const condition = compilation.compile(test, scope);
  const yes = compilation.compile(then, scope);
  const no = compilation.compile(otherwise, scope);
  const type = joinTypes(yes.type, no.type);
  if (!type || (condition.type.kind !== 'bool' && condition.type.kind !== 'dyn')) {
    const types = [condition, yes, no].map((node) => formatType(node.type)).join(', ');
    return failNode(compilation, `found no matching overload for '_?_:_' applied to '(${types})'`, offset);
  }
  return {
    type,
    evaluate: (run) => {
      const value = condition.evaluate(run);
      if (value === true) return yes.evaluate(run);
      if (value === false) return no.evaluate(run);
      return value instanceof CelError ? value : noOverload;
    },
  };
}
