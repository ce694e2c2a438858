import type { StoredResult } from '../../adapters/store/index.ts';
import type { PlatformState } from './platform-state.ts';

/**
 * Prometheus text with the names and labels of Policy Reporter (mode `detailed`: one series for each result), so that
 * its dashboards work, and Bylaw's own under `bylaw_`.
 */
export function metricsText(state: PlatformState): string {
  const results = state.store.results();
  const namespaced = results.filter(({ namespace }) => namespace !== '');
  const clusterScoped = results.filter(({ namespace }) => namespace === '');
  const scans = [...state.store.lastScans().values()];
  return [
    family(
      'policy_report_result',
      'Results of policies on namespaced resources',
      namespaced.map((result) => [{ namespace: result.namespace, ...labelsOf(result) }, 1]),
    ),
    family(
      'cluster_policy_report_result',
      'Results of policies on cluster-scoped resources',
      clusterScoped.map((result) => [labelsOf(result), 1]),
    ),
    family(
      'bylaw_scan_timestamp_seconds',
      'When each cluster was last scanned',
      scans.map(({ cluster, finishedAt }) => [{ cluster }, finishedAt / 1000]),
    ),
    family(
      'bylaw_scan_resources',
      'Resources in the last scan of each cluster',
      scans.map(({ cluster, resources }) => [{ cluster }, resources]),
    ),
    family(
      'bylaw_scan_problems',
      'Files and policies that the last scan could not read or compile',
      scans.map(({ cluster, problems }) => [{ cluster }, problems]),
    ),
  ].join('');
}

type Sample = readonly [Readonly<Record<string, string>>, number];

function labelsOf(result: StoredResult): Record<string, string> {
  const { rule, policy, kind, name, status, severity, category, cluster } = result;
  return { rule, policy, report: `bylaw-${cluster}`, kind, name, status, severity, category, source: 'bylaw', cluster };
}

function family(name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([labels, value]) => {
    const text = Object.entries(labels).map(([key, label]) => `${key}="${escapeLabel(label)}"`);
    return `${name}{${text.join(',')}} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
