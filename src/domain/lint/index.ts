export { editsByFile } from './finding.ts';
export type { FixedText } from './fixes/fix-document.ts';
export { fixPolicy } from './fixes/fix-policy.ts';
export { fixHeader, fixTestFile } from './fixes/fix-test-file.ts';
export { lintDocuments } from './lint-documents.ts';
export { type ChartLintOptions, lintSource } from './lint-source.ts';
export {
  type EnvironmentsInput,
  findDuplicatePolicies,
  findHardStarts,
  findPermissiveProduction,
} from './rules/environments.ts';
