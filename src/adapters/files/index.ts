export { ensureFolder } from './ensure-folder.ts';
export { type ManifestFiles, readManifests, unreadable } from './read-manifests.ts';
export { readTree } from './read-tree.ts';
