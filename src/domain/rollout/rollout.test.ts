import { describe, expect, it } from 'vitest';
import { type Cell, heldBackBy, modeHistories, nextStep, type PolicyState, type Snapshot } from './index.ts';

const day = 24 * 60 * 60 * 1000;
const now = 1000 * day;
const daysAgo = (days: number) => now - days * day;

const snapshot = (days: number, states: Record<string, PolicyState>): Snapshot => ({
  commit: `c${days}`,
  date: daysAgo(days),
  author: 'Mira',
  message: `commit ${days} days ago`,
  states: new Map(Object.entries(states)),
});

describe('modeHistories', () => {
  it('knows when each mode began, and when the rule last changed', () => {
    const history = modeHistories([
      snapshot(40, { 'dev/p': { mode: 'Audit', textHash: 'a' } }),
      snapshot(30, { 'dev/p': { mode: 'Audit', textHash: 'b' } }),
      snapshot(20, { 'dev/p': { mode: 'Enforce', textHash: 'b' } }),
      snapshot(10, { 'dev/p': { mode: 'Enforce', textHash: 'b' } }),
    ]).get('dev/p')!;
    expect(history.changes.map(({ mode, commit }) => [mode, commit])).toEqual([
      ['Audit', 'c40'],
      ['Enforce', 'c20'],
    ]);
    expect(history.since).toBe(daysAgo(20));
    expect(history.textSince).toBe(daysAgo(30));
  });

  it('begins anew after a demotion', () => {
    const history = modeHistories([
      snapshot(30, { 'dev/p': { mode: 'Enforce', textHash: 'a' } }),
      snapshot(3, { 'dev/p': { mode: 'Audit', textHash: 'a' } }),
    ]).get('dev/p')!;
    expect(history.since).toBe(daysAgo(3));
  });

  it('notes that a policy went away', () => {
    const history = modeHistories([snapshot(30, { 'dev/p': { mode: 'Audit', textHash: 'a' } }), snapshot(3, {})]).get(
      'dev/p',
    )!;
    expect(history.changes.at(-1)).toMatchObject({ mode: undefined, commit: 'c3' });
  });
});

const settings = { soakDays: 7, maxViolations: 0 };
const clean = { compliant: 10, excepted: 1, failing: 0, errors: 0 };
const cell = (
  environment: string,
  mode: Cell['mode'],
  days: number,
  counts: Cell['counts'] = clean,
  textDays = 100,
): Cell => ({
  environment,
  mode,
  counts,
  history: { changes: [], since: daysAgo(days), textSince: daysAgo(textDays) },
});

describe('nextStep', () => {
  it.each<[string, Cell[], string, string]>([
    ['is nothing when Enforce is everywhere', [cell('dev', 'Enforce', 20), cell('prd', 'Enforce', 9)], 'done', ''],
    [
      'is Enforce in the first environment that is not there yet',
      [cell('dev', 'Enforce', 20), cell('prd', 'Audit', 9)],
      'Enforce in prd',
      '',
    ],
    ['waits for the soak', [cell('dev', 'Audit', 3)], 'Enforce in dev', '3 of 7 days in Audit in dev'],
    [
      'counts the soak from the last change of the rule',
      [cell('dev', 'Audit', 30, clean, 2)],
      'Enforce in dev',
      '2 of 7 days since the rule last changed',
    ],
    [
      'waits for violations to be fixed',
      [cell('dev', 'Audit', 30, { ...clean, failing: 2 })],
      'Enforce in dev',
      '2 violations, 0 allowed',
    ],
    [
      'is red when nothing was evaluated',
      [cell('dev', 'Audit', 30, { compliant: 0, excepted: 0, failing: 0, errors: 0 })],
      'Enforce in dev',
      '0 resources evaluated',
    ],
    [
      'is red when no cluster was scanned',
      [{ ...cell('dev', 'Audit', 30), counts: undefined }],
      'Enforce in dev',
      'no cluster of dev has been scanned',
    ],
    [
      'is red when something could not be evaluated',
      [cell('dev', 'Audit', 30, { ...clean, errors: 3 })],
      'Enforce in dev',
      '3 resources could not be evaluated',
    ],
    [
      'is red without history',
      [{ environment: 'dev', mode: 'Audit', counts: clean }],
      'Enforce in dev',
      'no history in Git for dev',
    ],
    [
      'is Audit where the policy is not yet',
      [cell('dev', 'Enforce', 20), cell('prd', undefined, 0)],
      'Audit in prd',
      '',
    ],
    [
      'is Audit only after the environment before has soaked',
      [cell('dev', 'Enforce', 2), cell('prd', undefined, 0)],
      'Audit in prd',
      '2 of 7 days in Enforce in dev',
    ],
    [
      'is Enforce only after the environment before was in Enforce for the soak',
      [cell('dev', 'Enforce', 6), cell('prd', 'Audit', 30)],
      'Enforce in prd',
      '6 of 7 days in Enforce in dev',
    ],
    [
      'goes in order',
      [cell('dev', 'Audit', 3), cell('prd', 'Audit', 30)],
      'Enforce in dev',
      '3 of 7 days in Audit in dev',
    ],
  ])('%s', (_, cells, step, held) => {
    const next = nextStep(cells, settings, now);
    expect(next ? `${next.to} in ${next.environment}` : 'done').toBe(step);
    expect(next ? heldBackBy(next) : '').toBe(held);
    if (next) expect(next.ready).toBe(held === '');
  });
});
