export { formatApplyFailures, showResource } from './results/apply-text.ts';
export { type Counts, countResults, formatCounts } from './results/counts.ts';
export { policyReport } from './results/policy-report.ts';
export { formatColumns, formatTable } from './results/table.ts';
