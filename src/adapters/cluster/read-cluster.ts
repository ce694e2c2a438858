import { isResource, type JsonObject, type Resource } from '../../foundations/kube/index.ts';
import type { ApiServer, ServedKind } from './api-server.ts';
import { selectKinds, type WantedKinds } from './select-kinds.ts';

export interface ClusterReading {
  /** Only objects in this namespace; empty means everywhere. */
  readonly namespace: string;
  readonly clusterWideOnly: boolean;
  /** Objects in one answer. */
  readonly pageSize: number;
  /** Kinds that are read at the same time. */
  readonly workers: number;
}

export interface ReadCluster {
  readonly resources: readonly Resource[];
  /** Kinds that the server did not give, with its reason. */
  readonly failures: readonly { readonly kind: string; readonly reason: string }[];
}

/** Reads all objects of the kinds that are wanted. What is wanted once and found twice, in two groups, is given once. */
export async function readCluster(
  server: ApiServer,
  wanted: readonly WantedKinds[],
  { namespace, clusterWideOnly, pageSize, workers }: ClusterReading,
): Promise<ReadCluster> {
  const selected: (readonly ServedKind[])[] = [];
  for (const one of wanted) {
    const kinds = await selectKinds(server, one);
    selected.push(kinds.filter(({ namespaced }) => (namespaced ? !clusterWideOnly : namespace === '')));
  }
  const distinct = [...new Set(selected.flat())];
  const lists = new Map<ServedKind, readonly JsonObject[]>();
  const failures: { kind: string; reason: string }[] = [];
  await inTurn(distinct, workers, async (kind) => {
    try {
      lists.set(kind, await server.list(kind, namespace, pageSize));
    } catch (error) {
      failures.push({ kind: `${kind.apiVersion}/${kind.kind}`, reason: (error as Error).message });
    }
  });
  const resources = new Set<JsonObject>();
  for (const kinds of selected) {
    const seen = new Set<unknown>();
    for (const object of kinds.flatMap((kind) => lists.get(kind) ?? [])) {
      const uid = (object['metadata'] as JsonObject | undefined)?.['uid'];
      if (uid !== undefined && seen.has(uid)) continue;
      seen.add(uid);
      resources.add(object);
    }
  }
  return { resources: [...resources].filter(isResource), failures };
}

/** Does something for each item, for a few of them at a time. */
export async function inTurn<T>(
  items: readonly T[],
  workers: number,
  action: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const work = async (): Promise<void> => {
    for (const item of queue) await action(item);
  };
  await Promise.all(Array.from({ length: Math.min(workers, items.length) }, work));
}
