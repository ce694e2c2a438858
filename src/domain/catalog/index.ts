export { RenderedManifest } from './rendered-manifest.ts';
export { type Catalog, type CatalogPolicy, renderSource, type RenderedSource } from './render.ts';
export { compareModes, modeOf, type PolicyMode } from './mode.ts';
export { textHash } from './text-hash.ts';
export {
  type ClusterRef,
  loadPlatform,
  type Platform,
  type RolloutSettings,
  type SourceRef,
  unknownEnvironment,
} from './platform.ts';
export { type ChartFolder, environmentsOf, findCharts, type SourceTree, valuesFiles } from './source-tree.ts';
