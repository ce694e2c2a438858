import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['hours and minutes add up', '1h30m', 5_400_000_000_000n],
    ['units may have fractions', '1.5h', 5_400_000_000_000n],
    ['fractions may stand alone', '.5s', 500_000_000n],
    ['a sign goes before all', '-1h30m', -5_400_000_000_000n],
    ['zero needs no unit', '0', 0n],
    ['both signs for micro are read', '1µs1μs', 2000n],
    ['the smallest duration is read', '-9223372036854775808ns', -9_223_372_036_854_775_808n],
    ['the largest plus one is not', '9223372036854775808ns', undefined],
    ['days do not exist', '1d', undefined],
    ['numbers alone are none', '5', undefined],
    ['nor is nothing', '', undefined],
    ['nor a sign', '-', undefined],
    ['blanks are not allowed', '1h 30m', undefined],
    ['a point alone is no number', '.s', undefined],
  ])('%s', (_, text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });
});

describe('formatDuration', () => {
  it.each([
    [0n, '0s'],
    [1n, '1ns'],
    [1500n, '1.5µs'],
    [2_000_000n, '2ms'],
    [1_500_000_000n, '1.5s'],
    [60_000_000_000n, '1m0s'],
    [5_400_000_000_000n, '1h30m0s'],
    [-3_600_000_000_000n, '-1h0m0s'],
  ])('%s nanoseconds are %s', (duration, expected) => {
    expect(formatDuration(duration)).toBe(expected);
  });

  it('reads back what it prints', () => {
    const duration = fc.bigInt({ min: -(2n ** 52n), max: 2n ** 52n });
    fc.assert(
      fc.property(duration, (value) => {
        expect(parseDuration(formatDuration(value))).toBe(value);
      }),
    );
  });
});
