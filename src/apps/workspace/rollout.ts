import type { StoredResult } from '../../adapters/store/index.ts';
import { type CatalogPolicy, modeOf } from '../../domain/catalog/index.ts';
import { type ModeHistory, type PolicyCounts, type RolloutRow, rolloutTable } from '../../domain/rollout/index.ts';
import { type SnapshotCache, sourceHistory } from './history.ts';
import type { PolicyReading } from './policy-reading.ts';
import type { Workspace } from './workspace.ts';

export interface RolloutData {
  readonly rows: readonly RolloutRow[];
  /** Policies by environment. */
  readonly catalogs: ReadonlyMap<string, readonly CatalogPolicy[]>;
  readonly histories: ReadonlyMap<string, ReadonlyMap<string, ModeHistory>>;
}

/** What is known of a scan: its results, and which clusters have been scanned at all. */
export interface ScannedResults {
  readonly results: readonly Pick<
    StoredResult,
    'cluster' | 'policy' | 'status' | 'exceptions' | 'apiVersion' | 'kind' | 'namespace' | 'name'
  >[];
  readonly scanned: ReadonlySet<string>;
}

/** Puts catalogs, Git history and results together into the rollout table. */
export async function rolloutOf(
  reading: PolicyReading,
  cache: SnapshotCache,
  scans: ScannedResults,
  now: number,
): Promise<RolloutData> {
  const { workspace } = reading;
  const { platform } = workspace;
  const catalogs = new Map<string, readonly CatalogPolicy[]>();
  for (const environment of platform.environments)
    catalogs.set(environment, (await reading.catalog(environment)).policies);
  const histories = new Map<string, ReadonlyMap<string, ModeHistory>>();
  for (const source of platform.sources) histories.set(source.name, await sourceHistory(workspace, source, cache));
  const find = (policy: string, environment: string) =>
    catalogs.get(environment)?.find((entry) => entry.policy.name === policy);
  const rows = rolloutTable({
    environments: platform.environments,
    policies: distinctPolicies([...catalogs.values()].flat()),
    modeOf: (policy, environment) => {
      const entry = find(policy, environment);
      return entry && modeOf(entry.policy);
    },
    historyOf: (source, policy, environment) => histories.get(source)?.get(`${environment}/${policy}`),
    countsOf: (policy, environment) => countPolicy(policy, clustersOf(workspace, environment), scans),
    settings: platform.rollout,
    now,
  });
  return { rows, catalogs, histories };
}

function clustersOf(workspace: Workspace, environment: string): ReadonlySet<string> {
  return new Set(
    workspace.platform.clusters.filter((cluster) => cluster.environment === environment).map(({ name }) => name),
  );
}

function distinctPolicies(entries: readonly CatalogPolicy[]): { name: string; kind: string; source: string }[] {
  const found = new Map<string, { name: string; kind: string; source: string }>();
  for (const { policy, source } of entries) {
    const key = `${source}/${policy.name}`;
    if (!found.has(key)) found.set(key, { name: policy.name, kind: policy.kind, source });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Counts resources, not rules: one with a failing rule fails, one that an exception covers is excepted. */
export function countPolicy(
  policy: string,
  clusters: ReadonlySet<string>,
  scans: ScannedResults,
): PolicyCounts | undefined {
  if (![...clusters].some((cluster) => scans.scanned.has(cluster))) return undefined;
  return countResources(scans.results.filter((result) => result.policy === policy && clusters.has(result.cluster)));
}

const order = ['compliant', 'excepted', 'errors', 'failing'] as const;

/** Each pair of policy and resource counts once, as the worst that its rules say; a skip without exception counts as nothing. */
export function countResources(results: ScannedResults['results']): PolicyCounts {
  const worst = new Map<string, number>();
  for (const result of results) {
    const rank = rankOf(result.status, result.exceptions.length > 0);
    if (rank === undefined) continue;
    const key = JSON.stringify([
      result.cluster,
      result.policy,
      result.apiVersion,
      result.kind,
      result.namespace,
      result.name,
    ]);
    worst.set(key, Math.max(worst.get(key) ?? 0, rank));
  }
  const counts = { compliant: 0, excepted: 0, errors: 0, failing: 0 };
  for (const rank of worst.values()) counts[order[rank]!]++;
  return counts;
}

function rankOf(status: string, excepted: boolean): number | undefined {
  if (status === 'fail' || status === 'warn') return order.indexOf('failing');
  if (status === 'error') return order.indexOf('errors');
  if (excepted) return order.indexOf('excepted');
  return status === 'pass' ? order.indexOf('compliant') : undefined;
}
