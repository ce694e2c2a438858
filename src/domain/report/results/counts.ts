import { type EngineResponse, type Status, statuses } from '../../engine/index.ts';
import { isClassic } from '../../policy/index.ts';
import { isAuditOnly } from './audit.ts';

export type Counts = Readonly<Record<Status, number>>;

/**
 * How many rule results have each status. With `auditWarn` failures of classic policies in Audit are warnings; those of
 * CEL policies stay failures, as in the reference.
 */
export function countResults(responses: Iterable<EngineResponse>, auditWarn = false): Counts {
  const counts = emptyCounts();
  for (const response of responses) {
    const warns = auditWarn && isClassic(response.policy) && isAuditOnly(response);
    for (const { status } of response.results) counts[warns && status === 'fail' ? 'warn' : status]++;
  }
  return counts;
}

export function countStatuses(results: Iterable<{ readonly status: Status }>): Counts {
  const counts = emptyCounts();
  for (const { status } of results) counts[status]++;
  return counts;
}

function emptyCounts(): Record<Status, number> {
  return Object.fromEntries(statuses.map((status) => [status, 0])) as Record<Status, number>;
}

/** The last line of `apply`; the blank at its end is the reference's. */
export function formatCounts(counts: Counts): string {
  return `\npass: ${counts.pass}, fail: ${counts.fail}, warn: ${counts.warn}, error: ${counts.error}, skip: ${counts.skip} \n`;
}
