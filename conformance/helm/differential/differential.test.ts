import { describe, expect, it } from 'vitest';
import { describeDifference, differencesOf, differs, knownDifferences } from './differences.ts';
import { hasHelm } from './programs.ts';
import { modes } from './run.ts';

/** More are tried by `node conformance/helm/differential/run.ts --mode NAME --seed N --count N`. */
describe.each(modes)('random $name through the real helm and through ours', (mode) => {
  if (!hasHelm()) {
    it.skip('skipped: needs helm, see CONTRIBUTING.md', () => {});
    return;
  }
  const known = Object.keys(knownDifferences(mode)).map(Number);
  const seeds = Array.from({ length: mode.tried }, (_, i) => (mode.from ?? 1) + i).filter(
    (seed) => !known.includes(seed),
  );

  it('give the same text, or fail at the same place', { timeout: 60_000 }, () => {
    expect([...differencesOf(mode, seeds)].map(describeDifference)).toEqual([]);
  });

  it('known differences still differ', { timeout: 60_000 }, () => {
    expect(known.filter((seed) => differs(mode, seed))).toEqual(known);
  });
});
