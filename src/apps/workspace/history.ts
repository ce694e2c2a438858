import { Repository } from '../../adapters/git/index.ts';
import { chartUnpacker } from '../../adapters/registry/index.ts';
import type { SourceSnapshot } from '../../adapters/store/index.ts';
import { modeOf, renderSource, type SourceRef, type SourceTree, textHash } from '../../domain/catalog/index.ts';
import { type ModeHistory, modeHistories, type PolicyState, type Snapshot } from '../../domain/rollout/index.ts';
import type { Workspace } from './workspace.ts';

/** Keeps what commits say: a commit never changes, so it is rendered once. */
export interface SnapshotCache {
  snapshot(source: string, commit: string): SourceSnapshot | undefined;
  saveSnapshot(source: string, commit: string, snapshot: SourceSnapshot): void;
}

/** For a run without a store. */
export const noCache: SnapshotCache = { snapshot: () => undefined, saveSnapshot: () => undefined };

/** The history of modes of a source's policies, by `environment/policy`, from its Git repository; empty without one. */
export async function sourceHistory(
  workspace: Workspace,
  source: SourceRef,
  cache: SnapshotCache,
): Promise<ReadonlyMap<string, ModeHistory>> {
  const repository = await Repository.open(workspace.sourceFolder(source));
  if (!repository) return new Map();
  const { environments } = workspace.platform;
  const snapshots: Snapshot[] = [];
  for (const commit of await repository.log()) {
    // The environments are part of the question, so they are part of the key.
    const key = `${commit.id}:${environments.join(',')}`;
    let states = cache.snapshot(source.name, key);
    if (!states) {
      states = statesOf(
        { source: source.name, files: await repository.readTree(commit.id), unpacker: chartUnpacker },
        environments,
      );
      cache.saveSnapshot(source.name, key, states);
    }
    const { id, date, author, message } = commit;
    snapshots.push({ commit: id, date, author, message, states: new Map(Object.entries(states)) });
  }
  return modeHistories(snapshots);
}

/** The policies of a tree, in every environment. A chart that did not render at that commit says nothing. */
function statesOf(tree: SourceTree, environments: readonly string[]): SourceSnapshot {
  const states: Record<string, PolicyState> = {};
  for (const environment of environments) {
    for (const { policy } of renderSource(tree, environment).policies) {
      const mode = modeOf(policy);
      if (mode) states[`${environment}/${policy.name}`] = { mode, textHash: textHash(policy) };
    }
  }
  return states;
}
