import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatQuantity } from './format-quantity.ts';
import { compareQuantity, parseQuantity } from './quantity.ts';
import {
  addQuantity,
  divideQuantity,
  multiplyQuantity,
  quantityToNumber,
  subtractQuantity,
} from './quantity-arithmetic.ts';

const read = (text: string) => parseQuantity(text)!;

// Every expected value was printed by k8s.io/apimachinery 0.36.3.
describe('parseQuantity and formatQuantity', () => {
  it.each([
    ['0.5 is half a unit', '0.5', '500m'],
    ['1500m stays', '1500m', '1500m'],
    ['1000m is one', '1000m', '1'],
    ['1.5Gi has no fraction', '1.5Gi', '1536Mi'],
    ['2048Mi is a larger unit', '2048Mi', '2Gi'],
    ['small binary amounts are decimal', '0.5Ki', '512'],
    ['1024 stays decimal', '1024', '1024'],
    ['1Ki stays binary', '1Ki', '1Ki'],
    ['exponents stay exponents', '12e6', '12e6'],
    ['exponents become multiples of three', '1e4', '10e3'],
    ['less than a nano is rounded up', '0.0000000001', '1n'],
    ['also below zero', '-0.0000000001', '-1n'],
    ['binary amounts are capped', '9Ei', '9223372036854775807'],
    ['a unit without digits is zero', 'm', '0'],
    ['a sign alone is zero', '-', '0'],
    ['beyond exa there is no suffix left to print', '1000E', '1'],
    ['canonical texts are kept as they are', '+1', '+1'],
  ])('%s', (_, text, expected) => {
    expect(formatQuantity(read(text))).toBe(expected);
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '1.2.3',
    'abc',
    '1KI',
    '1mi',
    '1e',
    '1e3k',
    '--1',
    '0x10',
    '1_000',
    '1s',
    '1h',
    '1e99999999',
  ])('`%s` is no quantity', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });
});

describe('quantity arithmetic', () => {
  it.each([
    ['different units compare by amount', compareQuantity(read('1Gi'), read('1024Mi')), 0],
    ['a thousandth more is more', compareQuantity(read('1001m'), read('1')), 1],
    ['a sum has the format of its first part', formatQuantity(addQuantity(read('1Gi'), read('1G'))), '2073741824'],
    ['unless that is zero', formatQuantity(addQuantity(read('0'), read('1Gi'))), '1Gi'],
    ['differences may be negative', formatQuantity(subtractQuantity(read('1'), read('1.5'))), '-500m'],
    ['products are exact', formatQuantity(multiplyQuantity(read('1Gi'), read('0.1'))), '107374182400m'],
    ['quotients are cut at the finer scale', formatQuantity(divideQuantity(read('1.0'), read('3'))!), '300m'],
    ['quotients of whole numbers are whole', formatQuantity(divideQuantity(read('10'), read('3'))!), '3'],
    ['nothing is divided by zero', divideQuantity(read('1'), read('0')), undefined],
    ['amounts become the nearest number', quantityToNumber(read('100m')), 0.1],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });

  const text = fc
    .tuple(fc.integer({ min: -100_000, max: 100_000 }), fc.constantFrom('', 'm', 'k', 'M', 'Ki', 'Mi', 'Gi', 'e3', 'n'))
    .map(([amount, unit]) => `${amount}${unit}`);

  it('reads back what it prints', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(compareQuantity(read(formatQuantity({ ...read(value), text: undefined })), read(value))).toBe(0);
      }),
    );
  });

  it('takes away what it added', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(compareQuantity(subtractQuantity(addQuantity(read(a), read(b)), read(b)), read(a))).toBe(0);
      }),
    );
  });

  it('orders both ways alike', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(compareQuantity(read(a), read(b))).toBe(0 - compareQuantity(read(b), read(a)));
      }),
    );
  });
});
