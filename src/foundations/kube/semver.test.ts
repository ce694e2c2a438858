import { describe, expect, it } from 'vitest';
import { compareSemver, parseSemver } from './semver.ts';
import { parseSemverRange } from './semver-range.ts';

describe('semver', () => {
  it.each(['v1.2.3', '1.2', '1.2.3.4', '01.2.3', '1.2.3-', '1.2.3-01', '1.2.3+', '1.2.3-a..b', ''])(
    '`%s` is no version',
    (text) => {
      expect(parseSemver(text)).toBeUndefined();
    },
  );

  it('orders releases after their candidates, numbers before words, and ignores builds', () => {
    const order = [
      '1.0.0-1',
      '1.0.0-2',
      '1.0.0-10',
      '1.0.0-a',
      '1.0.0-a.1',
      '1.0.0-b',
      '1.0.0',
      '1.0.1',
      '1.10.0',
      '2.0.0',
    ];
    const sorted = order.toReversed().sort((a, b) => compareSemver(parseSemver(a)!, parseSemver(b)!));
    expect(sorted).toEqual(order);
    expect(compareSemver(parseSemver('1.0.0+a')!, parseSemver('1.0.0+b')!)).toBe(0);
  });
});

describe('parseSemverRange', () => {
  it.each([
    ['blanks mean and', '>=1.0.0 <2.0.0', '1.5.0', true],
    ['bars mean or', '<1.0.0 || >=3.0.0', '3.1.0', true],
    ['blanks may follow an operator', '>=   1.0.0', '1.0.0', true],
    ['an x stands for the rest', '1.x', '1.9.9', true],
    ['and ends before the next version', '1.2.x', '1.3.0', false],
    ['beyond 1.2.x begins at 1.3.0', '>1.2.x', '1.2.9', false],
    ['unlike 1.x is nothing at all', '!1.x', '2.0.0', false],
    ['an operator that does not exist is dropped beside an x', '^1.x', '1.0.0', true],
  ])('%s', (_, range, version, expected) => {
    expect(parseSemverRange(range)!(parseSemver(version)!)).toBe(expected);
  });

  it.each(['', 'a', '^1.2.3', '~1.2.3', '|| 1.0.0', '1.0.0 ||', '1.2', '=>1.0.0'])('`%s` is no range', (range) => {
    expect(parseSemverRange(range)).toBeUndefined();
  });
});
