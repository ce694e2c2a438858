import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../foundations/kube/index.ts';
import { compilePattern } from './index.ts';
import { compileScalar } from './scalar.ts';

const judge = (pattern: JsonValue, resource: JsonValue) => {
  const outcome = compilePattern(pattern)(resource);
  return outcome.kind === 'fail' ? `fail ${outcome.path}` : outcome.kind;
};

describe('scalar patterns', () => {
  it.each<[string, JsonValue, JsonValue | undefined, boolean]>([
    ['equal text', 'a', 'a', true],
    ['a wildcard', 'nginx:*', 'nginx:1.2', true],
    ['one or the other', 'a | b', 'b', true],
    ['both', '>1 & <5', 3, true],
    ['both, one of them false', '>1 & <5', 7, false],
    ['a literal text with a bar, which equals itself', 'a|b', 'a|b', true],
    ['not a wildcard', '!*:latest', 'nginx:latest', false],
    ['not a wildcard, met', '!*:latest', 'nginx:1.2', true],
    ['a quantity that is the same in another unit', '1Gi', '1024Mi', true],
    ['a quantity that is less', '<=1Gi', '512Mi', true],
    ['a duration', '>=1h', '90m', true],
    ['a range', '1-5', 3, true],
    ['a range from outside', '1-5', 6, false],
    ['outside a range', '1!-5', 6, true],
    ['a range of quantities', '10Mi-1Gi', '100Mi', true],
    ['a number given as text', 5, '5', true],
    ['a fraction', 1.5, 1.5, true],
    ['a boolean', true, true, true],
    ['a boolean given as text', 'true', true, true],
    ['a text that is no boolean', true, 'true', false],
    ['any text that is not empty', '?*', '', false],
    ['absent as zero', '<5', undefined, true],
    ['null for nothing', null, undefined, true],
    ['null for zero', null, 0, true],
    ['null for an empty text', null, '', true],
    ['null for something', null, 'x', false],
  ])('%s', (_, pattern, value, holds) => {
    expect(compileScalar(pattern)(value)).toBe(holds);
  });
});

describe('patterns', () => {
  it.each<[string, JsonValue, JsonValue, string]>([
    ['a nested field that matches', { spec: { a: 'x' } }, { spec: { a: 'x' } }, 'pass'],
    ['a missing field fails at its path', { spec: { a: '?*' } }, { spec: {} }, 'fail /spec/a/'],
    ['a star means the key must have a value', { spec: { a: '*' } }, { spec: { a: null } }, 'fail /spec/'],
    ['a map pattern on something else fails', { spec: { a: { b: 1 } } }, { spec: { a: [] } }, 'fail /spec/a/'],
    ['every item of a list must match', { l: [{ a: 'x' }] }, { l: [{ a: 'x' }, { a: 'y' }] }, 'fail /l/1/a/'],
    ['an empty list passes', { l: [{ a: 'x' }] }, { l: [] }, 'pass'],
    ['only the first item of a pattern list counts', { l: [{ a: 'x' }, { a: 'y' }] }, { l: [{ a: 'x' }] }, 'pass'],
    ['a scalar pattern holds for every item', { l: 'x*' }, { l: ['x1', 'x2'] }, 'pass'],
    ['lists of lists are compared by position', { l: [['a'], ['b']] }, { l: [['a'], ['c']] }, 'fail /l/1/'],
    ['a list that is too short is an error', { l: [['a'], ['b']] }, { l: [['a']] }, 'error'],
    ['a condition that does not hold skips', { '(a)': 'x', b: 'y' }, { a: 'z', b: 'n' }, 'skip'],
    ['a condition that holds demands the siblings', { '(a)': 'x', b: 'y' }, { a: 'x', b: 'n' }, 'fail /b/'],
    ['a condition whose key is absent skips', { '(a)': 'x', b: 'y' }, { b: 'n' }, 'skip'],
    [
      'items that a condition skips are left out',
      { l: [{ '(n)': 'a', v: 1 }] },
      {
        l: [
          { n: 'a', v: 1 },
          { n: 'b', v: 2 },
        ],
      },
      'pass',
    ],
    [
      'when a condition skips all items, the rule is skipped',
      { l: [{ '(n)': 'a', v: 1 }] },
      { l: [{ n: 'b', v: 2 }] },
      'skip',
    ],
    [
      'a global anchor deep in a list skips the rule',
      { l: [{ '<(n)': 'a' }], b: 1 },
      { l: [{ n: 'b' }], b: 2 },
      'skip',
    ],
    ['a global anchor whose key is absent is ignored', { l: [{ '<(n)': 'a' }], b: 1 }, { l: [{}], b: 1 }, 'pass'],
    ['equality without the key is fine', { '=(a)': 'x' }, {}, 'pass'],
    ['equality with the key must match', { '=(a)': 'x' }, { a: 'y' }, 'fail /a/'],
    ['equality with null is judged', { '=(a)': '?*' }, { a: null }, 'fail /a/'],
    ['negation fails on presence, also of null', { 'X(a)': 'null' }, { a: null }, 'fail /a/'],
    ['negation passes on absence', { 'X(a)': 'null' }, {}, 'pass'],
    ['existence needs one item that matches', { '^(l)': [{ a: 'x' }] }, { l: [{ a: 'y' }, { a: 'x' }] }, 'pass'],
    ['existence without such an item fails', { '^(l)': [{ a: 'x' }] }, { l: [{ a: 'y' }] }, 'fail /l/'],
    ['existence without the list is fine', { '^(l)': [{ a: 'x' }] }, {}, 'pass'],
    [
      'a failure after an anchor that was never seen is an error',
      { a: { '=(x)': 1, '(y)': 2 }, b: 'n' },
      { a: {}, b: 'm' },
      'skip',
    ],
    [
      'a wildcard label key stands for the first label that matches',
      { metadata: { labels: { 'app*': '?*' } } },
      { metadata: { labels: { 'app.io/name': 'x' } } },
      'pass',
    ],
    [
      'a wildcard label key without a label fails',
      { metadata: { labels: { 'app*': '?*' } } },
      { metadata: { labels: { other: 'x' } } },
      'fail /metadata/labels/app*/',
    ],
  ])('%s', (_, pattern, resource, outcome) => {
    expect(judge(pattern, resource)).toBe(outcome);
  });

  it('changes neither the pattern nor the resource', () => {
    const pattern = { metadata: { labels: { 'app*': '?*', n: 1 } } };
    const resource = { metadata: { labels: { app: 'x' } } };
    const before = JSON.stringify([pattern, resource]);
    compilePattern(pattern)(resource);
    expect(JSON.stringify([pattern, resource])).toBe(before);
  });
});
