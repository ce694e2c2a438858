import { describe, expect, it } from 'vitest';
import { type LabelSelector, matchKyvernoSelector, matchLabelSelector } from './selector.ts';

const labels = { app: 'web', tier: '', 'k8s.io/team': 'a' };
const one = (key: string, operator: string, ...values: string[]): LabelSelector => ({
  matchExpressions: [{ key, operator, values }],
});

describe('matchLabelSelector', () => {
  it.each<[string, LabelSelector | undefined, boolean]>([
    ['no selector matches nothing', undefined, false],
    ['an empty selector matches everything', {}, true],
    ['all labels must be there', { matchLabels: { app: 'web', tier: '' } }, true],
    ['an empty value is not an absent label', { matchLabels: { other: '' } }, false],
    ['In needs one of the values', one('app', 'In', 'x', 'web'), true],
    ['NotIn holds where the label is absent', one('other', 'NotIn', 'x'), true],
    ['Exists asks for the key', one('tier', 'Exists'), true],
    ['DoesNotExist refuses it', one('tier', 'DoesNotExist'), false],
    ['In without values is no selector', one('app', 'In'), false],
    ['Exists with values is no selector', one('app', 'Exists', 'web'), false],
    ['an unknown operator is no selector', one('app', 'in', 'web'), false],
    ['a value that no label can have makes no selector', one('app', 'NotIn', 'a b'), false],
    ['inherited names are no labels', { matchLabels: { constructor: 'x' } }, false],
  ])('%s', (_, selector, expected) => {
    expect(matchLabelSelector(selector, labels)).toBe(expected);
  });
});

describe('matchKyvernoSelector', () => {
  it.each<[string, LabelSelector, boolean]>([
    ['values may be wildcards', { matchLabels: { app: 'w*' } }, true],
    ['keys may be wildcards', { matchLabels: { 'k8s.io/*': '?' } }, true],
    ['both must match the same label', { matchLabels: { 'a*': 'b*' } }, false],
    ['what stands for no label is asked for with zeros', { matchLabels: { 'x*': '*' } }, false],
    ['expressions have no wildcards', one('app', 'In', 'w*'), false],
  ])('%s', (_, selector, expected) => {
    expect(matchKyvernoSelector(selector, labels)).toBe(expected);
  });
});
