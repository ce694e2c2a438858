import { compileRegex, parseDuration, parseGoTime, RFC3339 } from '../../../foundations/kube/index.ts';
import type { Expr, ExprOf } from '../syntax/ast.ts';
import type { CelCompileError, Node } from './node.ts';

const validators: Readonly<Record<string, (text: string) => boolean>> = {
  duration: (text) => parseDuration(text) !== undefined,
  timestamp: (text) => !('error' in parseGoTime(RFC3339, text)),
  matches: (text) => !('error' in compileRegex(text)),
};

/** Durations, timestamps and patterns that are written out must be right. Source: Kubernetes' base environment, ASTValidators. */
export function validateLiterals(
  name: string,
  args: readonly Node[],
  { args: written }: ExprOf<'call'>,
): CelCompileError | undefined {
  if (name === 'find' || name === 'findAll') return validatePattern(args[1]!, written[0]!);
  const last = written.at(-1);
  if (!Object.hasOwn(validators, name) || last?.kind !== 'literal') return undefined;
  const text = args.at(-1)!.constant;
  if (typeof text !== 'string' || validators[name]!(text)) return undefined;
  return { message: `invalid ${name} argument`, offset: last.offset };
}

/** Kubernetes compiles the patterns of these two before the first evaluation. */
function validatePattern({ constant }: Node, written: Expr): CelCompileError | undefined {
  if (written.kind !== 'literal' || typeof constant !== 'string') return undefined;
  const regex = compileRegex(constant);
  return 'error' in regex ? { message: regex.error, offset: written.offset } : undefined;
}
