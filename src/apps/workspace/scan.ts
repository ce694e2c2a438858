import { FolderCluster, GlobalContext } from '../../adapters/cluster/index.ts';
import { ManifestFacts } from '../../adapters/images/index.ts';
import type { ResultInput, ScanRecord } from '../../adapters/store/index.ts';
import type { CatalogPolicy } from '../../domain/catalog/index.ts';
import {
  compilePolicies,
  type EngineResponse,
  evaluateWith,
  type Fact,
  type Phase,
  phases,
} from '../../domain/engine/index.ts';
import type { PolicyException } from '../../domain/policy/index.ts';
import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { nameOf, namespaceOf } from '../../foundations/kube/index.ts';
import type { LocatedResource } from './load-resources.ts';
import type { PolicyReading } from './policy-reading.ts';

export interface ClusterScan {
  readonly record: ScanRecord;
  readonly results: readonly ResultInput[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What exists is checked, not changed. */
const scanPhases: readonly Phase[] = ['validate'];

/** Judges everything in a cluster by the policies of its environment. */
export async function scanCluster(
  reading: PolicyReading,
  cluster: string,
  environment: string,
  now: number,
): Promise<ClusterScan> {
  const startedAt = now;
  const catalog = await reading.catalog(environment);
  const { exceptions, diagnostics: exceptionProblems } = await reading.exceptions();
  const inventory = await reading.workspace.inventory(cluster);
  const judged = await judgeInventory(catalog.policies, exceptions, inventory.resources, now, scanPhases);
  const diagnostics = [...catalog.diagnostics, ...exceptionProblems, ...inventory.diagnostics, ...judged.diagnostics];
  const sources = new Map(catalog.policies.map(({ policy, source }) => [policy.name, source]));
  const results = judged.responses.flatMap(({ response, located }) => resultRows(response, located, cluster, sources));
  return {
    results,
    diagnostics,
    record: {
      cluster,
      environment,
      startedAt,
      finishedAt: now,
      resources: inventory.resources.length,
      policies: catalog.policies.length,
      problems: diagnostics.filter(({ severity }) => severity === 'error').length,
    },
  };
}

export interface JudgedInventory {
  readonly responses: readonly { readonly response: EngineResponse; readonly located: LocatedResource }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Judges resources by rendered policies; lookups are answered from the resources themselves. */
export async function judgeInventory(
  policies: readonly CatalogPolicy[],
  exceptions: readonly PolicyException[],
  resources: readonly LocatedResource[],
  now: number,
  phasesToRun: readonly Phase[] = phases,
): Promise<JudgedInventory> {
  const compiled = compilePolicies(
    policies.map(({ policy }) => policy),
    exceptions,
  );
  const cluster = new FolderCluster(resources.map(({ resource }) => resource));
  const facts = new ManifestFacts(new GlobalContext([], cluster));
  const known = new Map<string, Fact>();
  const responses: { response: EngineResponse; located: LocatedResource }[] = [];
  for (const located of resources) {
    const { resource } = located;
    const input = { resource, operation: 'CREATE' as const, now, ...cluster.namespaceOf(resource) };
    for (const response of await evaluateWith(facts, { ...compiled, phases: phasesToRun }, input, known))
      responses.push({ response, located });
  }
  return { responses, diagnostics: compiled.diagnostics };
}

function resultRows(
  response: EngineResponse,
  { document, resource }: LocatedResource,
  cluster: string,
  sources: ReadonlyMap<string, string>,
): ResultInput[] {
  const { policy, results } = response;
  const needsPlace = results.some(({ status }) => status === 'fail' || status === 'warn' || status === 'error');
  const place = needsPlace ? document.locate(['kind'], 'key') : undefined;
  return results.map((result) => ({
    cluster,
    policy: policy.name,
    rule: result.rule,
    apiVersion: resource.apiVersion,
    kind: resource.kind,
    namespace: namespaceOf(resource),
    name: nameOf(resource),
    status: result.status,
    message: result.message,
    action: result.action,
    severity: policy.annotations['policies.kyverno.io/severity'] ?? 'medium',
    category: policy.annotations['policies.kyverno.io/category'] ?? '',
    source: sources.get(policy.name) ?? '',
    exceptions: result.exceptions ?? [],
    location: place && `${place.file}:${place.line}`,
  }));
}
