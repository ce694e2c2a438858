export type { Chart, ChartFile, Dependency, Metadata, SourceFile } from './chart.ts';
export { missingDependencies } from './dependencies.ts';
export { ChartError } from './errors.ts';
export { type ValueEffect, ValueExplainer } from './explain-values.ts';
export { formatRender, renderedFiles } from './format.ts';
export { helmFunctions, type ResourceLookup } from './helm-functions.ts';
export { chartFileFilter, type LoadedChart, type LoadOptions, loadChart } from './load.ts';
export type { RenderedDocument } from './manifests.ts';
export type { OutputLine } from './output-lines.ts';
export { type ChartOutside, renderChartWith } from './outside.ts';
export { type ParsedTemplate, parseTemplate } from './parse-template.ts';

export { nameFromTemplate } from './release-name.ts';
export { type CrdFile, type RenderOptions, type RenderResult, renderChart } from './render.ts';
export {
  compareVersionTexts,
  isVersion,
  type OfferedChart,
  pickVersion,
  readRepositoryIndex,
} from './repository-index.ts';
export type { SourceLine, TracedText } from './trace.ts';
export { globalPath, showPath, type ValuePlace } from './value-places.ts';
export type { ValuePath } from './value-watch.ts';
export { mergeValueSources, type ValueSources } from './values.ts';

/** What comes before and after a post-renderer. Loaded when there is one. */
export const loadPostRendering = () => import('./post-render.ts');
