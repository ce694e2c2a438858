// Compares validate rules with the real kyverno over generated policies and resources and prints every difference.
//   node conformance/kyverno/differential/validate.ts [--seed N] [--rounds N] [--shrink]
import { parseArgs } from 'node:util';
import { compilePolicies, evaluate } from '../../../src/domain/engine/index.ts';
import { loadPolicies } from '../../../src/domain/policy/index.ts';
import {
  isObject,
  type JsonObject,
  type JsonValue,
  nameOf,
  type Resource,
} from '../../../src/foundations/kube/index.ts';
import { parseManifests } from '../../../src/languages/manifest/index.ts';
import { Random } from './random.ts';
import { findKyverno, kyvernoApply } from './reference.ts';
import { type Pair, shrink } from './shrink.ts';
import { policyOf, resourceOf } from './validate-cases.ts';

export interface Difference {
  readonly policy: JsonObject;
  readonly resource: JsonObject;
  readonly rule: string;
  readonly reference: string | undefined;
  readonly ours: string | undefined;
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
  const ours = ownResults(policies, resources);
  for (const [, result] of reference) {
    const status = result.split(':')[0]!;
    compared[status] = (compared[status] ?? 0) + 1;
  }
  // The reference says nothing at all by a policy that it refuses.
  const accepted = new Set([...reference.keys()].map((key) => key.split('|')[0]));
  return [...new Set([...reference.keys(), ...ours.keys()])].flatMap((key) => {
    const [policyName, rule, name] = key.split('|') as [string, string, string];
    if (reference.get(key) === ours.get(key) || !accepted.has(policyName)) return [];
    const policy = policies.find((candidate) => nameOf(candidate as Resource) === policyName)!;
    const resource = resources.find((candidate) => nameOf(candidate as Resource) === name)!;
    return [{ policy, resource, rule, reference: reference.get(key), ours: ours.get(key) }];
  });
}

function documents(objects: readonly JsonValue[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}

function referenceResults(
  kyverno: string,
  policies: readonly JsonObject[],
  resources: readonly JsonObject[],
): Map<string, string> {
  const printed = kyvernoApply(kyverno, documents(policies), documents(resources), ['-p', '--output-format', 'json']);
  const found = new Map<string, string>();
  const line = printed.split('\n').find((text) => text.startsWith('{"kind":"ClusterReport"'));
  const report = (line ? JSON.parse(line) : {}) as JsonObject;
  for (const result of (report['results'] ?? []) as JsonObject[]) {
    const [resource] = (result['resources'] ?? []) as JsonObject[];
    const key = `${result['policy']}|${result['rule']}|${resource?.['name']}`;
    found.set(key, inOurWords(`${result['result']}: ${result['message'] ?? result['description'] ?? ''}`));
  }
  return found;
}

/** Where the reference names Go types, Bylaw says what they are. */
function inOurWords(text: string): string {
  return text
    .replaceAll(/(Expected|found) map\[string\]interface \{\}/g, '$1 a map')
    .replaceAll(/(Expected|found) \[\]interface \{\}/g, '$1 a list')
    .replaceAll(
      /(Expected|found) (string|bool|float64)\b/g,
      (_, word: string, type: string) => `${word} ${plainTypes[type]}`,
    );
}

const plainTypes: Readonly<Record<string, string>> = { string: 'a string', bool: 'a boolean', float64: 'a number' };

function ownResults(policies: readonly JsonObject[], resources: readonly JsonObject[]): Map<string, string> {
  const loaded = loadPolicies(parseManifests(documents(policies), 'policies').documents);
  const compiled = compilePolicies(loaded.policies);
  const found = new Map<string, string>();
  for (const { value } of parseManifests(documents(resources), 'resources').documents) {
    if (!isObject(value)) continue;
    const resource = value as Resource;
    const { responses } = evaluate(compiled, { resource, operation: 'CREATE', now: 0 }, new Map());
    for (const { policy, results } of responses) {
      for (const { rule, status, message } of results) {
        found.set(`${policy.name}|${rule}|${nameOf(resource)}`, `${status}: ${message}`);
      }
    }
  }
  return found;
}

/** The smallest policy and resource that still differ. */
export function shrinkDifference(kyverno: string, difference: Difference): Difference {
  const compare = (pairs: readonly Pair[]) =>
    compareAll(
      kyverno,
      pairs.map(({ policy }) => policy),
      pairs.map(({ resource }) => resource),
    );
  const smallest = shrink(difference, (pairs) => {
    const found = compare(pairs);
    return pairs.map(({ policy, resource }) => found.some((one) => one.policy === policy && one.resource === resource));
  });
  return compare([smallest])[0] ?? difference;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, rounds: { type: 'string' } } });
  const kyverno = findKyverno();
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
