import { printJmesPathTree } from '../../../../languages/jmespath/index.ts';
import type { Console } from '../../console.ts';
import { reportExpressionError } from './expression-error.ts';
import { expressionsOf, readInput } from './texts.ts';

/** Prints the syntax trees of expressions. Returns the exit code. */
export async function runParse(
  args: readonly string[],
  { file = [] }: { readonly file?: readonly string[] },
  console: Console,
): Promise<number> {
  const expressions = await expressionsOf(args, file);
  if (expressions.length === 0) expressions.push(await readInput('a jmespath expression', console));
  for (const expression of expressions) {
    try {
      console.print(`# ${expression.text}\n${printJmesPathTree(expression.text)}\n`);
    } catch (error) {
      return reportExpressionError(error, expression, console);
    }
  }
  return 0;
}
