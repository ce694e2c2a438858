// Compares the engine with plain models of the documented rules over generated pairs.
//   node conformance/model/run.ts [--seed N] [--count N]
import { parseArgs } from 'node:util';
import { compilePattern } from '../../src/domain/engine/pattern/index.ts';
import type { JsonValue } from '../../src/foundations/kube/index.ts';
import { Random } from '../kyverno/differential/random.ts';
import { patternOf, resourceOf } from '../kyverno/differential/validate-cases.ts';
import { judgeByModel, type Verdict } from './pattern-model.ts';

export interface Disagreement {
  readonly resource: JsonValue;
  readonly pattern: JsonValue;
  readonly engine: Verdict;
  readonly model: Verdict;
}

export interface Agreement {
  readonly disagreements: readonly Disagreement[];
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

if (import.meta.main) {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, count: { type: 'string' } } });
  const count = Number(values.count ?? 100_000);
  const { disagreements, verdicts } = comparePatterns(Number(values.seed ?? 1), count);
  for (const each of disagreements.slice(0, 20)) console.log(JSON.stringify(each));
  console.log(`patterns: ${count} pairs, ${JSON.stringify(verdicts)}, ${disagreements.length} disagreements`);
}
