// Compares validate rules with the real kyverno over generated policies and resources and prints every difference.
//   node conformance/kyverno/differential/validate.ts [--seed N] [--rounds N] [--shrink]
import { parseArgs } from 'node:util';
import { findProgram, kyvernoApply } from '../../../src/adapters/reference/index.ts';
import { compilePolicies, evaluate } from '../../../src/domain/engine/index.ts';
import {
  compareVerdicts,
  ownVerdicts,
  referenceVerdicts,
  type Verdict,
  type VerdictDifference,
} from '../../../src/domain/parity/index.ts';
import { loadPolicies } from '../../../src/domain/policy/index.ts';
import { type JsonObject, nameOf, type Resource } from '../../../src/foundations/kube/index.ts';
import { parseManifests } from '../../../src/languages/manifest/index.ts';
import { Random } from './random.ts';
import { type Pair, shrink } from './shrink.ts';
import { policyOf, resourceOf } from './validate-cases.ts';

export interface Difference extends VerdictDifference {
  readonly pair: Pair;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** How many results of rules were compared, by status of the reference. */
  readonly compared: Readonly<Record<string, number>>;
}

const perRound = 25;

/** Each round judges some policies on some resources: every pair is compared, status and message. */
export function compareValidations(kyverno: string, seed: number, rounds: number): Comparison {
  const random = new Random(seed);
  const differences: Difference[] = [];
  const compared: Record<string, number> = {};
  for (let round = 0; round < rounds; round++) {
    const policies = Array.from({ length: perRound }, (_, index) => policyOf(random, `p${round}-${index}`));
    const resources = Array.from({ length: perRound }, (_, index) => resourceOf(random, `r${index}`));
    differences.push(...compareAll(kyverno, policies, resources, compared));
  }
  return { differences, compared };
}

/** The differences between both engines on all pairs. */
export function compareAll(
  kyverno: string,
  policies: readonly JsonObject[],
  resources: readonly JsonObject[],
  compared: Record<string, number> = {},
): Difference[] {
  const reference = referenceResults(kyverno, policies, resources);
  for (const { status } of reference) compared[status] = (compared[status] ?? 0) + 1;
  // The reference crashes on some policies, and then says nothing at all.
  if (reference.length === 0) return [];
  const named = (objects: readonly JsonObject[], name: string) =>
    objects.find((object) => nameOf(object as Resource) === name)!;
  return compareVerdicts(reference, ownResults(policies, resources), true).flatMap((difference) => {
    const resource = named(resources, difference.resource.split('/').at(-1)!);
    return [{ ...difference, pair: { policy: named(policies, difference.policy), resource } }];
  });
}

function referenceResults(
  kyverno: string,
  policies: readonly JsonObject[],
  resources: readonly JsonObject[],
): readonly Verdict[] {
  const { stdout } = kyvernoApply(kyverno, { policies, resources }, ['--policy-report', '--output-format', 'json']);
  return referenceVerdicts(stdout);
}

function ownResults(policies: readonly JsonObject[], resources: readonly JsonObject[]): readonly Verdict[] {
  const documents = (objects: readonly JsonObject[]) =>
    parseManifests(objects.map((object) => JSON.stringify(object)).join('\n---\n'), 'generated').documents;
  const compiled = compilePolicies(loadPolicies(documents(policies)).policies);
  return documents(resources).flatMap(({ value }) => {
    const input = { resource: value as Resource, operation: 'CREATE' as const, now: 0 };
    return ownVerdicts(evaluate(compiled, input, new Map()).responses);
  });
}

/** The smallest policy and resource that still differ. */
export function shrinkDifference(kyverno: string, difference: Difference): Difference {
  const compare = (pairs: readonly Pair[]) =>
    compareAll(
      kyverno,
      pairs.map(({ policy }) => policy),
      pairs.map(({ resource }) => resource),
    );
  const smallest = shrink(difference.pair, (pairs) => {
    const found = compare(pairs);
    return pairs.map(({ policy, resource }) =>
      found.some(({ pair }) => pair.policy === policy && pair.resource === resource),
    );
  });
  return compare([smallest])[0] ?? difference;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, rounds: { type: 'string' } } });
  const kyverno = findProgram('kyverno');
  if (!kyverno) console.log('skipped: needs the real kyverno, see CONTRIBUTING.md');
  else {
    const { differences, compared } = compareValidations(
      kyverno,
      Number(values.seed ?? 1),
      Number(values.rounds ?? 10),
    );
    for (const difference of differences) console.log(JSON.stringify(shrinkDifference(kyverno, difference)));
    console.log(JSON.stringify(compared), `${differences.length} differences`);
  }
}
