import { dirname, isAbsolute, join } from 'node:path';
import { type ChartSourceOptions, openChart } from '../../../../adapters/registry/index.ts';
import { type Chart, type Dependency, missingDependencies } from '../../../../domain/chart/index.ts';
import { chartSource, type SourceFlags } from '../../chart-flags.ts';
import { CommandFailure } from '../../failure.ts';

/**
 * The chart with the dependencies that charts/ lacks, fetched from where Chart.yaml says. They stay in memory: Helm writes
 * them into the chart, and a command that prints should change nothing.
 */
export async function addDependencies(chart: Chart, reference: string, flags: SourceFlags): Promise<Chart> {
  const fetched: Chart[] = [];
  for (const dependency of missingDependencies(chart)) {
    // `--verify` is about the chart that is named, as in Helm.
    const { repo: _repo, version: _version, verify: _verify, ...connection } = chartSource(flags);
    const { name, options } = placeOf(dependency, reference);
    const { chart: found, diagnostics } = await openChart(name, { ...connection, ...options });
    if (!found) {
      const first = { ...diagnostics[0]!, message: `dependency \`${dependency.name}\`: ${diagnostics[0]!.message}` };
      throw new CommandFailure([first, ...diagnostics.slice(1)], 1);
    }
    fetched.push(found);
  }
  return { ...chart, dependencies: [...chart.dependencies, ...fetched] };
}

function placeOf(
  { name, repository, version }: Dependency,
  chart: string,
): { name: string; options: ChartSourceOptions } {
  const known = /^(?:@|alias:)(.+)$/.exec(repository)?.[1];
  if (known !== undefined) return { name: `${known}/${name}`, options: { version } };
  if (repository.startsWith('oci://'))
    return { name: `${repository.replace(/\/$/, '')}/${name}`, options: { version } };
  if (!repository.startsWith('file://')) return { name, options: { repo: repository, version } };
  const path = repository.slice('file://'.length);
  return { name: isAbsolute(path) ? path : join(chart.endsWith('.tgz') ? dirname(chart) : chart, path), options: {} };
}
