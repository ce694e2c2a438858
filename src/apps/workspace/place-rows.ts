import type { Policy } from '../../domain/policy/index.ts';
import { placeOfResource, placeOfRule } from '../../domain/report/index.ts';
import { showRowResource, type TestRow } from '../../domain/suite/index.ts';
import type { Location } from '../../foundations/diagnostics/index.ts';
import type { LocatedResource } from './load-resources.ts';

/** A row of a test, and where the expectation, the resource and the rule are written. */
export interface PlacedRow extends TestRow {
  readonly expectation?: Location;
  readonly location?: Location;
  readonly ruleLocation?: Location;
}

/** Says where rows come from. */
export function placeRows(
  rows: readonly TestRow[],
  expectation: Location | undefined,
  resources: readonly LocatedResource[],
  policies: readonly Policy[],
): PlacedRow[] {
  return rows.map((row) => {
    const written = resources.find(({ resource }) => showRowResource(resource) === row.resource);
    const policy = policies.find(({ name }) => name === row.policy.split('/').at(-1));
    return {
      ...row,
      ...(expectation ? { expectation } : {}),
      ...(written ? { location: placeOfResource(written, row) } : {}),
      ...(policy ? { ruleLocation: placeOfRule(policy, row) } : {}),
    };
  });
}
