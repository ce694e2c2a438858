/** What work is charged to. Whatever goes through values charges as it goes. */
export interface Meter {
  /** Takes steps off what is left; throws `CostExceeded` when that is not enough. */
  spend(steps: number): void;
}

/** Ends an evaluation from within, past operators and macros that absorb errors. It never leaves the language. */
export class CostExceeded extends Error {}

/** Steps for each key of a map whose keys are listed. */
export const keySteps = 5;

/** Steps for going through a text of so many characters once, as cel-go charges it. */
export function textSteps(length: number): number {
  return length / 10;
}
