import { FolderCluster } from '../../adapters/cluster/index.ts';
import type { ChartOutside } from '../../domain/chart/index.ts';
import { readResources } from '../workspace/index.ts';
import { CommandFailure } from './failure.ts';

/** `lookup` in a file or folder of manifests, as if it were the cluster. */
export async function folderLookup(path: string): Promise<NonNullable<ChartOutside['lookup']>> {
  const { resources, diagnostics } = await readResources([path]);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new CommandFailure(errors);
  const cluster = new FolderCluster(resources.map(({ resource }) => resource));
  return async (...query) => cluster.lookup(...query);
}
