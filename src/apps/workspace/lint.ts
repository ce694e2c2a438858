import { readFile, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { readManifests, readTree, unreadable } from '../../adapters/files/index.ts';
import { Repository } from '../../adapters/git/index.ts';
import { chartUnpacker } from '../../adapters/registry/index.ts';
import { type Catalog, environmentsOf, findCharts, type SourceTree } from '../../domain/catalog/index.ts';
import { ChartError } from '../../domain/chart/index.ts';
import {
  type ChartLintOptions,
  findDuplicatePolicies,
  findHardStarts,
  findPermissiveProduction,
  lintDocuments,
  lintSource,
} from '../../domain/lint/index.ts';
import type { ModeHistory } from '../../domain/rollout/index.ts';
import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { noCache, sourceHistory } from './history.ts';
import { PolicyReading } from './policy-reading.ts';
import type { Workspace } from './workspace.ts';

/** Findings in a platform: its sources, its exceptions, and what only shows when they are put together. */
export async function lintPlatform(workspace: Workspace, now: number): Promise<readonly Diagnostic[]> {
  const reading = new PolicyReading(workspace);
  const { sources, environments, rollout } = workspace.platform;
  const findings: Diagnostic[] = [];
  const histories = new Map<string, ReadonlyMap<string, ModeHistory>>();
  const sourcesWithHistory = new Set<string>();
  for (const source of sources) {
    const folder = workspace.sourceFolder(source);
    try {
      findings.push(...lintSource(await reading.tree(source), environments, workspace.shownFile(source)));
    } catch (error) {
      findings.push(unreadable(workspace.show(folder), error));
      continue;
    }
    histories.set(source.name, await sourceHistory(workspace, source, noCache));
    if (await Repository.open(folder)) sourcesWithHistory.add(source.name);
  }
  for (const path of workspace.platform.exceptions)
    findings.push(...(await lintManifests(workspace.show(workspace.pathOf(path)))));
  const catalogs: Catalog[] = [];
  for (const environment of environments) catalogs.push(await reading.catalog(environment));
  const historyOf = (source: string, policy: string, environment: string) =>
    histories.get(source)?.get(`${environment}/${policy}`);
  const input = { catalogs, historyOf, sourcesWithHistory, soakDays: rollout.soakDays, now };
  return [
    ...findings,
    ...findDuplicatePolicies(catalogs),
    ...findPermissiveProduction(input),
    ...findHardStarts(input),
  ];
}

/** Findings in a chart, a source (a folder with charts and cd/), or plain policies. */
export async function lintPath(
  path: string,
  options: ChartLintOptions & { readonly withSubcharts?: boolean } = {},
): Promise<readonly Diagnostic[]> {
  const shown = (name: string): string => relative('.', join(path, name)) || '.';
  try {
    const packed = /\.(tgz|tar\.gz)$/.test(path);
    if (!packed && !(await stat(path)).isDirectory()) return lintManifests(path);
    const files = packed ? unpack(await readFile(path)) : await readTree(path);
    const tree: SourceTree = { source: basename(path), files, unpacker: chartUnpacker };
    if (findCharts(tree).length === 0) return packed ? [noChart(path)] : lintManifests(path);
    const order = ['dev', 'qac', 'qa', 'test', 'stg', 'staging', 'prd', 'prod', 'production'];
    const environments = [...environmentsOf(tree)].sort((a, b) => order.indexOf(a) - order.indexOf(b));
    const findings = lintSource(tree, environments, shown, options);
    if (!options.withSubcharts) return findings;
    const inner = subchartTrees(tree).flatMap(({ root, ...subtree }) =>
      lintSource(subtree, [], (name) => shown(`${root}/${name}`), options),
    );
    return [...findings, ...inner];
  } catch (error) {
    return [error instanceof ChartError ? error.diagnostic : unreadable(path, error)];
  }
}

function unpack(archive: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const text = new TextEncoder();
  const files = chartUnpacker()(archive);
  return new Map(files.map(({ path, data }) => [path, typeof data === 'string' ? text.encode(data) : data]));
}

function noChart(path: string): Diagnostic {
  return { code: 'CHART_MISSING', severity: 'error', message: `\`${path}\` holds no Chart.yaml` };
}

/** The charts inside the charts of a tree, as trees of their own. */
function subchartTrees(tree: SourceTree): (SourceTree & { readonly root: string })[] {
  return [...tree.files].flatMap(([path, data]) => {
    if (!/(^|\/)charts\//.test(path)) return [];
    if (path.endsWith('.tgz')) return [{ source: path, root: path, files: unpack(data), unpacker: chartUnpacker }];
    if (!path.endsWith('/Chart.yaml')) return [];
    const root = path.slice(0, -'/Chart.yaml'.length);
    const members = [...tree.files].filter(([name]) => name.startsWith(`${root}/`));
    const files = new Map(members.map(([name, content]) => [name.slice(root.length + 1), content]));
    return [{ source: root, root, files, unpacker: chartUnpacker }];
  });
}

async function lintManifests(path: string): Promise<readonly Diagnostic[]> {
  const { documents, diagnostics } = await readManifests(path);
  return [...diagnostics, ...lintDocuments(documents)];
}
