import { describe, expect, it } from 'vitest';
import { describeDifference, differenceOf, hasHelm, knownDifferences } from './run.ts';

/** More are tried by `node conformance/helm/differential/run.ts --seed N --count N`. */
const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

describe('random charts through the real helm and through ours', () => {
  if (!hasHelm()) {
    it.skip('skipped: needs helm, see CONTRIBUTING.md', () => {});
    return;
  }
  it('give the same text, or fail at the same place', { timeout: 60_000 }, () => {
    const found = seeds.flatMap((seed) => differenceOf(seed) ?? []).map(describeDifference);
    expect(found).toEqual([]);
  });

  it('known differences still differ', { timeout: 60_000 }, () => {
    const agreeing = Object.keys(knownDifferences()).filter((seed) => differenceOf(Number(seed)) === undefined);
    expect(agreeing).toEqual([]);
  });
});
