/** Something about values that their schema refuses. */
export interface SchemaProblem {
  /** JSON pointer of the value. */
  readonly path: string;
  readonly message: string;
  readonly causes: readonly SchemaProblem[];
}

/** A schema that cannot be used: malformed, or it refers to something that is not in it. */
export class SchemaFault extends Error {}

const grouped = 'validation failed';

/** Several problems of one value become one with causes. */
export function group(path: string, problems: readonly SchemaProblem[]): SchemaProblem[] {
  return problems.length > 1 ? [{ path, message: grouped, causes: problems }] : [...problems];
}

/** Problems as lines, the way Helm prints them; those of the root stand side by side. */
export function printProblems(problems: readonly SchemaProblem[]): string {
  const [first] = problems;
  const top = problems.length === 1 && first!.path === '' && first!.message === grouped ? first!.causes : problems;
  return top.map((problem) => printProblem(problem, '')).join('');
}

function printProblem(problem: SchemaProblem, indent: string): string {
  const causes = problem.causes.map((cause) => printProblem(cause, `${indent}  `)).join('');
  return `${indent}- at '${problem.path}': ${problem.message}\n${causes}`;
}
