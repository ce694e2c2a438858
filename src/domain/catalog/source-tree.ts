import type { LoadOptions } from '../chart/index.ts';

/** The files of a policy source at one moment, by path relative to its root. */
export interface SourceTree {
  readonly source: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Makes what opens the packed subcharts of one chart; without it they are refused. */
  readonly unpacker?: () => NonNullable<LoadOptions['unpack']>;
}

/** A chart inside a source: the files below its Chart.yaml. */
export interface ChartFolder {
  readonly name: string;
  /** Path of the chart in the source, without a slash at the end; empty when the source is the chart. */
  readonly root: string;
  readonly files: readonly { readonly path: string; readonly data: Uint8Array }[];
}

/** The charts of a source: every folder with a Chart.yaml that lies in no other chart. */
export function findCharts(tree: SourceTree): readonly ChartFolder[] {
  const roots = [...tree.files.keys()]
    .filter((path) => path === 'Chart.yaml' || path.endsWith('/Chart.yaml'))
    .map((path) => (path === 'Chart.yaml' ? '' : path.slice(0, -'/Chart.yaml'.length)))
    .sort((a, b) => a.length - b.length);
  const outer: string[] = [];
  for (const root of roots) {
    if (!outer.some((other) => other === '' || root.startsWith(`${other}/`))) outer.push(root);
  }
  return outer
    .sort()
    .map((root) => ({ name: root.split('/').at(-1)! || tree.source, root, files: filesBelow(tree, root) }));
}

function filesBelow(tree: SourceTree, root: string): ChartFolder['files'] {
  const prefix = root === '' ? '' : `${root}/`;
  return [...tree.files]
    .filter(([path]) => path.startsWith(prefix))
    .map(([path, data]) => ({ path: path.slice(prefix.length), data }));
}

/** The values files of an environment, weakest first: what all environments share, then its own. */
export function valuesFiles(tree: SourceTree, environment: string | undefined): readonly string[] {
  const wanted = environment === undefined ? ['cd/values.yaml'] : ['cd/values.yaml', `cd/${environment}/values.yaml`];
  return wanted.filter((path) => tree.files.has(path));
}

/** The environments that a source has values for, by folder. */
export function environmentsOf(tree: SourceTree): readonly string[] {
  const found = new Set<string>();
  for (const path of tree.files.keys()) {
    const environment = /^cd\/([^/]+)\/values\.yaml$/.exec(path)?.[1];
    if (environment) found.add(environment);
  }
  return [...found].sort();
}
