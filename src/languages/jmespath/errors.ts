/**
 * What went wrong: the text is no expression, a key of a path is missing, a function refused its arguments, or the
 * evaluation grew beyond its budget.
 */
export type JmesPathErrorKind = 'syntax' | 'missing-key' | 'evaluation' | 'limit';

/** An expression that could not be read or evaluated. Messages are those of Kyverno where it has one. */
export class JmesPathError extends Error {
  readonly kind: JmesPathErrorKind;
  /** Where in the expression, in UTF-16 units. */
  readonly offset: number;
  /** The end of the part that is meant. */
  readonly end: number;

  constructor(kind: JmesPathErrorKind, message: string, offset: number, end = offset) {
    super(message);
    this.kind = kind;
    this.offset = offset;
    this.end = end;
  }
}

/** Thrown by functions; the call site adds the place and makes a JmesPathError of it. */
export class FunctionFailure extends Error {}

/** Thrown when a result would be too large to be meant. */
export class BudgetExceeded extends FunctionFailure {
  constructor() {
    super('the result of the expression is too large');
  }
}
