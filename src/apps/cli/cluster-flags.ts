import { lookup as resolveName } from 'node:dns/promises';
import type { Command } from 'commander';
import type { ConnectionFlags } from '../../adapters/cluster/index.ts';
import type { ChartOutside, RenderOptions } from '../../domain/chart/index.ts';
import { CommandFailure, failure } from './failure.ts';
import { repeat } from './flag-values.ts';

export interface ClusterFlags extends ConnectionFlags {
  readonly dryRun?: string;
  readonly validate?: boolean;
  readonly lookupFrom?: string;
  readonly enableDns?: boolean;
}

/** Which cluster templates may look at: none, a real one, or a folder of manifests. */
export function addClusterFlags(command: Command): Command {
  return command
    .option('--dry-run <where>', '`client`: no cluster is asked; `server`: lookup and .Capabilities ask one', 'client')
    .option('--validate', 'the old name of --dry-run=server')
    .option('--lookup-from <path>', 'a file or folder of manifests that lookup reads, as if it were the cluster')
    .option('--kubeconfig <path>', 'how the cluster is reached')
    .option('--kube-context <name>', 'the context of the kubeconfig')
    .option('--kube-apiserver <url>', 'the address of the API server')
    .option('--kube-as-user <name>', 'ask as this user')
    .option('--kube-as-group <name>', 'ask as this group; may be repeated', repeat)
    .option('--kube-ca-file <path>', 'the authorities that the API server is checked by')
    .option('--kube-insecure-skip-tls-verify', 'do not check the certificate of the API server')
    .option('--kube-tls-server-name <name>', 'the name in the certificate of the API server')
    .option('--kube-token <token>', 'the token to ask with');
}

interface Cluster {
  readonly outside: ChartOutside;
  readonly capabilities: Pick<RenderOptions, 'kubeVersion' | 'serverApiVersions'>;
}

/**
 * Loads what the flags need and returns what opens the cluster that they name. Without `--dry-run=server` and
 * `--lookup-from` nothing is asked and nothing is found.
 */
export async function clusterOpener(flags: ClusterFlags): Promise<() => Promise<Cluster>> {
  const outside: ChartOutside = flags.enableDns ? { addressOf } : {};
  const { lookupFrom } = flags;
  if (lookupFrom !== undefined) {
    const { folderLookup } = await import('./folder-lookup.ts');
    return async () => ({ outside: { ...outside, lookup: await folderLookup(lookupFrom) }, capabilities: {} });
  }
  if (!asksServer(flags)) return async () => ({ outside, capabilities: {} });
  const { ApiServer, readConnection } = await import('../../adapters/cluster/index.ts');
  return async () => {
    try {
      const server = new ApiServer(readConnection(flags, process.env));
      const kubeVersion = await server.version();
      const serverApiVersions = await server.apiVersions();
      const lookup: ChartOutside['lookup'] = (...query) => server.lookup(...query);
      return { outside: { ...outside, lookup }, capabilities: { kubeVersion, serverApiVersions } };
    } catch (error) {
      const message = `cluster reachability check failed: kubernetes cluster unreachable: ${(error as Error).message}`;
      throw new CommandFailure(
        [{ code: 'CLUSTER_UNREACHABLE', severity: 'error', message, help: 'check --kubeconfig and --kube-context' }],
        1,
      );
    }
  };
}

/** Helm's own reading of `--dry-run`. */
function asksServer({ dryRun = 'client', validate }: ClusterFlags): boolean {
  if (validate || dryRun === 'server') return true;
  if (['client', 'unset', '1', 't', 'T', 'true', 'TRUE', 'True'].includes(dryRun)) return false;
  throw failure(
    'COMMAND_WRONG_FLAGS',
    `invalid dry-run value (${JSON.stringify(dryRun)}). Must be "server" or "client"`,
  );
}

async function addressOf(host: string): Promise<string> {
  try {
    return (await resolveName(host)).address;
  } catch {
    return '';
  }
}
