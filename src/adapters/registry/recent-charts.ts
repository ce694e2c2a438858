import { type ChartFile, type LoadedChart, type LoadOptions, loadChart } from '../../domain/chart/index.ts';

interface Entry {
  readonly files: readonly ChartFile[];
  readonly loaded: LoadedChart;
}

/**
 * The charts that were loaded last, by their root. One whose files are byte for byte what they were is not parsed again:
 * that is most of the time of a rendering in a process that renders one chart often.
 */
export class RecentCharts {
  readonly #entries = new Map<string, Entry>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  load(root: string, files: readonly ChartFile[], options: LoadOptions): LoadedChart {
    const known = this.#entries.get(root);
    this.#entries.delete(root);
    const entry = known && haveSameFiles(known.files, files) ? known : { files, loaded: loadChart(files, options) };
    this.#entries.set(root, entry);
    if (this.#entries.size > this.#limit) this.#entries.delete(this.#entries.keys().next().value!);
    return entry.loaded;
  }
}

function haveSameFiles(a: readonly ChartFile[], b: readonly ChartFile[]): boolean {
  return a.length === b.length && a.every(({ path, data }, i) => path === b[i]!.path && areSame(data, b[i]!.data));
}

function areSame(a: string | Uint8Array, b: string | Uint8Array): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return Buffer.compare(a, b) === 0;
}
