import { civilOf, type GoTime, timeOfCivil, truncateTime } from '../../../foundations/kube/index.ts';

/** Adds to the parts of a date; what is too many days or months runs over into the next ones. */
export function addDate(time: GoTime, years: number, months: number, days: number): GoTime {
  const civil = civilOf(time);
  const month = civil.month - 1 + months;
  const year = civil.year + years + Math.floor(month / 12);
  const first = timeOfCivil({ ...civil, year, month: (((month % 12) + 12) % 12) + 1, day: 1 }, time.offset, time.zone);
  return { ...first, unixNanos: first.unixNanos + BigInt(civil.day - 1 + days) * 86_400_000_000_000n };
}

/** Rounds to a multiple of a duration since the year 1, halves up. */
export function roundTime(time: GoTime, duration: bigint): GoTime {
  const down = truncateTime(time, duration);
  const rest = time.unixNanos - down.unixNanos;
  return duration > 0n && rest + rest >= duration ? { ...down, unixNanos: down.unixNanos + duration } : down;
}
