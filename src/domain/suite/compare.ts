import { nearestName } from '../../foundations/diagnostics/index.ts';
import { nameOf, namespaceOf, type Resource } from '../../foundations/kube/index.ts';
import type { EngineResponse, RuleResult } from '../engine/index.ts';
import { allRules, isClassic, type Policy } from '../policy/index.ts';
import type { Expectation } from './expectation.ts';
import { compareObject, type ObjectMismatch } from './expected-objects.ts';
import type { ResponsesByResource } from './run.ts';

/** One checked line: an expectation on one resource and one rule. */
export interface TestRow {
  readonly policy: string;
  readonly rule: string;
  /** `apiVersion/Kind/namespace/name` */
  readonly resource: string;
  readonly ok: boolean;
  /** The expectation was `skip`, or nothing was there to check: such rows count as passed. */
  readonly skipped: boolean;
  readonly reason: string;
  readonly message: string;
}

export interface SuiteOutcome {
  readonly policies: readonly Policy[];
  /** Policies that could not be loaded or are of a kind that is not judged, by name, with the reason. */
  readonly leftOut: ReadonlyMap<
    string,
    { readonly reason: 'Invalid Policy' | 'Not evaluated'; readonly message: string }
  >;
  readonly responses: ResponsesByResource;
  /** Existing objects that mutate rules may change. */
  readonly targets: readonly Resource[];
  /** The objects of a file of expectations, by its name in the test. */
  readonly expectedObjects: (file: string) => readonly Resource[];
}

/** Compares what was expected with what the engine said. Source: Kyverno, "kyverno test"; stricter where it lets errors pass. */
export function compareExpectation(expected: Expectation, outcome: SuiteOutcome): readonly TestRow[] {
  const policyName = expected.policy.split('/').at(-1)!;
  const targets = changedTargets(outcome);
  const missing = missingResources(expected, [...outcome.responses.keys(), ...outcome.targets]);
  const selected = selectResources(expected, [...targets.keys(), ...outcome.responses.keys()], missing.length === 0);
  const rows = selected.flatMap((resource) => {
    const changed = targets.get(resource);
    const own = outcome.responses.has(resource) ? compareResource(expected, policyName, resource, outcome) : [];
    const asTarget = changed?.map((result) => compareTarget(expected, resource, result, outcome)) ?? [];
    return [...own, ...asTarget];
  });
  if (missing.length > 0) return [...rows, ...missing];
  if (rows.length > 0 || selected.length === 0) return rows;
  // Every selected object is missing from the file of expected ones: right only where a failure was expected.
  const ok = expected.result === 'fail';
  const message = `none of the selected objects is in ${expectedFiles(expected).join(', ')}`;
  const row = { policy: expected.policy, rule: expected.rule ?? '', resource: showRowResource(selected[0]!) };
  return [{ ...row, ok, skipped: false, reason: ok ? 'Ok' : 'Not found', message }];
}

/** The targets that some rule changed, with what it made of them. */
function changedTargets({ targets, responses }: SuiteOutcome): Map<Resource, RuleResult[]> {
  const changed = new Map<Resource, RuleResult[]>();
  const results = [...responses.values()].flat().flatMap((response) => response.results);
  for (const target of targets) {
    const found = results.filter(({ patchedTarget }) => patchedTarget && sameObject(patchedTarget, target));
    if (found.length > 0) changed.set(target, found);
  }
  return changed;
}

function sameObject(a: Resource, b: Resource): boolean {
  return (
    a.apiVersion === b.apiVersion &&
    a.kind === b.kind &&
    nameOf(a) === nameOf(b) &&
    (namespaceOf(b) === '' || namespaceOf(a) === namespaceOf(b))
  );
}

function compareTarget(expected: Expectation, target: Resource, result: RuleResult, outcome: SuiteOutcome): TestRow {
  const row = { policy: expected.policy, rule: result.rule, resource: showRowResource(target), skipped: false };
  const mismatch = compareObjects(expected, result.patchedTarget!, outcome);
  if (mismatch) return { ...row, ok: false, reason: reasonOf(mismatch), message: mismatch.message };
  return { ...row, ...compareStatus(expected, result) };
}

function expectedFiles(expected: Expectation): string[] {
  return [expected.patchedResources ?? expected.patchedResource, ...generatedFiles(expected)].flatMap(
    (file) => file ?? [],
  );
}

function generatedFiles({ generatedResource, generatedResources }: Expectation): readonly string[] {
  if (generatedResources?.length) return generatedResources;
  return generatedResource ? [generatedResource] : [];
}

/** What is wrong with an object by the files that the expectation names. */
function compareObjects(expected: Expectation, actual: Resource, outcome: SuiteOutcome): ObjectMismatch | undefined {
  const patched = expected.patchedResources ?? expected.patchedResource;
  const mismatch = patched ? compareObject(actual, outcome.expectedObjects(patched), patched) : undefined;
  if (mismatch) return mismatch;
  const found = generatedFiles(expected).map((file) => compareObject(actual, outcome.expectedObjects(file), file));
  if (found.length === 0 || found.includes(undefined)) return undefined;
  return found.find((problem) => problem?.kind === 'different') ?? found[0];
}

function reasonOf(mismatch: ObjectMismatch): string {
  return mismatch.kind === 'missing' ? 'Resource error' : 'Resource diff';
}

function compareStatus(expected: Expectation, result: RuleResult): Pick<TestRow, 'ok' | 'reason' | 'message'> {
  const ok = expected.result === undefined || result.status === expected.result;
  return { ok, reason: ok ? 'Ok' : `Want ${expected.result}, got ${result.status}`, message: result.message };
}

function compareResource(
  expected: Expectation,
  policyName: string,
  resource: Resource,
  outcome: SuiteOutcome,
): TestRow[] {
  const row = { policy: expected.policy, rule: expected.rule ?? '', resource: showRowResource(resource) };
  const leftOut = outcome.leftOut.get(policyName);
  const policy = outcome.policies.find(({ name }) => name === policyName);
  if (!policy && leftOut) return [{ ...row, ok: false, skipped: false, ...leftOut }];
  if (!policy) {
    const near = nearestName(
      policyName,
      outcome.policies.map(({ name }) => name),
    );
    const message = near ? `no policy \`${policyName}\`: did you mean \`${near}\`?` : `no policy \`${policyName}\``;
    return [{ ...row, ok: false, skipped: false, reason: 'Not found', message }];
  }
  const missing = missingRule(policy, expected.rule);
  if (missing) return [{ ...row, ok: false, skipped: false, reason: 'Not found', message: missing }];
  const checked = (outcome.responses.get(resource) ?? [])
    .filter((response) => response.policy.name === policyName)
    .flatMap((response) => rulesToCheck(response, expected.rule).map((result) => ({ response, result })));
  if (checked.length === 0) {
    // Nothing said about the resource satisfies `pass` and `skip`; an expected failure did not happen.
    const ok = expected.result === undefined || expected.result === 'pass' || expected.result === 'skip';
    return [
      {
        ...row,
        ok,
        skipped: true,
        reason: ok ? 'Excluded' : `Want ${expected.result}, got excluded`,
        message: 'the rule does not match the resource',
      },
    ];
  }
  return checked.flatMap(({ response, result }) => {
    const own = { ...row, rule: result.rule, skipped: expected.result === 'skip' };
    return objectsToCheck(response, result).flatMap(({ object, name }): TestRow[] => {
      const mismatch = object && compareObjects(expected, object, outcome);
      if (mismatch?.kind === 'missing' && !expected.failOnMissingResources && result.type !== 'Generation') return [];
      if (mismatch)
        return [
          { ...own, resource: name ?? own.resource, ok: false, reason: reasonOf(mismatch), message: mismatch.message },
        ];
      return [{ ...own, resource: name ?? own.resource, ...compareStatus(expected, result) }];
    });
  });
}

/** What an expectation of objects is compared with: what was generated, else the resource as the policy leaves it. */
function objectsToCheck(
  response: EngineResponse,
  result: RuleResult,
): readonly { readonly object?: Resource; readonly name?: string }[] {
  if (result.type !== 'Generation') return [{ object: patchedBy(response, result) }];
  if (!result.generated?.length) return [{}];
  return result.generated.map((object) => ({ object, name: showRowResource(object) }));
}

function patchedBy({ resource, patchedResource }: EngineResponse, { type }: RuleResult): Resource {
  return type === 'Mutation' ? (patchedResource ?? resource) : resource;
}

function missingRule(policy: Policy, rule: string | undefined): string | undefined {
  if (!rule || !isClassic(policy)) return undefined;
  const names = allRules(policy).map(({ name }) => name);
  if (names.includes(rule)) return undefined;
  const near = nearestName(rule, names);
  return `policy \`${policy.name}\` has no rule \`${rule}\`${near ? `: did you mean \`${near}\`?` : ''}`;
}

/** A rule's name stands for the rules generated from it too. */
function rulesToCheck(response: EngineResponse, rule: string | undefined): readonly RuleResult[] {
  if (!rule || !isClassic(response.policy)) return response.results;
  const names = [rule, `autogen-${rule}`.slice(0, 63), `autogen-cronjob-${rule}`.slice(0, 63)];
  return response.results.filter((result) => names.includes(result.rule));
}

/** Rows for the names that no resource has. The reference checks all resources instead, and passes by accident. */
function missingResources(expected: Expectation, resources: readonly Resource[]): TestRow[] {
  const names = (expected.resources ?? []).filter((text) => !resources.some((resource) => isNamed(resource, text)));
  const known = resources.flatMap((resource) => [nameOf(resource), `${namespaceOf(resource)}/${nameOf(resource)}`]);
  return names.map((text) => {
    const near = nearestName(text, known);
    const message = near ? `no resource \`${text}\`: did you mean \`${near}\`?` : `no resource \`${text}\``;
    const row = { policy: expected.policy, rule: expected.rule ?? '', resource: text };
    return { ...row, ok: false, skipped: false, reason: 'Not found', message };
  });
}

/** A bare name means every kind and namespace with that name. */
function isNamed(resource: Resource, text: string): boolean {
  const [first, second] = text.split('/');
  return second === undefined
    ? nameOf(resource) === text
    : namespaceOf(resource) === first && nameOf(resource) === second;
}

/** The resources that an expectation names; all, where it names none or only such as nothing was said about. */
function selectResources(expected: Expectation, resources: readonly Resource[], orAll: boolean): readonly Resource[] {
  const byName = (expected.resources ?? []).flatMap((text) => resources.filter((resource) => isNamed(resource, text)));
  const bySpec = (expected.resourceSpecs ?? []).flatMap((spec) =>
    resources.filter(
      (resource) =>
        resource.apiVersion === (spec.group ? `${spec.group}/${spec.version}` : spec.version) &&
        namespaceOf(resource) === (spec.namespace ?? '') &&
        nameOf(resource) === spec.name,
    ),
  );
  const found = [...byName, ...bySpec];
  return found.length > 0 || !orAll ? found : resources;
}

/** As rows name resources: `apiVersion/Kind/namespace/name`. */
export function showRowResource(resource: Resource): string {
  return [resource.apiVersion, resource.kind, namespaceOf(resource), nameOf(resource)].join('/');
}
