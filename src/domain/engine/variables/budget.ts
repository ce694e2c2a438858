import { type JsonValue, jsonSize } from '../../../foundations/kube/index.ts';

/** A rule was stopped. No default and no precondition stands in for it: the whole rule is an error. */
export class LimitExceeded extends Error {}

/** What judging one resource by one rule may cost; the dearest rules of real policies stay below a hundredth. */
const maxSteps = 10_000_000;
const stepsOfElement = 40;

/** The steps that are left to a rule while it judges one resource: so a rule ends, whatever its author or the resource makes of it. */
export class RuleBudget {
  #left = maxSteps;

  /** Texts: a step a character. Pairs of two lists: a step a pair. */
  spend(steps: number, what: string): void {
    this.#left -= steps;
    if (this.#left < 0) throw new LimitExceeded(`the rule was stopped: ${what} take it past ${maxSteps} steps`);
  }

  spendElement(): void {
    this.spend(stepsOfElement, 'the elements of foreach');
  }

  /** A step for each value in a value; one that is nested too deep counts as too large. */
  spendValue(value: JsonValue, what: string): void {
    if (typeof value === 'object' && value !== null) this.spend(2 * jsonSize(value, this.#left / 2), what);
  }
}
