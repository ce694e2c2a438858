export type { ManifestDocument, ManifestPath, Range } from './document.ts';
export { applyEdits } from './edit.ts';
export { type ParsedManifests, parseManifests } from './parse.ts';
export { resolvePlain } from './scalar.ts';
