// Makes mistakes at random in the policies of the reference's own suites, and compares which of them the real
// `kyverno apply` and Bylaw refuse.
//   node conformance/kyverno/refusals/differential.ts [--seed 1] [--count 400] [--show 20]
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gvkOf, isObject, isResource, type JsonObject } from '../../../src/foundations/kube/index.ts';
import { parseManifests } from '../../../src/languages/manifest/index.ts';
import { haveKyverno } from '../reference.ts';
import { haveSuites, suitesFolder } from '../runner.ts';
import { crash, type Decision, decideByReference, decideHere } from './decide.ts';
import { randomFrom, withMistakes } from './mutate.ts';

export interface RefusalDifference {
  readonly policy: JsonObject;
  readonly reference: Decision;
  readonly ours: Decision;
}

export interface RefusalRun {
  readonly accepted: number;
  readonly refused: number;
  readonly differences: readonly RefusalDifference[];
}

/** The ClusterPolicies and Policies of the suites: whole ones, no assertions about them. */
export function policiesOfSuites(): JsonObject[] {
  return readdirSync(suitesFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .flatMap((file) => parseManifests(readFileSync(file, 'utf8'), file).documents)
    .flatMap(({ value }) => {
      if (!isResource(value) || gvkOf(value).group !== 'kyverno.io' || !isObject(value['spec'])) return [];
      return value.kind === 'ClusterPolicy' || value.kind === 'Policy' ? [value as JsonObject] : [];
    });
}

/** Compares the decisions on policies, each of which gets a name of its own. */
export function compareDecisions(policies: readonly JsonObject[]): RefusalRun {
  const named = policies.map((policy, index): JsonObject => {
    const metadata = isObject(policy['metadata']) ? policy['metadata'] : {};
    return { ...policy, metadata: { ...metadata, name: `p${index}` } };
  });
  const texts = named.map((policy) => JSON.stringify(policy));
  const reference: Decision[] = [];
  for (let from = 0; from < texts.length; from += 200) {
    reference.push(...decideByReference(texts.slice(from, from + 200), (index) => `p${from + index}`));
  }
  const differences = texts.flatMap((text, index): RefusalDifference[] => {
    const ours = decideHere(text);
    const theirs = reference[index]!;
    return ours.accepted === theirs.accepted || theirs.reason === crash
      ? []
      : [{ policy: named[index]!, reference: theirs, ours }];
  });
  const accepted = reference.filter((decision) => decision.accepted).length;
  return { accepted, refused: reference.length - accepted, differences };
}

/** Policies of the suites with mistakes. */
export function mistakenPolicies(seed: number, count: number): JsonObject[] {
  const random = randomFrom(seed);
  const policies = policiesOfSuites();
  return Array.from({ length: count }, () => withMistakes(policies[random(policies.length)]!, policies, random));
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '400' },
      show: { type: 'string', default: '20' },
    },
  });
  if (!haveKyverno || !haveSuites()) {
    console.log('skipped: needs kyverno and ../shared/conformance, see CONTRIBUTING.md');
  } else {
    const { accepted, refused, differences } = compareDecisions(
      mistakenPolicies(Number(values.seed), Number(values.count)),
    );
    for (const { policy, reference, ours } of differences.slice(0, Number(values.show))) {
      console.log(`${JSON.stringify(policy)}\n  reference: ${show(reference)}\n  here: ${show(ours)}`);
    }
    console.log(`${differences.length} differences; the reference accepts ${accepted} and refuses ${refused}`);
    process.exitCode = differences.length > 0 ? 1 : 0;
  }
}

function show({ accepted, reason }: Decision): string {
  return accepted ? 'accepted' : `refused: ${reason}`;
}
