export { formatGitLab } from './formats/gitlab.ts';
export { formatJUnit } from './formats/junit.ts';
export { formatMarkdown, markdownTable } from './formats/markdown.ts';
export { formatApplyFailures } from './results/apply-text.ts';
export { type Change, changesOf, formatChangeForFile, formatChanges } from './results/changes.ts';
export { type Counts, countResults, countStatuses, formatCounts } from './results/counts.ts';
export { generatedExceptions } from './results/generated-exceptions.ts';
export { placeOfResource, placeOfRule, type WrittenResource } from './results/places.ts';
export { policyReports, type ReportApi, reportApis } from './results/policy-report.ts';
export {
  findingsOf,
  type PlacedResponse,
  type ReportedResult,
  reportedResults,
} from './results/reported.ts';
export { showResource } from './results/show-resource.ts';
export { formatColumns, formatTable } from './results/table.ts';
