import { dirname, join } from 'node:path';
import { FolderCluster } from '../../adapters/cluster/index.ts';
import { readManifests } from '../../adapters/files/index.ts';
import { ManifestFacts, RegistryFacts } from '../../adapters/images/index.ts';
import { compilePolicies, firstOf, type Operation } from '../../domain/engine/index.ts';
import type { LoadedPolicies } from '../../domain/policy/index.ts';
import {
  ContextFacts,
  compareExpectation,
  type GlobalContextMock,
  judgeResources,
  MockFacts,
  type Suite,
  type SuiteOutcome,
  type ValuesFile,
} from '../../domain/suite/index.ts';
import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { isObject, isResource, type Resource } from '../../foundations/kube/index.ts';
import { readContextFile } from './context-file.ts';
import { readPolicies } from './load-policies.ts';
import { readResources } from './load-resources.ts';
import { type PlacedRow, placeRows } from './place-rows.ts';
import { findRemovedKinds } from './removed-kinds.ts';
import { readUserInfo, readValues } from './values-files.ts';

export interface SuiteRun {
  readonly rows: readonly PlacedRow[];
  /** Policies and exceptions of kinds that Kyverno will remove. */
  readonly removedKinds: readonly Diagnostic[];
  readonly diagnostics: readonly Diagnostic[];
  readonly policies: number;
  readonly resources: number;
  readonly exceptions: number;
}

export interface SuiteOptions {
  /** Whether `imageRegistry` context is loaded from registries. */
  readonly registry?: boolean;
  /** A file with the authorities and logs of a Sigstore, for rules that name none. */
  readonly trustedRoot?: string;
  /** `false`: no registry is asked, not even for signatures. */
  readonly network?: boolean;
}

/** Runs one suite: reads what it names, judges, and compares. `path` is the file of the suite. */
export async function runSuite(
  suite: Suite,
  path: string,
  now: number,
  { registry = false, network = true, trustedRoot }: SuiteOptions = {},
): Promise<SuiteRun> {
  const beside = (name: string) => join(dirname(path), name);
  const diagnostics: Diagnostic[] = [];
  const loaded = await readPolicies(suite.policies.map(beside));
  const exceptions = await readPolicies(suite.exceptions.map(beside));
  const resources = await readResources(suite.resources.map(beside));
  const targets = (await readResources(suite.targetResources.map(beside))).resources.map(({ resource }) => resource);
  const cluster = await clusterResources(suite, beside);
  const cloneNames = suite.results.flatMap(({ cloneSourceResource }) => cloneSourceResource ?? []);
  const cloneSources = (await readResources(cloneNames.map(beside))).resources.map(({ resource }) => resource);
  const expectedObjects = await readExpectedObjects(suite, beside);
  const values = suite.variables ? await readValues(beside(suite.variables)) : undefined;
  const user = suite.userinfo ? await readUserInfo(beside(suite.userinfo)) : undefined;
  const context = suite.context ? await readContextFile(beside(suite.context)) : undefined;
  for (const part of [loaded, exceptions, resources, values, user, context])
    diagnostics.push(...(part?.diagnostics ?? []));
  const compiled = compilePolicies(loaded.policies, exceptions.exceptions);
  diagnostics.push(...compiled.diagnostics);
  const settings = {
    values: values?.value ?? ((isObject(suite.values) ? suite.values : {}) as ValuesFile),
    now,
    ...(user?.value ? { user: user.value } : {}),
  };
  const objects = resources.resources.map(({ resource }) => resource);
  const globalContext = await readGlobalContext(suite, beside);
  const all = [...objects, ...targets, ...cluster, ...cloneSources];
  const mocks = new MockFacts(suite.apiCallResponses, globalContext, all);
  const contextFacts = new ContextFacts(context ?? { resources: [], images: [] });
  // Only a test that names the objects of a cluster has one.
  const inCluster = suite.clusterResources.length > 0 ? [new FolderCluster(all)] : [];
  const local = new ManifestFacts(firstOf(mocks, ...inCluster, contextFacts));
  const facts = network
    ? new RegistryFacts({ others: local, context: registry, now, ...(trustedRoot ? { trustedRoot } : {}) })
    : local;
  const outcomes = new Map<Operation | undefined, SuiteOutcome>();
  const rows: PlacedRow[] = [];
  for (const expectation of suite.results) {
    const { operation } = expectation;
    let outcome = outcomes.get(operation);
    if (!outcome) {
      const responses = await judgeResources(
        compiled,
        objects,
        { ...settings, ...(operation ? { operation } : {}) },
        facts,
      );
      outcome = { policies: loaded.policies, leftOut: leftOut(loaded), responses, targets, expectedObjects };
      outcomes.set(operation, outcome);
    }
    const compared = compareExpectation(expectation, outcome);
    rows.push(...placeRows(compared, expectation.location, resources.resources, loaded.policies));
  }
  return {
    rows,
    removedKinds: findRemovedKinds([...loaded.policies, ...exceptions.exceptions]),
    diagnostics,
    policies: loaded.policies.length,
    resources: objects.length,
    exceptions: exceptions.exceptions.length,
  };
}

/** Policies that were refused or are of a kind that is not judged, by name. */
function leftOut(loaded: LoadedPolicies): SuiteOutcome['leftOut'] {
  const found: [string, { reason: 'Invalid Policy' | 'Not evaluated'; message: string }][] = [];
  for (const { code, severity, subject, message } of loaded.diagnostics) {
    if (!subject?.policy) continue;
    if (severity === 'error') found.push([subject.policy, { reason: 'Invalid Policy', message }]);
    else if (code === 'POLICY_KIND_UNSUPPORTED') found.push([subject.policy, { reason: 'Not evaluated', message }]);
  }
  return new Map(found);
}

/** The mocked global context entries, with what their `resourceFiles` hold. */
async function readGlobalContext(
  suite: Suite,
  beside: (name: string) => string,
): Promise<readonly GlobalContextMock[]> {
  return Promise.all(
    suite.globalContextEntries.map(async (entry) => {
      if (!entry.resourceFiles) return entry;
      const { resources } = await readResources(entry.resourceFiles.map(beside));
      return { ...entry, resources: resources.map(({ resource }) => resource) };
    }),
  );
}

/** The files that expectations compare objects with, each read once. A file that is not there holds nothing. */
async function readExpectedObjects(
  suite: Suite,
  beside: (name: string) => string,
): Promise<(file: string) => readonly Resource[]> {
  const names = suite.results.flatMap(({ patchedResource, patchedResources, generatedResource, generatedResources }) =>
    [patchedResource, patchedResources, generatedResource, ...(generatedResources ?? [])].flatMap((name) => name ?? []),
  );
  const files = new Map<string, readonly Resource[]>();
  for (const name of new Set(names)) {
    const { resources } = await readResources([beside(name)]);
    files.set(
      name,
      resources.map(({ resource }) => resource),
    );
  }
  return (file) => files.get(file) ?? [];
}

/** The objects that mocked lookups are answered from. */
async function clusterResources(suite: Suite, beside: (name: string) => string): Promise<readonly Resource[]> {
  const found: Resource[] = [];
  for (const name of suite.clusterResources) {
    for (const { value } of (await readManifests(beside(name))).documents) {
      const items = isResource(value) && isObject(value['spec']) ? value['spec']['resources'] : undefined;
      if (Array.isArray(items)) found.push(...items.filter(isResource));
    }
  }
  return found;
}
