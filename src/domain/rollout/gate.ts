import type { PolicyMode, RolloutSettings } from '../catalog/index.ts';
import type { ModeHistory } from './history.ts';

/** What the clusters of one environment say about a policy now. */
export interface PolicyCounts {
  readonly compliant: number;
  readonly excepted: number;
  readonly failing: number;
  readonly errors: number;
}

export interface Cell {
  readonly environment: string;
  /** Undefined when the policy is not rolled out to the environment. */
  readonly mode: PolicyMode | undefined;
  readonly history?: ModeHistory;
  /** Undefined when no cluster of the environment has been scanned: missing is not zero. */
  readonly counts: PolicyCounts | undefined;
}

export type GateStatus = 'green' | 'red';

/** One thing that a step needs, with the number it was judged by. */
export interface GateItem {
  readonly name: 'order' | 'soak' | 'evaluated' | 'violations' | 'data';
  readonly status: GateStatus;
  readonly text: string;
}

export interface NextStep {
  readonly environment: string;
  readonly to: 'Audit' | 'Enforce';
  readonly ready: boolean;
  readonly items: readonly GateItem[];
}

const day = 24 * 60 * 60 * 1000;

/**
 * The next step of a policy: the first environment, in promotion order, where it is not in Enforce. It goes to Audit
 * first, then to Enforce. Undefined when it is in Enforce everywhere.
 */
export function nextStep(cells: readonly Cell[], settings: RolloutSettings, now: number): NextStep | undefined {
  const index = cells.findIndex((cell) => cell.mode !== 'Enforce');
  const cell = cells[index];
  if (!cell) return undefined;
  const before = cells[index - 1];
  const items = cell.mode === undefined ? auditGate(before, settings, now) : enforceGate(cell, before, settings, now);
  return {
    environment: cell.environment,
    to: cell.mode === undefined ? 'Audit' : 'Enforce',
    ready: items.every((item) => item.status === 'green'),
    items,
  };
}

/** To begin in Audit, a policy must have run in the environment before. */
function auditGate(before: Cell | undefined, settings: RolloutSettings, now: number): GateItem[] {
  if (!before) return [];
  return [soakItem(before, settings, now)];
}

function enforceGate(cell: Cell, before: Cell | undefined, settings: RolloutSettings, now: number): GateItem[] {
  return [orderItem(before, settings, now), soakItem(cell, settings, now), ...countItems(cell, settings)];
}

/** Ring by ring: the environment before must have been in Enforce for the soak, too. */
function orderItem(before: Cell | undefined, settings: RolloutSettings, now: number): GateItem {
  if (!before) return item('order', true, 'first environment');
  if (before.mode !== 'Enforce') return item('order', false, `${before.environment} is in ${before.mode ?? 'no mode'}`);
  if (!before.history) return item('order', false, `no history in Git for ${before.environment}`);
  const days = Math.floor((now - before.history.since) / day);
  return item(
    'order',
    days >= settings.soakDays,
    `${days} of ${settings.soakDays} days in Enforce in ${before.environment}`,
  );
}

function soakItem(cell: Cell, settings: RolloutSettings, now: number): GateItem {
  if (!cell.history) return item('soak', false, `no history in Git for ${cell.environment}`);
  const from = Math.max(cell.history.since, cell.history.textSince);
  const days = Math.floor((now - from) / day);
  const what =
    cell.history.textSince > cell.history.since
      ? 'since the rule last changed'
      : `in ${cell.mode} in ${cell.environment}`;
  return item('soak', days >= settings.soakDays, `${days} of ${settings.soakDays} days ${what}`);
}

/** "No violations" with nothing evaluated, or with data missing, is red. */
function countItems({ counts, environment }: Cell, settings: RolloutSettings): GateItem[] {
  if (!counts) return [item('data', false, `no cluster of ${environment} has been scanned`)];
  const evaluated = counts.compliant + counts.excepted + counts.failing;
  return [
    item('evaluated', evaluated > 0, `${evaluated} resources evaluated`),
    item(
      'violations',
      counts.failing <= settings.maxViolations,
      `${counts.failing} violations, ${settings.maxViolations} allowed`,
    ),
    ...(counts.errors > 0 ? [item('data', false, `${counts.errors} resources could not be evaluated`)] : []),
  ];
}

function item(name: GateItem['name'], green: boolean, text: string): GateItem {
  return { name, status: green ? 'green' : 'red', text };
}

/** What holds a step back, in one line; empty when nothing does. */
export function heldBackBy(step: NextStep): string {
  return step.items
    .filter((found) => found.status === 'red')
    .map((found) => found.text)
    .join('; ');
}
