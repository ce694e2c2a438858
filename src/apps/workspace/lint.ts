import { stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { readManifests, readTree, unreadable } from '../../adapters/files/index.ts';
import { Repository } from '../../adapters/git/index.ts';
import { chartUnpacker } from '../../adapters/registry/index.ts';
import { type Catalog, environmentsOf, findCharts, type SourceTree } from '../../domain/catalog/index.ts';
import {
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
export async function lintPath(path: string): Promise<readonly Diagnostic[]> {
  try {
    if (!(await stat(path)).isDirectory()) return lintManifests(path);
    const tree: SourceTree = { source: basename(path), files: await readTree(path), unpacker: chartUnpacker };
    if (findCharts(tree).length === 0) return lintManifests(path);
    const order = ['dev', 'qac', 'qa', 'test', 'stg', 'staging', 'prd', 'prod', 'production'];
    const environments = [...environmentsOf(tree)].sort((a, b) => order.indexOf(a) - order.indexOf(b));
    return lintSource(tree, environments, (name) => relative('.', join(path, name)) || '.');
  } catch (error) {
    return [unreadable(path, error)];
  }
}

async function lintManifests(path: string): Promise<readonly Diagnostic[]> {
  const { documents, diagnostics } = await readManifests(path);
  return [...diagnostics, ...lintDocuments(documents)];
}
