// Compares mutate rules with the real kyverno over generated cases and prints every difference.
//   node conformance/kyverno/differential/mutate.ts [--seed N] [--count N]
import { parseArgs } from 'node:util';
import { findProgram, kyvernoApply } from '../../../src/adapters/reference/index.ts';
import { compilePolicies, evaluate } from '../../../src/domain/engine/index.ts';
import { loadPolicies } from '../../../src/domain/policy/index.ts';
import { type JsonValue, jsonEqual, type Resource } from '../../../src/foundations/kube/index.ts';
import { parseManifests } from '../../../src/languages/manifest/index.ts';
import { type MutateCase, mutateCase } from './mutate-cases.ts';
import { Random } from './random.ts';

export interface Difference {
  readonly found: MutateCase;
  readonly reference: JsonValue;
  readonly ours: JsonValue | undefined;
}

const batchSize = 40;

/** What a run found. Cases on which the reference crashes are not compared. */
export interface Comparison {
  readonly differences: Difference[];
  /** How many were compared, and on how many of these the rule changed something or failed. */
  compared: number;
  effective: number;
}

/** Runs `count` generated cases through both, in batches of one process each. */
export function compareMutations(kyverno: string, seed: number, count: number): Comparison {
  const random = new Random(seed);
  const comparison: Comparison = { differences: [], compared: 0, effective: 0 };
  for (let done = 0; done < count; done += batchSize) {
    const cases = Array.from({ length: Math.min(batchSize, count - done) }, (_, index) =>
      mutateCase(random, `case-${done + index}`),
    );
    compareBatch(kyverno, cases, comparison);
  }
  return comparison;
}

function compareBatch(kyverno: string, cases: readonly MutateCase[], comparison: Comparison): void {
  if (cases.length === 0) return;
  const { stdout: printed } = kyvernoApply(kyverno, {
    policies: cases.map(({ policy }) => policy),
    resources: cases.map(({ resource }) => resource),
  });
  for (const [index, found] of cases.entries()) {
    const reference = mutatedBy(printed, found);
    // The reference crashed on this case; the others that its run did not reach get another one.
    if (reference === undefined) return compareBatch(kyverno, cases.slice(index + 1), comparison);
    const ours = mutate(found);
    comparison.compared++;
    if (!jsonEqual(reference, found.resource)) comparison.effective++;
    if (!jsonEqual(reference, ours)) comparison.differences.push({ found, reference, ours });
  }
}

/** The document that the reference prints after its policy, `{}` when the rule was an error. */
function mutatedBy(printed: string, { policy, resource }: MutateCase): JsonValue | undefined {
  const name = (policy as Resource & { metadata: { name: string } }).metadata.name;
  const head = `policy ${name} applied to ns/${resource['kind']}/${name}:\n`;
  const start = printed.indexOf(head);
  if (start < 0) return undefined;
  const text = printed.slice(start + head.length, printed.indexOf('\n---\n', start));
  return parseManifests(text, 'reference').documents[0]?.value;
}

function mutate({ policy, resource }: MutateCase): JsonValue | undefined {
  const loaded = loadPolicies(parseManifests(JSON.stringify(policy), 'policy').documents);
  const input = { resource: resource as Resource, operation: 'CREATE' as const, now: 0 };
  const { responses } = evaluate(compilePolicies(loaded.policies), input, new Map());
  const [response] = responses;
  if (response?.results.some(({ patchedResource }) => patchedResource === null)) return {};
  return response?.patchedResource ?? resource;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, count: { type: 'string' } } });
  const kyverno = findProgram('kyverno');
  if (!kyverno) console.log('skipped: needs the real kyverno, see CONTRIBUTING.md');
  else {
    const count = Number(values.count ?? 1000);
    const { differences, compared, effective } = compareMutations(kyverno, Number(values.seed ?? 1), count);
    for (const { found, reference, ours } of differences) {
      console.log(JSON.stringify({ ...found, reference, ours }));
    }
    console.log(`${count} cases, ${compared} compared, ${effective} with an effect, ${differences.length} differences`);
  }
}
