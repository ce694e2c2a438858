import { nearestName } from '../../foundations/diagnostics/index.ts';
import { nameOf, namespaceOf, type Resource } from '../../foundations/kube/index.ts';
import type { EngineResponse, RuleResult } from '../engine/index.ts';
import { allRules, isClassic, type Policy } from '../policy/index.ts';
import type { ResponsesByResource } from './run.ts';
import type { Expectation } from './suite.ts';

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
}

/** Compares what was expected with what the engine said. Source: Kyverno, "kyverno test"; stricter where it lets errors pass. */
export function compareExpectation(expected: Expectation, outcome: SuiteOutcome): readonly TestRow[] {
  const policyName = expected.policy.split('/').at(-1)!;
  return selectResources(expected, [...outcome.responses.keys()]).flatMap((resource) =>
    compareResource(expected, policyName, resource, outcome),
  );
}

function compareResource(
  expected: Expectation,
  policyName: string,
  resource: Resource,
  outcome: SuiteOutcome,
): TestRow[] {
  const row = { policy: expected.policy, rule: expected.rule ?? '', resource: showResource(resource) };
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
  const unjudged = unjudgedRule(policy, expected.rule);
  if (unjudged) return [{ ...row, ok: false, skipped: false, reason: 'Not evaluated', message: unjudged }];
  const results = (outcome.responses.get(resource) ?? [])
    .filter((response) => response.policy.name === policyName)
    .flatMap((response) => rulesToCheck(response, expected.rule));
  if (results.length === 0) {
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
  return results.map((result) => {
    const ok = expected.result === undefined || result.status === expected.result;
    const reason = ok ? 'Ok' : `Want ${expected.result}, got ${result.status}`;
    return { ...row, rule: result.rule, ok, skipped: expected.result === 'skip', reason, message: result.message };
  });
}

function missingRule(policy: Policy, rule: string | undefined): string | undefined {
  if (!rule || !isClassic(policy)) return undefined;
  const names = allRules(policy).map(({ name }) => name);
  if (names.includes(rule)) return undefined;
  const near = nearestName(rule, names);
  return `policy \`${policy.name}\` has no rule \`${rule}\`${near ? `: did you mean \`${near}\`?` : ''}`;
}

/** This version judges only `validate`: a rule of another type says nothing, which must not look like a pass. */
function unjudgedRule(policy: Policy, rule: string | undefined): string | undefined {
  if (!isClassic(policy)) return undefined;
  const wanted = allRules(policy).filter(({ name }) => rule === undefined || rule === '' || name === rule);
  const other = wanted.find(({ validate }) => validate === undefined);
  return other && `this version does not evaluate rule \`${other.name}\`: it is no validate rule`;
}

/** A rule's name stands for the rules generated from it too. */
function rulesToCheck(response: EngineResponse, rule: string | undefined): readonly RuleResult[] {
  if (!rule || !isClassic(response.policy)) return response.results;
  const names = [rule, `autogen-${rule}`.slice(0, 63), `autogen-cronjob-${rule}`.slice(0, 63)];
  return response.results.filter((result) => names.includes(result.rule));
}

/** A bare name means every kind and namespace with that name; a list that finds nothing means all resources. */
function selectResources(expected: Expectation, resources: readonly Resource[]): readonly Resource[] {
  const byName = (expected.resources ?? []).flatMap((text) => {
    const [first, second] = text.split('/');
    return resources.filter((resource) =>
      second === undefined ? nameOf(resource) === text : namespaceOf(resource) === first && nameOf(resource) === second,
    );
  });
  const bySpec = (expected.resourceSpecs ?? []).flatMap((spec) =>
    resources.filter(
      (resource) =>
        resource.apiVersion === (spec.group ? `${spec.group}/${spec.version}` : spec.version) &&
        namespaceOf(resource) === (spec.namespace ?? '') &&
        nameOf(resource) === spec.name,
    ),
  );
  const found = [...byName, ...bySpec];
  return found.length > 0 ? found : resources;
}

function showResource(resource: Resource): string {
  return [resource.apiVersion, resource.kind, namespaceOf(resource), nameOf(resource)].join('/');
}
