import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatGoFloat, formatGoFloat32, formatJsonNumber } from './go-float.ts';
import { parseGoFloat } from './go-number.ts';

describe('formatGoFloat', () => {
  it.each([
    [1_000_000, 'v', '1e+06'],
    [999_999, 'v', '999999'],
    [1_000_640_000, 'v', '1.00064e+09'],
    [0.0001, 'v', '0.0001'],
    [0.00001, 'v', '1e-05'],
    [1, 'f', '1.000000'],
    [-0, 'f', '-0.000000'],
    [0.0078125, 'f', '0.007812'],
    [1e21, 'f', '1000000000000000000000.000000'],
    [1, 'E', '1E+00'],
    [1.5e300, 'E', '1.5E+300'],
    [Number.POSITIVE_INFINITY, 'v', '+Inf'],
  ] as const)('%d by %%%s is %s', (value, verb, expected) => {
    expect(formatGoFloat(value, verb)).toBe(expected);
  });

  it('can print the shortest fixed-point form', () => {
    expect([1e21, 1e-7, 1.5].map((value) => formatGoFloat(value, 'f', -1))).toEqual([
      '1000000000000000000000',
      '0.0000001',
      '1.5',
    ]);
  });

  it('rounds to 32 bits for texts, half to even', () => {
    expect([16_777_217, 0.1, 18_744.8125, 1e10].map(formatGoFloat32)).toEqual([
      '16777216',
      '0.1',
      '18744.812',
      '10000000000',
    ]);
  });

  it('reads back the shortest forms', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        for (const text of [formatGoFloat(value, 'v'), formatGoFloat(value, 'E'), formatJsonNumber(value)]) {
          expect(parseGoFloat(text)).toBe(value);
        }
      }),
    );
  });
});

describe('parseGoFloat', () => {
  it.each([
    ['1_0', 10],
    ['0x1p-2', 0.25],
    ['-.5', -0.5],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['1e999', undefined],
    ['0x10', undefined],
    ['1e', undefined],
    ['', undefined],
  ])('`%s` is %s', (text, expected) => {
    expect(parseGoFloat(text)).toBe(expected);
  });
});
