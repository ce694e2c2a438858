export type { DuplicateKey, ManifestDocument, ManifestPath, Range } from './document.ts';
export { applyEdits } from './edit.ts';
export { toYaml, toYamlPretty, type YamlValue } from './emit.ts';
export { describeGoYamlError, type ParsedManifests, parseManifests } from './parse.ts';
