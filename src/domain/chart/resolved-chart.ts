import type { GoMap } from '../../languages/gotemplate/index.ts';
import type { Chart, Dependency } from './chart.ts';

export interface ResolvedDependency extends Omit<Dependency, 'importValues'> {
  readonly enabled: boolean;
  readonly importValues: readonly { readonly child: string; readonly parent: string }[];
}

/** A chart with its aliases given, its disabled subcharts gone and its imported values taken. */
export interface ResolvedChart {
  readonly name: string;
  /** What its templates are called by: `main/charts/sub`. */
  readonly path: string;
  readonly chart: Chart;
  readonly values: GoMap;
  readonly dependencies: readonly ResolvedChart[];
  readonly declared: readonly ResolvedDependency[];
}
