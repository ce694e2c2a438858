import type { Diagnostic } from '../../foundations/diagnostics/index.ts';

/** A command cannot go on, for reasons that the user can mend. Ends with exit code 2 (1 in a drop-in command), or the code given. */
export class CommandFailure extends Error {
  readonly diagnostics: readonly Diagnostic[];
  readonly exitCode: number | undefined;

  constructor(diagnostics: readonly Diagnostic[], exitCode?: number) {
    super(diagnostics.map(({ message }) => message).join('; '));
    this.diagnostics = diagnostics;
    this.exitCode = exitCode;
  }
}

/** A failure with one diagnostic. */
export function failure(code: string, message: string, help?: string): CommandFailure {
  return new CommandFailure([{ code, severity: 'error', message, ...(help ? { help } : {}) }]);
}

/** The message of an error and of what caused it. */
export function describeError(error: unknown): string {
  const parts: string[] = [];
  for (let at: unknown = error; at !== undefined && parts.length < 5; at = at instanceof Error ? at.cause : undefined) {
    const text = at instanceof Error ? at.message : String(at);
    if (!parts.some((part) => part.includes(text))) parts.push(text);
  }
  return parts.join(': ');
}
