export { editsByFile } from './finding.ts';
export { lintDocuments } from './lint-documents.ts';
export { type ChartLintOptions, lintSource } from './lint-source.ts';
export {
  type EnvironmentsInput,
  findDuplicatePolicies,
  findHardStarts,
  findPermissiveProduction,
} from './rules/environments.ts';
