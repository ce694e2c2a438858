export type { DuplicateKey, ManifestDocument, ManifestPath, Range } from './document.ts';
export { applyEdits } from './edit.ts';
export { deleteAtPath, renameKey } from './edit-entry.ts';
export { replaceScalar, setAtPath } from './edit-value.ts';
export { toYaml, toYamlPretty, toYamlWide, type YamlValue } from './emit.ts';
export {
  describeGoYamlError,
  type FirstProblem,
  type ParsedManifests,
  parseFirstManifest,
  parseManifests,
} from './parse.ts';
export type { RewritableDocument } from './rewrite/rewritable-document.ts';
export { type JsonOptions, toJson } from './to-json.ts';
export { numberText } from './value.ts';

/** Documents written again with their comments. Loaded when somebody wants it: few do. */
export const loadRewriting = () => import('./rewrite/rewritable-document.ts');
