import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../foundations/kube/index.ts';
import { conditionOperator } from './operators.ts';

describe('condition operators', () => {
  it.each<[JsonValue, string, JsonValue, boolean]>([
    ['a', 'Equals', 'a', true],
    ['abc', 'Equals', 'a*', true],
    ['a*', 'Equals', 'abc', false],
    ['1', 'Equals', '*', false],
    ['1', 'NotEquals', '*', true],
    ['1Gi', 'Equals', '1024Mi', true],
    ['1h', 'Equals', '60m', true],
    ['60s', 'Equals', 60, true],
    [1, 'Equals', '1', true],
    [1, 'Equals', 'x', false],
    [true, 'Equals', true, true],
    [true, 'Equals', 'true', false],
    [null, 'Equals', null, false],
    [null, 'NotEquals', 'x', false],
    [['a'], 'Equals', ['a'], true],
    [{ a: 1 }, 'NotEquals', { a: 2 }, true],
    ['a', 'equals', 'a', true],
    [5, 'GreaterThan', 3, true],
    ['5', 'GreaterThan', '3', true],
    ['1Gi', 'LessThan', '2Gi', true],
    ['1h', 'GreaterThanOrEquals', '59m', true],
    ['1.10.0', 'GreaterThan', '1.9.0', true],
    [5, 'greaterthan', 3, false],
    [[1], 'GreaterThan', 0, false],
    ['a', 'AnyIn', ['b', 'a'], true],
    ['a*', 'AnyIn', ['abc'], true],
    [['a', 'c'], 'AnyIn', ['a', 'b'], true],
    [['a', 'c'], 'AllIn', ['a', 'b'], false],
    [['a', 'b'], 'AllIn', ['a', 'b', 'c'], true],
    [['c'], 'AnyNotIn', ['a', 'b'], true],
    [['a', 'c'], 'AllNotIn', ['a', 'b'], false],
    [[], 'AllIn', ['a'], true],
    [[], 'AnyIn', ['a'], false],
    [[], 'AllNotIn', ['a'], true],
    [5, 'AnyIn', '1-10', true],
    [[5, 20], 'AnyNotIn', '1-10', true],
    ['a', 'AnyIn', '["a","b"]', true],
    ['a', 'AnyIn', '[1,2]', false],
    [1000000, 'AnyIn', [1000000], true],
    [[1], 'AllIn', 1, false],
    [[1], 'AnyIn', 1, true],
    [null, 'AnyNotIn', ['a'], false],
    ['a', 'In', ['a'], true],
    [['a', 'b'], 'In', ['a'], false],
    [['a', 'b'], 'NotIn', ['a'], true],
    ['90s', 'DurationGreaterThan', '1m', true],
    [90, 'DurationLessThan', '2m', true],
  ])('%j %s %j is %s', (key, operator, value, holds) => {
    expect(conditionOperator(operator)!(key, value)).toBe(holds);
  });

  it('has no operator of another name', () => {
    expect(conditionOperator('Contains')).toBeUndefined();
    expect(conditionOperator('constructor')).toBeUndefined();
  });
});
