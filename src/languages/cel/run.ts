import type { CelContext } from './library/function.ts';
import { CelError, type CelValue } from './value.ts';

/** The variables of an evaluation. */
export interface Activation {
  /** A value, an error value, or `undefined` when there is no such variable. May throw a signal of the caller's own. */
  get(name: string): unknown;
  /** Milliseconds since 1970, for `time.now()`. */
  readonly now?: number;
}

export type Result = CelValue | CelError;

/** Past this many steps an evaluation ends in an error: comprehensions nest, and inputs are not ours. */
const maxSteps = 1_000_000;

/** One evaluation: its variables, the values of comprehension variables, and what it may still spend. */
export class Run implements CelContext {
  readonly activation: Activation;
  readonly locals: Result[];
  #steps = 0;

  constructor(activation: Activation, locals: number) {
    this.activation = activation;
    this.locals = new Array<Result>(locals);
  }

  get now(): number {
    return this.activation.now ?? 0;
  }

  /** Whether a step more is too many. */
  spend(): CelError | undefined {
    return ++this.#steps > maxSteps ? new CelError(`operation cancelled: actual cost limit exceeded: over ${maxSteps} steps`) : undefined;
  }
}

export type Evaluate = (run: Run) => Result;
