import { CelError, type Result } from '../value/value.ts';

/** The variables of an evaluation. */
export interface Activation {
  /** JSON data, a CEL value, an error value, or `undefined` for a variable that is not known. May throw a signal of the caller's own. */
  get(name: string): unknown;
  /** Milliseconds since 1970, for `time.now()`. */
  readonly now?: number;
}

/** Past this many steps an evaluation ends in an error: comprehensions nest, and inputs are not ours. Kubernetes' own limit. */
const maxSteps = 1_000_000;
const exhausted = new CelError('operation cancelled: actual cost limit exceeded');

/** One evaluation: its variables, the values of comprehension variables, and what it may still spend. */
export class Run {
  readonly activation: Activation;
  readonly locals: Result[];
  #left = maxSteps;

  constructor(activation: Activation, locals: number) {
    this.activation = activation;
    this.locals = new Array<Result>(locals);
  }

  /** Takes steps off the budget; an error when it is used up. */
  spend(steps: number): CelError | undefined {
    this.#left -= steps;
    return this.#left < 0 ? exhausted : undefined;
  }
}

/** A compiled expression. */
export type Evaluate = (run: Run) => Result;
