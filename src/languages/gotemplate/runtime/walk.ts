import { LimitError } from './errors.ts';

const maxValues = 1_000_000;

/** Counts the values that one walk over a nested value meets: shared parts make small values endless to print. */
export class Walk {
  #left = maxValues;

  visit(): void {
    if (--this.#left < 0) throw new LimitError('values', `a value has more than ${maxValues} parts`);
  }
}
