import type { GoMap } from '../../languages/gotemplate/index.ts';
import type { Chart, Dependency, ImportValue } from './chart.ts';
import type { ResolvedChart } from './resolved-chart.ts';

/** An entry of `dependencies` while it is worked on. */
export interface Declared extends Omit<Dependency, 'name' | 'importValues'> {
  name: string;
  enabled: boolean;
  imports: readonly ImportValue[];
  importValues: readonly { readonly child: string; readonly parent: string }[];
}

/** What Chart.yaml says that changes: copies of a chart may share it. */
interface Card {
  name: string;
  dependencies: Declared[] | undefined;
}

/**
 * A chart whose dependencies are being resolved.
 *
 * TRAP: when a chart is there twice, Helm copies it and its subcharts, but the subcharts' cards and what lies below them
 * stay shared, and those below keep the parent that they had. What is done to them for one copy is seen in the other.
 */
export class ChartNode {
  readonly card: Card;
  readonly chart: Chart;
  values: GoMap;
  dependencies: readonly ChartNode[] = [];
  #parent: ChartNode | undefined;

  constructor(
    chart: Chart,
    card: Card = cardOf(chart),
    dependencies = chart.dependencies.map((one) => new ChartNode(one)),
  ) {
    this.chart = chart;
    this.card = card;
    this.values = chart.values;
    this.adopt(dependencies);
  }

  get name(): string {
    return this.card.name;
  }

  get path(): string {
    return this.#parent ? `${this.#parent.path}/charts/${this.name}` : this.name;
  }

  adopt(dependencies: readonly ChartNode[]): void {
    this.dependencies = dependencies;
    for (const subchart of dependencies) subchart.#parent = this;
  }

  /** A copy with subcharts of its own, and another name if one is given. */
  copy(alias: string): ChartNode {
    const { name, dependencies } = this.card;
    const card = { name: alias || name, dependencies: dependencies?.map((one) => ({ ...one })) };
    return new ChartNode(
      this.chart,
      card,
      this.dependencies.map((subchart) => subchart.#shallow()),
    );
  }

  #shallow(): ChartNode {
    const twin = new ChartNode(this.chart, this.card, []);
    twin.dependencies = this.dependencies;
    return twin;
  }

  resolved(): ResolvedChart {
    return {
      name: this.name,
      path: this.path,
      chart: this.chart,
      values: this.values,
      dependencies: this.dependencies.map((subchart) => subchart.resolved()),
      declared: this.card.dependencies ?? [],
    };
  }
}

function cardOf({ metadata }: Chart): Card {
  return {
    name: metadata.name,
    dependencies: metadata.dependencies?.map((one) => ({
      ...one,
      enabled: false,
      imports: one.importValues,
      importValues: [],
    })),
  };
}
