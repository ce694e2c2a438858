import { CostExceeded, type Meter } from '../value/meter.ts';
import { CelError, type Result } from '../value/value.ts';

/** The variables of an evaluation. */
export interface Activation {
  /** JSON data, a CEL value, an error value, or `undefined` for a variable that is not known. May throw a signal of the caller's own. */
  get(name: string): unknown;
  /** Milliseconds since 1970, for `time.now()`. */
  readonly now?: number;
}

/**
 * Past this many steps an evaluation ends in an error: comprehensions nest, and inputs are not ours. Kubernetes' limit
 * for a whole policy; the steps are counted much as cel-go's cost.
 */
const maxSteps = 10_000_000;
const exhausted = new CelError('operation cancelled: actual cost limit exceeded');

/** One evaluation: its variables, the values of comprehension variables, and what it may still spend. */
export class Run implements Meter {
  readonly activation: Activation;
  readonly locals: Result[];
  #left: number;

  constructor(activation: Activation, locals: number, steps = maxSteps) {
    this.activation = activation;
    this.locals = new Array<Result>(locals);
    this.#left = steps;
  }

  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new CostExceeded();
  }

  /** The result of an expression; an error when it took more steps than there are. */
  evaluate(expression: Evaluate): Result {
    try {
      return expression(this);
    } catch (error) {
      if (error instanceof CostExceeded) return exhausted;
      throw error;
    }
  }
}

/** A compiled expression. */
export type Evaluate = (run: Run) => Result;
