import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ViolationView } from '../server/api-types.ts';
import { filterViolations, readFilter, writeFilter } from './filter.ts';
import { ago, count, resourceName, span } from './format.ts';
import { policyPath, readRoute } from './router.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('addresses', () => {
  it.each([
    ['/', { page: 'now' }],
    ['/policies', { page: 'policies' }],
    ['/policies/a', { page: 'policy', name: 'a' }],
    ['/policies/a/b', { page: 'missing', path: '/policies/a/b' }],
    ['/policies/%', { page: 'missing', path: '/policies/%' }],
    ['/else', { page: 'missing', path: '/else' }],
  ])('%s is a page', (path, expected) => {
    expect(readRoute(path)).toEqual(expected);
  });

  it('of a policy lead back to it, whatever its name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (name) => {
        fc.pre(!/[\ud800-\udfff]/.test(name));
        expect(readRoute(policyPath(name))).toEqual({ page: 'policy', name });
      }),
    );
  });

  it('keep what is asked for', () => {
    const text = fc.string().filter((value) => !/[\ud800-\udfff]/.test(value));
    fc.assert(
      fc.property(fc.record({ text, cluster: text, severity: text }), (filter) => {
        expect(readFilter(writeFilter(filter))).toEqual(filter);
      }),
    );
  });
});

describe('violations', () => {
  const violation = (name: string, cluster: string, severity: string) =>
    ({
      policy: 'require-limits',
      rule: 'r',
      kind: 'Pod',
      namespace: 'shop',
      name,
      message: 'No limits',
      cluster,
      severity,
    }) as ViolationView;
  const all = [violation('web', 'dev-1', 'high'), violation('api', 'prd-1', 'high'), violation('web', 'prd-1', 'low')];

  it.each([
    ['everything', {}, 3],
    ['a word of the name', { text: 'web' }, 2],
    ['words from several places, in any order and case', { text: 'PRD-1 limits web' }, 1],
    ['a resource as it is written', { text: 'pod/shop/api' }, 1],
    ['a cluster', { cluster: 'prd-1' }, 2],
    ['a cluster and a severity', { cluster: 'prd-1', severity: 'low' }, 1],
    ['what is not there', { text: 'nothing' }, 0],
  ])('are found by %s', (_, filter, expected) => {
    expect(filterViolations(all, { text: '', cluster: '', severity: '', ...filter })).toHaveLength(expected);
  });
});

describe('texts', () => {
  it.each([
    [30_000, 'just now'],
    [minute, '1 minute ago'],
    [90 * minute, '1 hour ago'],
    [49 * hour, '2 days ago'],
    [-hour, 'just now'],
  ])('%d ms after an event it was %s', (passed, expected) => {
    expect(ago(0, passed)).toBe(expected);
  });

  it.each([
    [span(21 * day), '21 days'],
    [span(5), '1 minute'],
    [count(1, 'cluster'), '1 cluster'],
    [count(0, 'policy', 'policies'), '0 policies'],
    [count(1234, 'resource'), '1,234 resources'],
    [resourceName({ kind: 'Namespace', namespace: '', name: 'shop' }), 'Namespace/shop'],
    [resourceName({ kind: 'Pod', namespace: 'shop', name: 'web' }), 'Pod/shop/web'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});
