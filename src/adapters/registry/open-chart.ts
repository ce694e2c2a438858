import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { ChartError, type LoadedChart, loadChart } from '../../domain/chart/index.ts';
import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { unreadable } from '../files/index.ts';
import type { FetchOptions } from './chart-fetcher.ts';
import { readChartFolder } from './read-chart-folder.ts';
import { RecentCharts } from './recent-charts.ts';
import { chartUnpacker } from './unpack-chart.ts';

export interface ChartSourceOptions extends FetchOptions {
  /** Whether the chart must be signed. */
  readonly verify?: boolean;
  /** A file with the keys that are trusted. */
  readonly keyring?: string;
}

let recentCharts = new RecentCharts(0);

/** From now on this process keeps the charts that it opened last: for those that open the same ones again and again. */
export function keepRecentCharts(count: number): void {
  recentCharts = new RecentCharts(count);
}

/**
 * Opens a chart as Helm's commands name one: a folder, a packed chart, `https://….tgz`, `oci://…`, `repository/name`, or a
 * name with the address of a repository. Packed charts are opened in memory.
 */
export async function openChart(reference: string, options: ChartSourceOptions = {}): Promise<LoadedChart> {
  try {
    const local = options.repo === undefined && existsSync(reference);
    // Loaded when somebody wants to know: the library of OpenPGP takes a while.
    const verification = options.verify ? await import('./provenance/verify-chart.ts') : undefined;
    if (local && verification) {
      return loadPacked(await verification.readVerifiedChart(reference, options.keyring), reference);
    }
    if (local && statSync(reference).isDirectory()) {
      const files = await readChartFolder(reference);
      return recentCharts.load(reference, files, { root: reference, unpack: chartUnpacker() });
    }
    if (local) return loadPacked(readFileSync(reference), reference);
    const name = reference.trim();
    if (options.repo === undefined) checkReference(name);
    // Loaded when a chart comes from a server: most lie in a folder.
    const { ChartFetcher } = await import('./chart-fetcher.ts');
    const fetched = await new ChartFetcher(options).fetch(name);
    await verification?.verifyFetchedChart(fetched, options.keyring);
    return loadPacked(fetched.archive, reference);
  } catch (error) {
    return { chart: undefined, diagnostics: [diagnosticOf(error, reference)] };
  }
}

/** Refuses what can only be a path, or is no name that a server could know. */
function checkReference(reference: string): void {
  const problem =
    isAbsolute(reference) || reference.startsWith('.')
      ? `path ${JSON.stringify(reference)} not found`
      : !reference.includes('/') && `non-absolute URLs should be in form of repo_name/path_to_chart, got: ${reference}`;
  if (problem) throw new ChartError('CHART_REFERENCE', problem);
}

function diagnosticOf(error: unknown, reference: string): Diagnostic {
  if (error instanceof ChartError) return error.diagnostic;
  if ((error as NodeJS.ErrnoException).code) return unreadable(reference, error);
  return { code: 'CHART_FETCH', severity: 'error', message: (error as Error).message };
}

function loadPacked(archive: Uint8Array, name: string): LoadedChart {
  if (archive[0] !== 0x1f && /\.ya?ml$/.test(name)) {
    throw new ChartError('CHART_ARCHIVE', `file '${name}' seems to be a YAML file, but expected a gzipped archive`);
  }
  const unpack = chartUnpacker();
  return loadChart(unpack(archive), { root: name, ignores: false, unpack });
}
