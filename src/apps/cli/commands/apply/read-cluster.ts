import {
  ApiServer,
  type ClusterReading,
  inTurn,
  kindsByRule,
  kindsBySelector,
  LiveDocument,
  readCluster,
  readConnection,
  type WantedKinds,
} from '../../../../adapters/cluster/index.ts';
import {
  autogenControllers,
  isClassic,
  type MatchResources,
  type Policy,
  parseKindSelector,
  rulesFor,
} from '../../../../domain/policy/index.ts';
import type { ValuesFile } from '../../../../domain/suite/index.ts';
import type { Diagnostic } from '../../../../foundations/diagnostics/index.ts';
import { type JsonObject, namespaceOf, type Resource } from '../../../../foundations/kube/index.ts';
import type { LoadedResources } from '../../../workspace/index.ts';
import { failure } from '../../failure.ts';
import type { ApplyFlags } from './flags.ts';

/** The cluster of the kubeconfig. Whether it answers is asked at once: later it would look like a mistake of a policy. */
export async function openCluster({ kubeconfig, context }: ApplyFlags): Promise<ApiServer> {
  try {
    const flags = { ...(kubeconfig && { kubeconfig }), ...(context && { kubeContext: context }) };
    const server = new ApiServer(readConnection(flags, process.env));
    await server.version();
    return server;
  } catch (error) {
    throw failure(
      'CLUSTER_UNREACHABLE',
      `the cluster does not answer: ${(error as Error).message}`,
      'check --kubeconfig and --context',
    );
  }
}

/** The resources of a cluster that policies match by their kinds. A namespace wins over `--cluster-wide-resources`. */
export async function readLiveResources(
  server: ApiServer,
  policies: readonly Policy[],
  flags: ApplyFlags,
): Promise<LoadedResources> {
  const { namespace = '', clusterWideResources = false, batchSize, concurrent } = flags;
  const reading: ClusterReading = {
    namespace,
    clusterWideOnly: clusterWideResources && namespace === '',
    pageSize: batchSize,
    workers: concurrent,
  };
  const { resources, failures } = await readCluster(server, wantedBy(policies), reading);
  if (failures.length > 0 && !flags.continueOnError) throw unreadable(failures[0]!.kind, failures[0]!.reason);
  return {
    resources: resources.map((resource) => ({ resource, document: new LiveDocument(resource) })),
    diagnostics: failures.map(
      ({ kind, reason }): Diagnostic => ({
        code: 'CLUSTER_UNREADABLE',
        severity: 'warning',
        message: `no ${kind} of the cluster is judged: ${reason}`,
        help: 'check what the user of the kubeconfig may list',
      }),
    ),
  };
}

/** Values with the namespaces of the resources, as the cluster has them. Labels that the file states win. */
export async function withNamespaces(
  server: ApiServer,
  values: ValuesFile,
  resources: readonly Resource[],
  workers: number,
): Promise<ValuesFile> {
  const stated = new Set((values.namespaceSelector ?? []).map(({ name }) => name));
  const wanted = new Set(resources.filter(({ kind }) => kind !== 'Namespace').map(namespaceOf));
  const found: JsonObject[] = [];
  await inTurn(
    [...wanted].filter((name) => name !== '' && !stated.has(name)),
    workers,
    async (name) => {
      try {
        const namespace = await server.lookup('v1', 'Namespace', '', name);
        if (namespace !== undefined) found.push(namespace as JsonObject);
      } catch (error) {
        throw unreadable(`Namespace ${name}`, (error as Error).message);
      }
    },
  );
  return { ...values, namespaces: [...(values.namespaces ?? []), ...found] };
}

function unreadable(what: string, reason: string) {
  return failure(
    'CLUSTER_UNREADABLE',
    `${what} cannot be read: ${reason}`,
    'check what the user of the kubeconfig may read',
  );
}

/** The kinds that policies match, generated rules included. */
function wantedBy(policies: readonly Policy[]): readonly WantedKinds[] {
  const selectors = policies.filter(isClassic).flatMap((policy) => {
    const generated = autogenControllers(policy).flatMap((kind) => rulesFor(policy, kind));
    return [...policy.spec.rules, ...generated].flatMap(({ match }) => kindsOf(match));
  });
  const rules = policies.flatMap((policy) =>
    isClassic(policy) ? [] : (policy.spec.matchConstraints?.resourceRules ?? []),
  );
  return [
    ...[...new Set(selectors)].map((selector) => kindsBySelector(parseKindSelector(selector))),
    ...rules.map(kindsByRule),
  ];
}

function kindsOf(match: MatchResources | undefined): readonly string[] {
  return [match ?? {}, ...(match?.any ?? []), ...(match?.all ?? [])].flatMap(({ resources }) => resources?.kinds ?? []);
}
