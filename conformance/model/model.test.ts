import { describe, expect, it } from 'vitest';
import { Random } from '../kyverno/differential/random.ts';
import { compareAutogen } from './autogen.ts';
import { judgeByModel } from './pattern-model.ts';
import { compareConditions, compareMerges, comparePatterns } from './run.ts';

describe('the engine agrees with plain models over generated pairs', () => {
  it('of patterns and anchors', () => {
    const { disagreements, verdicts } = comparePatterns(101, 20_000);
    expect(disagreements).toEqual([]);
    for (const verdict of ['pass', 'fail', 'skip', 'error']) expect(verdicts[verdict]).toBeGreaterThan(50);
  });

  it('of conditions', () => {
    const { disagreements, held } = compareConditions(102, 20_000);
    expect(disagreements).toEqual([]);
    expect(held).toBeGreaterThan(4000);
    expect(held).toBeLessThan(16_000);
  });

  it('of merges', () => {
    const { disagreements, changed } = compareMerges(103, 20_000);
    expect(disagreements).toEqual([]);
    expect(changed).toBeGreaterThan(10_000);
  });

  it('of rules for controllers: each judges its Pod template as the rule judges the Pod', () => {
    const { differences, verdicts } = compareAutogen(new Random(104), 2000);
    expect(differences).toEqual([]);
    for (const verdict of ['pass', 'fail', 'skip']) expect(verdicts[verdict]).toBeGreaterThan(50);
  });

  it('and a model that is wrong would be noticed', () => {
    expect(judgeByModel({ a: 1 }, { a: 2 })).toEqual({ kind: 'fail', path: '/a/' });
    expect(judgeByModel({ a: 1 }, { '(a)': 2 })).toEqual({ kind: 'skip', path: '' });
  });
});
