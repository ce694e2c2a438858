import { describe, expect, it } from 'vitest';
import type { JsonObject, Resource } from '../../../foundations/kube/index.ts';
import { parseManifests } from '../../../languages/manifest/index.ts';
import { loadPolicies } from '../../policy/index.ts';
import { compileCleanup, timeToLive } from './index.ts';
import { parseSchedule } from './schedule.ts';

const at = (text: string) => Date.parse(text);

describe('a schedule', () => {
  it.each([
    ['every day at three', '0 3 * * *', '2026-11-24T03:00:00Z', '2026-11-25T03:00:00Z'],
    ['every quarter of an hour', '*/15 * * * *', '2026-11-24T12:01:00Z', '2026-11-24T12:15:00Z'],
    ['on a weekday by name', '30 8 * * MON', '2026-11-24T00:00:00Z', '2026-11-30T08:30:00Z'],
    ['day of month or weekday, where both are given', '0 0 1 * 5', '2026-11-24T00:00:00Z', '2026-11-27T00:00:00Z'],
    ['by a name', '@hourly', '2026-11-24T12:01:00Z', '2026-11-24T13:00:00Z'],
  ])('%s', (_, text, after, next) => {
    expect(parseSchedule(text).next(at(after))).toBe(at(next));
  });

  it('that never comes has no next run', () => {
    expect(parseSchedule('0 0 30 2 *').next(at('2026-01-01T00:00:00Z'))).toBeUndefined();
  });

  it.each([
    ['* * *', 'a schedule has five fields (minute hour day month weekday), and `* * *` has 3'],
    ['61 * * * *', /^`61 \* \* \* \*` is no schedule: /],
    ['@never', /^`@never` is no schedule: /],
  ])('that is wrong says so: %s', (text, message) => {
    expect(() => parseSchedule(text)).toThrow(message);
  });
});

const object = (ttl: string | undefined, created: string | undefined = '2026-01-01T00:00:00Z'): Resource => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'p',
    labels: ttl === undefined ? {} : { 'cleanup.kyverno.io/ttl': ttl },
    ...(created ? { creationTimestamp: created } : {}),
  },
});

describe('the label of an end', () => {
  it.each([
    ['1h30m', '2026-01-01T01:30:00Z'],
    ['2d', '2026-01-03T00:00:00Z'],
    ['1w', '2026-01-08T00:00:00Z'],
    ['1day12hours', '2026-01-02T12:00:00Z'],
    ['90m', '2026-01-01T01:30:00Z'],
    ['2026-03-04', '2026-03-04T00:00:00Z'],
    ['2026-03-04T235959Z', '2026-03-04T23:59:59Z'],
  ])('%s', (text, end) => {
    expect(timeToLive(object(text))).toEqual({ deletedAt: at(end) });
  });

  it.each([
    ['soon', '2026-01-01T00:00:00Z', '`soon` is neither a duration nor a date'],
    ['2026-13-45', '2026-01-01T00:00:00Z', '`2026-13-45` is neither a duration nor a date'],
    ['1h', '', 'the object has no creationTimestamp to count from'],
  ])('that is wrong says so: %s', (text, created, problem) => {
    expect(timeToLive(object(text, created))).toEqual({ problem });
  });

  it('is nothing without the label', () => {
    expect(timeToLive(object(undefined))).toBeUndefined();
  });
});

describe('a cleanup policy', () => {
  const compile = (spec: JsonObject, kind = 'ClusterCleanupPolicy') => {
    const document = {
      apiVersion: 'kyverno.io/v2',
      kind,
      metadata: { name: 'c', ...(kind === 'CleanupPolicy' ? { namespace: 'shop' } : {}) },
      spec: { schedule: '0 * * * *', match: { any: [{ resources: { kinds: ['Pod'] } }] }, ...spec },
    };
    const { cleanups, diagnostics } = loadPolicies(parseManifests(JSON.stringify(document), 'c.yaml').documents);
    expect(diagnostics).toEqual([]);
    return compileCleanup(cleanups[0]!);
  };
  const pod = (metadata: JsonObject = {}): Resource => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop', ...metadata },
  });
  const condition = (key: string, operator: string, value: string) => ({
    conditions: { all: [{ key, operator, value }] },
  });

  it.each<[string, JsonObject, Resource, string]>([
    ['deletes what it matches', {}, pod(), 'deletes'],
    ['keeps other kinds', {}, { ...pod(), kind: 'Service' }, 'keeps: kind is none of Pod'],
    [
      'keeps what it excludes',
      { exclude: { any: [{ resources: { names: ['web'] } }] } },
      pod(),
      'keeps: an exclude filter matches',
    ],
    ['sees the object as target', condition('{{ target.metadata.name }}', 'Equals', 'web'), pod(), 'deletes'],
    [
      'keeps what its conditions do not hold for',
      condition('{{ target.metadata.name }}', 'Equals', 'db'),
      pod(),
      'keeps: its conditions do not hold',
    ],
    ['keeps what it cannot judge', condition('{{ target.spec.none }}', 'Equals', 'x'), pod(), 'error'],
    [
      'measures age against the instant of the run',
      condition("{{ time_since('', '{{ target.metadata.creationTimestamp }}', '') }}", 'GreaterThan', '24h'),
      pod({ creationTimestamp: '2026-11-22T00:00:00Z' }),
      'deletes',
    ],
  ])('%s', (_, spec, resource, expected) => {
    const outcome = compile(spec).judge(resource, at('2026-11-24T12:00:00Z'), new Map());
    const said = outcome.kind === 'keeps' ? `keeps: ${outcome.reason}` : outcome.kind;
    expect(said).toBe(expected);
  });

  it('of a namespace touches that namespace only', () => {
    const { judge } = compile({}, 'CleanupPolicy');
    expect(judge(pod(), 0, new Map()).kind).toBe('deletes');
    expect(judge(pod({ namespace: 'other' }), 0, new Map()).kind).toBe('keeps');
  });
});
