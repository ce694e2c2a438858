import type { ResultInput } from '../../../../adapters/store/index.ts';
import { formatColumns } from '../../../../domain/report/index.ts';
import { type Cell, heldBackBy, type RolloutRow } from '../../../../domain/rollout/index.ts';
import { noCache, PolicyReading, rolloutOf, scanCluster } from '../../../workspace/index.ts';
import type { Console } from '../../console.ts';
import { failure } from '../../failure.ts';
import { formatData } from '../../machine-formats.ts';
import { requireWorkspace } from '../../platform-flags.ts';

export interface RolloutFlags {
  readonly config: string;
  readonly output: string;
}

const day = 24 * 60 * 60 * 1000;

/** Scans the clusters, reads the history, and prints the table. Returns the exit code. */
export async function runRollout(wanted: readonly string[], flags: RolloutFlags, console: Console): Promise<number> {
  const workspace = await requireWorkspace(flags.config, console);
  const now = Date.now();
  const reading = new PolicyReading(workspace);
  const results: ResultInput[] = [];
  const scanned = new Set<string>();
  let broken = false;
  for (const { name, environment } of workspace.platform.clusters) {
    const scan = await scanCluster(reading, name, environment, now);
    const errors = scan.diagnostics.filter(({ severity }) => severity === 'error');
    console.report(errors);
    broken ||= errors.length > 0;
    results.push(...scan.results);
    scanned.add(name);
  }
  const { rows } = await rolloutOf(reading, noCache, { results, scanned }, now);
  const shown = wanted.length === 0 ? rows : rows.filter(({ policy }) => wanted.includes(policy));
  const missing = wanted.find((name) => !rows.some(({ policy }) => policy === name));
  if (missing) throw failure('COMMAND_NO_POLICY', `no source has a policy \`${missing}\``, 'bylaw rollout lists them');
  console.print(
    flags.output === 'text'
      ? formatTable(shown, workspace.platform.environments, workspace.platform.sample, now)
      : formatData(shown.map(asJson), flags.output),
  );
  return broken ? 2 : 0;
}

function formatTable(
  rows: readonly RolloutRow[],
  environments: readonly string[],
  sample: boolean,
  now: number,
): string {
  if (rows.length === 0) return 'no source has a policy\n';
  const header = ['POLICY', ...environments.map((name) => name.toUpperCase()), 'NEXT STEP', 'HELD BACK BY'];
  const cells = rows.map((row) => [
    row.policy,
    ...row.cells.map((cell) => showCell(cell, now)),
    nextText(row),
    row.next ? heldBackBy(row.next) || 'nothing: ready' : '',
  ]);
  return `${sample ? 'Sample data.\n' : ''}${formatColumns(header, cells)}`;
}

/** `Enforce 14d, 2 failing` */
function showCell({ mode, history, counts }: Cell, now: number): string {
  if (!mode) return '-';
  const since = history ? ` ${Math.floor((now - history.since) / day)}d` : '';
  const failing = counts ? `, ${counts.failing} failing` : ', not scanned';
  return `${mode}${since}${failing}`;
}

function nextText({ next }: RolloutRow): string {
  return next ? `${next.to} in ${next.environment}` : 'done';
}

function asJson({ policy, kind, source, cells, next }: RolloutRow): object {
  return {
    policy,
    kind,
    source,
    environments: cells.map(({ environment, mode, history, counts }) => ({
      environment,
      mode: mode ?? null,
      since: history && mode ? new Date(history.since).toISOString() : null,
      counts: counts ?? null,
    })),
    next: next ? { ...next, heldBackBy: heldBackBy(next) } : null,
  };
}
