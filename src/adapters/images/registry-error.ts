/** A registry that said no, or something that cannot be used: the answer is known. */
export class RegistryError extends Error {
  /** The HTTP status, where the registry answered with one. */
  readonly status: number | undefined;
  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/** A registry that could not be asked: nothing is known. */
export class UnreachableError extends Error {}

/** The reason of a failed request: `fetch` says only `fetch failed`, and its causes the rest. */
export function reasonOf(error: unknown): string {
  const reasons: string[] = [];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const inner = cause instanceof AggregateError && cause.message === '' ? cause.errors.map(reasonOf).join(', ') : '';
    if (cause.message !== 'fetch failed') reasons.push(cause.message || inner);
  }
  return reasons.join(': ') || 'the request failed';
}
