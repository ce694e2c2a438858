/** An instant with the offset of the zone that it is told in. */
export interface GoTime {
  readonly unixNanos: bigint;
  /** Seconds east of Greenwich. */
  readonly offset: number;
  /** The zone's abbreviation, where one was given. */
  readonly zone?: string;
}

/** The parts of a date and a clock. */
export interface CivilTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
}

export const RFC3339 = '2006-01-02T15:04:05Z07:00';
export const RFC3339_NANO = '2006-01-02T15:04:05.999999999Z07:00';

const secondNanos = 1_000_000_000n;
const dayNanos = 86_400n * secondNanos;
/** Nanoseconds from the first instant of the year 1 to 1970. */
const sinceYearOne = 719_162n * dayNanos;

/** The date and clock that a time shows in its own zone. */
export function civilOf(time: GoTime): CivilTime & { readonly weekday: number; readonly yearDay: number } {
  const local = time.unixNanos + BigInt(time.offset) * secondNanos;
  const days = floorDivide(local, dayNanos);
  const rest = local - days * dayNanos;
  const date = dateOfDays(Number(days));
  const seconds = Number(rest / secondNanos);
  return {
    ...date,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    nanosecond: Number(rest % secondNanos),
    weekday: modulo(Number(days) + 4, 7),
    yearDay: Number(days) - daysOfDate(date.year, 1, 1) + 1,
  };
}

/** The time that shows the given date and clock at an offset. */
export function timeOf(civil: CivilTime, offset = 0, zone?: string): GoTime {
  const days = BigInt(daysOfDate(civil.year, civil.month, civil.day));
  const seconds = BigInt(civil.hour * 3600 + civil.minute * 60 + civil.second - offset);
  const unixNanos = days * dayNanos + seconds * secondNanos + BigInt(civil.nanosecond);
  return { unixNanos, offset, ...(zone === undefined ? {} : { zone }) };
}

/** Rounds down to a multiple of a duration since the year 1; a duration of zero or less changes nothing. */
export function truncateTime(time: GoTime, duration: bigint): GoTime {
  if (duration <= 0n) return time;
  const rest = (time.unixNanos + sinceYearOne) % duration;
  return { ...time, unixNanos: time.unixNanos - (rest < 0n ? rest + duration : rest) };
}

/** `a - b` in nanoseconds, held within the range of a Go duration. */
export function subtractTime(a: GoTime, b: GoTime): bigint {
  const difference = a.unixNanos - b.unixNanos;
  const max = (1n << 63n) - 1n;
  return difference > max ? max : difference < -max - 1n ? -max - 1n : difference;
}

export function daysInMonth(year: number, month: number): number {
  return month === 12 ? 31 : daysOfDate(year, month + 1, 1) - daysOfDate(year, month, 1);
}

/** Days from 1970-01-01 in the Gregorian calendar; years are counted from March so that leap days come last. */
function daysOfDate(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function dateOfDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

function modulo(a: number, b: number): number {
  return ((a % b) + b) % b;
}
