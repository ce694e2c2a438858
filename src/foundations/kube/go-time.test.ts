import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatGoTime } from './format-go-time.ts';
import { type GoTime, RFC3339, subtractTime, timeOf, truncateTime } from './go-time.ts';
import { parseGoTime } from './parse-go-time.ts';

function show(time: ReturnType<typeof parseGoTime>): string {
  return 'error' in time ? time.error : formatGoTime(time, '2006-01-02T15:04:05.999999999Z07:00');
}

describe('parseGoTime', () => {
  it.each([
    ['offsets are kept', RFC3339, '2023-01-02T03:04:05+05:30', '2023-01-02T03:04:05+05:30'],
    ['fractions may follow seconds', RFC3339, '2023-01-02T03:04:05.25Z', '2023-01-02T03:04:05.25Z'],
    ['hours may have one digit', RFC3339, '2023-01-02T3:04:05Z', '2023-01-02T03:04:05Z'],
    ['what is left out is the first of January of the year 0', '15:04', '23:59', '0000-01-01T23:59:00Z'],
    ['names and half days are read', 'Jan _2 2006 3:04PM', 'Feb  7 2023 12:05AM', '2023-02-07T00:05:00Z'],
    ['two-digit years turn at 69', '02/01/06', '05/06/69', '1969-06-05T00:00:00Z'],
    ['days of the year are read', '2006 002', '2024 060', '2024-02-29T00:00:00Z'],
    ['unknown zone names have no offset', 'MST 2006', 'PST 2023', '2023-01-01T00:00:00Z'],
    [
      'days must be in the month',
      RFC3339,
      '2023-02-30T00:00:00Z',
      'parsing time "2023-02-30T00:00:00Z": day out of range',
    ],
    ['nothing may follow', '2006', '20231', 'parsing time "20231": extra text: "1"'],
    [
      'errors name the element',
      RFC3339,
      '2023-01-02',
      'parsing time "2023-01-02" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T"',
    ],
  ])('%s', (_, layout, text, expected) => {
    expect(show(parseGoTime(layout, text))).toBe(expected);
  });
});

describe('formatGoTime', () => {
  it.each([
    ['Monday, 02-Jan-06 15:04:05 MST', 'Saturday, 03-Feb-24 13:04:05 UTC'],
    ['3:04:05.000 pm -0700', '1:04:05.006 pm +0000'],
    ['Janet __2 _2006', 'Janet  34 _2024'],
  ])('prints %s', (layout, expected) => {
    const time = timeOf({ year: 2024, month: 2, day: 3, hour: 13, minute: 4, second: 5, nanosecond: 6_000_000 });
    expect(formatGoTime(time, layout)).toBe(expected);
  });

  it('reads back what it prints', () => {
    const nanos = fc.bigInt({ min: -62_000_000_000n * 10n ** 9n, max: 250_000_000_000n * 10n ** 9n });
    fc.assert(
      fc.property(nanos, fc.constantFrom(0, 19_800, -12_600), (unixNanos, offset) => {
        const time: GoTime = { unixNanos, offset };
        expect(parseGoTime(RFC3339, formatGoTime(time, '2006-01-02T15:04:05.999999999Z07:00'))).toEqual(time);
      }),
    );
  });
});

describe('arithmetic', () => {
  it('truncates since the year 1, before and after 1970', () => {
    const week = 7n * 86_400n * 10n ** 9n;
    expect(show(truncateTime(parseGoTime(RFC3339, '2023-01-04T05:06:07Z') as GoTime, week))).toBe(
      '2023-01-02T00:00:00Z',
    );
    expect(show(truncateTime(parseGoTime(RFC3339, '1969-12-31T23:59:59Z') as GoTime, 3_600_000_000_000n))).toBe(
      '1969-12-31T23:00:00Z',
    );
  });

  it('holds differences within the range of a duration', () => {
    const first = timeOf({ year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanosecond: 0 });
    const last = timeOf({ year: 9999, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanosecond: 0 });
    expect(subtractTime(last, first)).toBe(2n ** 63n - 1n);
  });
});
