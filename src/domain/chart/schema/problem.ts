import { quote } from '../../../languages/gotemplate/index.ts';

/** Something about values that their schema refuses. */
export interface SchemaProblem {
  /** JSON pointer of the value. */
  readonly path: string;
  readonly message: string;
  readonly causes: readonly SchemaProblem[];
  /** Several problems of one schema, and nothing more. */
  readonly isGroup?: boolean;
}

/** A schema that cannot be used: malformed, or it refers to something that is not in it. */
export class SchemaFault extends Error {}

const grouped = 'validation failed';

/** Several problems of one value become one with causes. */
export function group(path: string, problems: readonly SchemaProblem[]): SchemaProblem | undefined {
  return problems.length > 1 ? { path, message: grouped, causes: problems, isGroup: true } : problems[0];
}

/** What is behind a reference: shown as a step of its own when there is more than one problem. */
export function referred(path: string, found: SchemaProblem): SchemaProblem {
  return found.isGroup ? { path, message: grouped, causes: found.causes } : found;
}

export function problem(path: string, message: string, causes: readonly SchemaProblem[] = []): SchemaProblem {
  return { path, message, causes };
}

/** Problems as lines, the way Helm prints them; those of the root stand side by side. */
export function printProblem(root: SchemaProblem): string {
  return (root.isGroup ? root.causes : [root]).map((one) => lines(one, '')).join('');
}

function lines(one: SchemaProblem, indent: string): string {
  const causes = one.causes.map((cause) => lines(cause, `${indent}  `)).join('');
  return `${indent}- at ${quoted(one.path)}: ${one.message}\n${causes}`;
}

export function quoted(text: string): string {
  return `'${quote(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** The JSON pointer of a property. */
export function pathOf(path: string, key: string): string {
  return `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
