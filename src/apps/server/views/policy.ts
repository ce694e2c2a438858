import type { CatalogPolicy } from '../../../domain/catalog/index.ts';
import { heldBackBy, type RolloutRow } from '../../../domain/rollout/index.ts';
import type { ModeChangeView, NextStepView, PolicySummaryView, PolicyView } from '../api-types.ts';
import type { PlatformState, PlatformView } from '../platform-state.ts';
import { environmentsOf, violationsOf } from './now.ts';

const maxTransitions = 50;

export function policySummaries(view: PlatformView): PolicySummaryView[] {
  return view.rollout.rows.map((row) => summaryOf(row, view));
}

/** Everything about one policy, or `undefined` when no source has it. */
export function policyView(name: string, state: PlatformState, view: PlatformView): PolicyView | undefined {
  const row = view.rollout.rows.find(({ policy }) => policy === name);
  if (!row) return undefined;
  const entries = entriesOf(row, view);
  const entry = entries[0]?.entry;
  const results = state.store.results({ policy: name });
  return {
    ...summaryOf(row, view),
    sample: state.workspace.platform.sample,
    asOf: view.asOf,
    description: (entry?.policy.annotations['policies.kyverno.io/description'] ?? '').trim(),
    chart: entry ? `${entry.chart} ${entry.chartVersion}` : '',
    template: entry ? `${entry.template.file}:${entry.template.line}` : '',
    modeLines: entries.flatMap(({ environment, entry: { modeLine } }) =>
      modeLine ? [{ environment, location: `${modeLine.file}:${modeLine.line}` }] : [],
    ),
    history: historyOf(row, view),
    violations: violationsOf(results, environmentsOf(state)),
    transitions: state.store.transitions({ policy: name, limit: maxTransitions }).map((transition) => ({
      at: transition.at,
      cluster: transition.cluster,
      rule: transition.rule,
      resource: [transition.kind, transition.namespace, transition.name].filter(Boolean).join('/'),
      from: transition.from,
      to: transition.to,
    })),
  };
}

function summaryOf(row: RolloutRow, view: PlatformView): PolicySummaryView {
  const annotations = entriesOf(row, view)[0]?.entry.policy.annotations ?? {};
  return {
    name: row.policy,
    kind: row.kind,
    source: row.source,
    title: annotations['policies.kyverno.io/title'] ?? row.policy,
    category: annotations['policies.kyverno.io/category'] ?? '',
    severity: annotations['policies.kyverno.io/severity'] ?? 'medium',
    cells: row.cells.map(({ environment, mode, history, counts }) => ({
      environment,
      mode: mode ?? null,
      since: mode && history ? history.since : null,
      counts: counts ?? null,
    })),
    next: nextOf(row),
  };
}

function nextOf({ next }: RolloutRow): NextStepView | null {
  return next ? { ...next, heldBackBy: heldBackBy(next) } : null;
}

function entriesOf(row: RolloutRow, view: PlatformView): { environment: string; entry: CatalogPolicy }[] {
  return row.cells.flatMap(({ environment }) => {
    const entry = view.rollout.catalogs.get(environment)?.find((candidate) => candidate.policy.name === row.policy);
    return entry ? [{ environment, entry }] : [];
  });
}

/** Changes of mode in all environments, the newest first. */
function historyOf(row: RolloutRow, view: PlatformView): ModeChangeView[] {
  const histories = view.rollout.histories.get(row.source);
  return row.cells
    .flatMap(({ environment }) =>
      (histories?.get(`${environment}/${row.policy}`)?.changes ?? []).map((change) => ({
        environment,
        ...change,
        mode: change.mode ?? null,
      })),
    )
    .sort((a, b) => b.date - a.date);
}
