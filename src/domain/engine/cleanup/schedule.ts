import { Cron } from 'croner';

/** When a cleanup policy runs, in cron's five fields, UTC. */
export interface Schedule {
  /** The first run after an instant, both in milliseconds since 1970; `undefined` when there is none. */
  next(after: number): number | undefined;
}

/** Reads a schedule such as `0 3 * * *`, or a name such as `@daily`. Throws an Error that says what is wrong. */
export function parseSchedule(text: string): Schedule {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5 && !text.startsWith('@'))
    throw new Error(`a schedule has five fields (minute hour day month weekday), and \`${text}\` has ${fields.length}`);
  let cron: Cron;
  try {
    cron = new Cron(text, { paused: true, timezone: 'UTC', legacyMode: true });
  } catch (error) {
    throw new Error(`\`${text}\` is no schedule: ${(error as Error).message.replace(/^CronPattern: /, '')}`);
  }
  return { next: (after) => cron.nextRun(new Date(after))?.getTime() };
}
