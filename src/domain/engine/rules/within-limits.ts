import { LimitExceeded } from '../variables/budget.ts';

/**
 * What a rule says, or the error that it was stopped with. Values nested too deep for the stack of the program end here as
 * well: one resource must not end the judging of the others.
 */
export function withinLimits<T>(judge: () => T, stopped: (message: string) => T): T {
  try {
    return judge();
  } catch (error) {
    if (error instanceof LimitExceeded) return stopped(error.message);
    if (error instanceof RangeError && error.message.includes('call stack'))
      return stopped('the rule was stopped: its values are nested too deep');
    throw error;
  }
}
