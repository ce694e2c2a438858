// Compares the engine with plain models of the documented rules over generated pairs.
//   node conformance/model/run.ts [--seed N] [--count N]
import { parseArgs } from 'node:util';
import { compileConditions } from '../../src/domain/engine/conditions/index.ts';
import { compilePattern } from '../../src/domain/engine/pattern/index.ts';
import { createQuerier } from '../../src/domain/engine/querier.ts';
import { Scope } from '../../src/domain/engine/variables/scope.ts';
import { type JsonValue, jsonEqual, strategicMerge } from '../../src/foundations/kube/index.ts';
import { Random } from '../kyverno/differential/random.ts';
import { patternOf, resourceOf } from '../kyverno/differential/validate-cases.ts';
import { compareAutogen } from './autogen.ts';
import { conditionsCase, conditionsHold } from './conditions-model.ts';
import { keepsKinds, mergeByModel, mergeCase } from './merge-model.ts';
import { judgeByModel, type Verdict } from './pattern-model.ts';

export interface Disagreement {
  readonly resource: JsonValue;
  readonly pattern: JsonValue;
  readonly engine: Verdict;
  readonly model: Verdict;
}

export interface Agreement {
  readonly disagreements: Disagreement[];
  /** How often each verdict was given. */
  readonly verdicts: Readonly<Record<string, number>>;
}

/** Each pattern is tried on several resources. */
const resourcesPerPattern = 4;

export function comparePatterns(seed: number, count: number): Agreement {
  const random = new Random(seed);
  const disagreements: Disagreement[] = [];
  const verdicts: Record<string, number> = {};
  for (let done = 0; done < count; ) {
    const pattern = patternOf(random);
    const test = compilePattern(pattern);
    for (let one = 0; one < resourcesPerPattern && done < count; one++, done++) {
      const resource = resourceOf(random, `r${one}`);
      const outcome = test(resource);
      const engine = { kind: outcome.kind, path: outcome.kind === 'fail' ? outcome.path : '' };
      const model = judgeByModel(resource, pattern);
      verdicts[engine.kind] = (verdicts[engine.kind] ?? 0) + 1;
      if (engine.kind !== model.kind || engine.path !== model.path)
        disagreements.push({ resource, pattern, engine, model });
    }
  }
  return { disagreements, verdicts };
}

/** The number of disagreements about conditions, and how often they held. */
export function compareConditions(seed: number, count: number): { disagreements: JsonValue[]; held: number } {
  const random = new Random(seed);
  const querier = createQuerier();
  const input = { operation: 'CREATE', now: 0 } as const;
  const context = { input, facts: new Map(), scope: new Scope(undefined, '', () => undefined, 0), deleting: false };
  const disagreements: JsonValue[] = [];
  let held = 0;
  for (let done = 0; done < count; done++) {
    const conditions = conditionsCase(random);
    const { holds } = compileConditions(conditions, 'conditions', querier)(context);
    if (holds) held++;
    if (holds !== conditionsHold(conditions)) disagreements.push(conditions);
  }
  return { disagreements, held };
}

/** The merges on which the engine and the model leave different documents, and how many changed something. */
export function compareMerges(seed: number, count: number): { disagreements: JsonValue[]; changed: number } {
  const random = new Random(seed);
  const disagreements: JsonValue[] = [];
  let changed = 0;
  for (let done = 0; done < count; ) {
    const { document, patch } = mergeCase(random);
    if (!keepsKinds(document, patch)) continue;
    done++;
    const engine = strategicMerge(document, patch);
    const model = mergeByModel(document, patch);
    if (!jsonEqual(engine, document)) changed++;
    if (!jsonEqual(engine, model)) disagreements.push({ document, patch, engine, model });
  }
  return { disagreements, changed };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, count: { type: 'string' } } });
  const [seed, count] = [Number(values.seed ?? 1), Number(values.count ?? 100_000)];
  const patterns = comparePatterns(seed, count);
  const conditions = compareConditions(seed, count);
  const merges = compareMerges(seed, count);
  const autogen = compareAutogen(new Random(seed), Math.ceil(count / 10));
  const found: readonly unknown[][] = [
    patterns.disagreements,
    conditions.disagreements,
    merges.disagreements,
    autogen.differences,
  ];
  for (const each of found.flatMap((some) => some.slice(0, 5))) console.log(JSON.stringify(each));
  console.log(`patterns: ${count} pairs, ${JSON.stringify(patterns.verdicts)}, ${found[0]!.length} disagreements`);
  console.log(`conditions: ${count} blocks, ${conditions.held} hold, ${found[1]!.length} disagreements`);
  console.log(`merges: ${count} pairs, ${merges.changed} change something, ${found[2]!.length} disagreements`);
  const controllers = `${Math.ceil(count / 10)} pairs with each controller, ${JSON.stringify(autogen.verdicts)}`;
  console.log(`autogen: ${controllers}, ${found[3]!.length} disagreements`);
}
