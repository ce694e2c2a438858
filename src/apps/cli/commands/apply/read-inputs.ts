import { ClusterFacts, FolderCluster, GlobalContext, ServiceCalls } from '../../../../adapters/cluster/index.ts';
import { ManifestFacts, RegistryFacts } from '../../../../adapters/images/index.ts';
import {
  type CompiledPolicies,
  compilePolicies,
  type FactSource,
  firstOf,
  noFacts,
} from '../../../../domain/engine/index.ts';
import {
  allRules,
  isClassic,
  type LoadedPolicies,
  loadPolicies,
  type PolicyException,
} from '../../../../domain/policy/index.ts';
import { ContextFacts, type ContextMocks, type InputSettings, MockFacts } from '../../../../domain/suite/index.ts';
import type { Diagnostic } from '../../../../foundations/diagnostics/index.ts';
import type { JsonValue, Resource } from '../../../../foundations/kube/index.ts';
import {
  type LoadedResources,
  type LocatedResource,
  localPaths,
  readContextFile,
  readPolicies,
  readResources,
  readUserInfo,
  readValues,
} from '../../../workspace/index.ts';
import { CommandFailure, failure } from '../../failure.ts';
import type { ApplyFlags } from './flags.ts';
import { openCluster, readLiveResources, withNamespaces } from './read-cluster.ts';
import { refuseFlags } from './refused-flags.ts';

/** Everything that `apply` judges with, and what was wrong with it. */
export interface ApplyInputs {
  readonly loaded: LoadedPolicies;
  readonly compiled: CompiledPolicies;
  readonly exceptions: readonly PolicyException[];
  readonly resources: readonly LocatedResource[];
  readonly settings: InputSettings;
  readonly facts: FactSource;
  readonly diagnostics: readonly Diagnostic[];
}

export async function readInputs(policyPaths: readonly string[], flags: ApplyFlags, now: number): Promise<ApplyInputs> {
  refuseFlags(flags);
  const resourcePaths = resourcePathsOf(policyPaths, flags);
  const { gitBranch: branch, username, password } = flags;
  const local = await localPaths(policyPaths, {
    ...(branch ? { branch } : {}),
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
  });
  const loaded = await readPolicies(local.paths, local.show).finally(local.remove);
  const server = flags.cluster ? await openCluster(flags) : undefined;
  const read =
    server && resourcePaths.length === 0
      ? await readLiveResources(server, loaded.policies, flags)
      : await readResources(resourcePaths);
  const resources = { ...read, resources: read.resources.filter(({ resource }) => !isGlobalContext(resource)) };
  const globalContext = read.resources.map(({ resource }) => resource).filter(isGlobalContext);
  const targets = await readResources([...(flags.targetResource ?? []), ...(flags.targetResources ?? [])]);
  const excepted = await readExceptions(flags, resources);
  const values = flags.valuesFile ? await readValues(flags.valuesFile) : undefined;
  const user = flags.userinfo ? await readUserInfo(flags.userinfo) : undefined;
  const context = flags.contextFile ? await readContextFile(flags.contextFile) : undefined;
  stopAtErrors([excepted, values, user, context]);
  const exceptions = [...excepted.exceptions, ...(flags.exceptionsWithinPolicies ? loaded.exceptions : [])];
  const compiled = compilePolicies(loaded.policies, exceptions);
  const objects = resources.resources.map(({ resource }) => resource);
  const known = server ? [] : [...objects, ...targets.resources.map(({ resource }) => resource)];
  const given = localFacts(known, context ?? { resources: [], images: [] });
  const sources = server ? [new ClusterFacts(server), new ServiceCalls(blockedAddresses()), given] : [given];
  const parts = [local, loaded, excepted, resources, targets, values, user, context, compiled];
  return {
    loaded,
    compiled,
    exceptions,
    resources: resources.resources,
    settings: {
      values: server
        ? await withNamespaces(server, values?.value ?? {}, objects, flags.concurrent)
        : (values?.value ?? {}),
      variables: parseSet(flags.set ?? []),
      now,
      ...(user?.value ? { user: user.value } : {}),
    },
    facts: new RegistryFacts({
      others: new ManifestFacts(new GlobalContext([...loaded.globalContext, ...globalContext], firstOf(...sources))),
      context: flags.registry ?? false,
      now,
      ...(flags.trustedRoot ? { trustedRoot: flags.trustedRoot } : {}),
    }),
    diagnostics: parts.flatMap((part) => part?.diagnostics ?? []),
  };
}

/** Data for policies, and nothing that they judge. */
function isGlobalContext({ apiVersion, kind }: Resource): boolean {
  return kind === 'GlobalContextEntry' && apiVersion.startsWith('kyverno.io/');
}

/** What policies may not call, when the environment says so for the reference's programs too. */
function blockedAddresses(): readonly string[] | undefined {
  return process.env['FLAG_HTTP_BLOCKLIST']?.split(',');
}

/** CEL sees the objects of the Context file only, as in the reference. */
function localFacts(objects: readonly Resource[], context: ContextMocks): FactSource {
  const cluster = new FolderCluster([...objects, ...context.resources]);
  return firstOf(new MockFacts([], [], objects), new ContextFacts(context), {
    fetch: (lookup) => (lookup.kind === 'apiCall' ? cluster : noFacts).fetch(lookup),
  });
}

/** Without the values or exceptions that were asked for, verdicts would mean something else. */
function stopAtErrors(parts: readonly ({ readonly diagnostics: readonly Diagnostic[] } | undefined)[]): void {
  const diagnostics = parts.flatMap((part) => part?.diagnostics ?? []);
  if (diagnostics.some(({ severity }) => severity === 'error')) throw new CommandFailure(diagnostics);
}

/** The paths of the resources, or the failure that the flags are. */
function resourcePathsOf(policyPaths: readonly string[], flags: ApplyFlags): readonly string[] {
  if (flags.set && flags.valuesFile)
    throw failure('COMMAND_WRONG_FLAGS', 'pass values with --set or with --values-file, not both');
  const named = [...(flags.resource ?? []), ...(flags.resources ?? [])];
  const paths = named.length === 0 && flags.stdin && !policyPaths.includes('-') ? ['-'] : named;
  if (paths.length === 0 && !flags.cluster)
    throw failure(
      'COMMAND_WRONG_FLAGS',
      'there are no resources to judge',
      'name them with --resource, or ask a --cluster',
    );
  if (paths.includes('-') && policyPaths.includes('-'))
    throw failure('COMMAND_WRONG_FLAGS', 'standard input holds either policies or resources, not both');
  return paths;
}

/** The exceptions of `--exception`, or those among the resources. */
async function readExceptions(
  flags: ApplyFlags,
  { resources }: LoadedResources,
): Promise<Pick<LoadedPolicies, 'exceptions' | 'diagnostics'>> {
  if (!flags.exceptionsWithResources && !flags.exceptionsWithinResources) {
    const paths = [...(flags.exception ?? []), ...(flags.exceptions ?? [])];
    const read = await readPolicies(paths);
    if (paths.length > 0 && read.exceptions.length + read.diagnostics.length === 0)
      throw failure('COMMAND_NO_EXCEPTION', `no PolicyException in ${paths.join(', ')}`, 'name files with exceptions');
    return read;
  }
  const documents = resources.flatMap(({ resource, document }) =>
    resource.kind === 'PolicyException' ? [document] : [],
  );
  return loadPolicies(documents);
}

/** `--set name=value,name=value` */
function parseSet(entries: readonly string[]): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf('=');
      if (at < 1) throw failure('COMMAND_WRONG_FLAGS', `\`${entry}\` is no \`name=value\``);
      return [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
    }),
  );
}

/** What is about to be done, counted as the reference counts: rules with those generated from them. */
export function applyingLine({ loaded, resources, exceptions }: ApplyInputs): string {
  const rules = loaded.policies.reduce((sum, policy) => sum + (isClassic(policy) ? allRules(policy).length : 1), 0);
  const excepting = exceptions.length > 0 ? ` with ${exceptions.length} exception(s)` : '';
  return `\nApplying ${rules} policy rule(s) to ${resources.length} resource(s)${excepting}...\n`;
}
