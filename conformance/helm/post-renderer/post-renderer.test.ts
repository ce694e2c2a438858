import { describe, expect, it } from 'vitest';
import { hasGolden } from '../cases.ts';
import { comparableCases, compare, hasHelm } from './compare.ts';

describe('golden charts through a post-renderer', () => {
  if (!hasHelm || !hasGolden()) {
    it.skip('skipped: needs helm and ../shared/helm-golden, see CONTRIBUTING.md', () => {});
    return;
  }
  // One in six; `run.ts` takes all.
  it.each(
    comparableCases()
      .filter((_, index) => index % 6 === 0)
      .map((golden) => [golden.id, golden] as const),
  )('%s', (_, golden) => {
    expect(compare(golden)).toEqual({ id: golden.id, given: true, printed: true, difference: '' });
  });
});
