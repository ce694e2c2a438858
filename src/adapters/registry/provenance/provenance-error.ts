import { ChartError } from '../../../domain/chart/index.ts';

/** Refuses a chart that is not what somebody trusted signed. The words are Helm's. */
export function refuse(problem: string, help?: string): never {
  throw new ChartError('CHART_PROVENANCE', problem, undefined, help);
}

/** The reason why a file cannot be read, as Go says it. */
export function fileProblem(error: unknown, action: string, path: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return `${action} ${path}: no such file or directory`;
  if (code === 'EISDIR') return `read ${path}: is a directory`;
  if (code === 'EACCES') return `${action} ${path}: permission denied`;
  return message;
}
