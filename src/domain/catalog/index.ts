export { compareModes, modeOf, type PolicyMode } from './mode.ts';
export {
  type ClusterRef,
  loadPlatform,
  type Platform,
  type RolloutSettings,
  type SourceRef,
  unknownEnvironment,
} from './platform.ts';
export { type Catalog, type CatalogPolicy, type RenderedSource, renderSource } from './render.ts';
export { RenderedManifest } from './rendered-manifest.ts';
export { type ChartFolder, environmentsOf, findCharts, type SourceTree, valuesFiles } from './source-tree.ts';
export { textHash } from './text-hash.ts';
