import type { EngineResponse, Status } from '../../engine/index.ts';

export type Counts = Readonly<Record<Status, number>>;

/** How many rule results have each status. */
export function countResults(responses: Iterable<EngineResponse>): Counts {
  const counts = { pass: 0, fail: 0, warn: 0, error: 0, skip: 0 };
  for (const { results } of responses) for (const { status } of results) counts[status]++;
  return counts;
}

/** The last line of `apply`; the blank at its end is the reference's. */
export function formatCounts(counts: Counts): string {
  return `pass: ${counts.pass}, fail: ${counts.fail}, warn: ${counts.warn}, error: ${counts.error}, skip: ${counts.skip} \n`;
}
