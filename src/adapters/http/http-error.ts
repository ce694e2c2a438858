/** A server that could not be asked, or whose answer broke off: nothing is known. */
export class UnreachableError extends Error {}

/** A server that answers with more than is read. */
export class AnswerTooLargeError extends Error {}

/** The reason of a failed request: an error that stands for several has no words of its own. */
export function reasonOf(error: unknown): string {
  const reasons: string[] = [];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const inner = cause instanceof AggregateError && cause.message === '' ? cause.errors.map(reasonOf).join(', ') : '';
    reasons.push(cause.message || inner);
  }
  return reasons.join(': ') || 'the request failed';
}
