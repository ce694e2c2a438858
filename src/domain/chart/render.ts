import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import type { GoMap } from '../../languages/gotemplate/index.ts';
import {
  defaultLimits,
  type Limits,
  type Providers,
  parseConstraint,
  parseVersion,
  Run,
  repeatableProviders,
} from '../../languages/gotemplate/index.ts';
import { type Capabilities, capabilitiesValue, readCapabilities } from './capabilities.ts';
import type { Chart } from './chart.ts';
import { checkSchemas } from './check-schemas.ts';
import { coalesceValues, copyValues } from './coalesce.ts';
import { releaseValue } from './context.ts';
import { checkDependencies, resolveDependencies } from './dependencies.ts';
import { type DocumentMemory, withDocumentMemory } from './document-memory.ts';
import { renderTemplates } from './engine.ts';
import { ChartError } from './errors.ts';
import type { ResourceLookup } from './helm-functions.ts';
import { type RenderedDocument, type RenderedText, type SortedManifests, sortManifests } from './manifests.ts';
import type { ResolvedChart } from './resolved-chart.ts';
import type { TracedText } from './trace.ts';
import type { ValueWatch } from './value-watch.ts';
import { mergeValueSources, type ValueSources } from './values.ts';

export interface RenderOptions {
  readonly releaseName?: string;
  readonly namespace?: string;
  readonly isUpgrade?: boolean;
  readonly values?: ValueSources;
  /** As `--kube-version` takes it. */
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  /** What the API server of a cluster says it has, instead of the built-in versions. */
  readonly serverApiVersions?: readonly string[];
  readonly includeCrds?: boolean;
  readonly skipSchemaValidation?: boolean;
  /** Notes which values are read. */
  readonly watch?: ValueWatch;
  /** For those who check a chart without the values it is installed with: `required` and `fail` stop nothing. */
  readonly forgiving?: boolean;
  /** A check is no installation: absent dependencies and the chart's `kubeVersion` stop nothing. */
  readonly isCheck?: boolean;
  readonly noHooks?: boolean;
  readonly skipTests?: boolean;
  readonly hideSecret?: boolean;
  /** Paths or globs below the chart's name; only these documents are kept, in this order. */
  readonly showOnly?: readonly string[];
  /** Answers `lookup`; without it nothing is ever found. */
  readonly lookup?: ResourceLookup;
  /** Answers `getHostByName`; without it every name is unknown. */
  readonly addressOf?: (host: string) => string;
  readonly providers?: Providers;
  /** What chance begins with where no `providers` are given; every rendering begins anew. */
  readonly seed?: number;
  readonly limits?: Partial<Limits>;
  /** Leaves the outputs as they are: a post-renderer comes first, and `sortPostRendered` after it. */
  readonly sortLater?: boolean;
}

/** A custom resource definition file of `crds/`, untouched. */
export interface CrdFile {
  readonly path: string;
  readonly text: string;
  readonly file: string;
}

export interface RenderResult {
  readonly crds: readonly CrdFile[];
  /** What is installed, in Helm's order. */
  readonly manifests: readonly RenderedDocument[];
  readonly hooks: readonly RenderedDocument[];
  /** Text of NOTES.txt of the chart itself, or empty. */
  readonly notes: string;
  /** One error, or warnings. With an error there are no documents. */
  readonly diagnostics: readonly Diagnostic[];
  readonly options: RenderOptions;
  /** What each template wrote, as it wrote it, with where every line comes from. Notes are no part of it. */
  readonly outputs: ReadonlyMap<string, TracedText>;
  /** The values that the templates saw, when somebody watches. */
  readonly values?: GoMap;
  /** What the templates wrote, when it is no YAML. */
  readonly unsorted?: string;
}

/**
 * Renders a chart to manifests, in the order Helm would apply them.
 *
 * Pure: chance, clock and cluster come in through `options`; without them the result is the same every time.
 * Every document keeps the template file and line each of its lines came from.
 */
export function renderChart(chart: Chart, options: RenderOptions = {}): RenderResult {
  const warnings: Diagnostic[] = [];
  const warn = (message: string): void => {
    // Values are merged more than once on the way, and each time Helm says the same again.
    if (!warnings.some((one) => one.message === message))
      warnings.push({ code: 'CHART_WARNING', severity: 'warning', message });
  };
  try {
    return { ...render(chart, options, warn), diagnostics: warnings, options };
  } catch (error) {
    if (!(error instanceof ChartError)) throw error;
    const diagnostics = [error.diagnostic, ...warnings];
    return {
      crds: [],
      manifests: [],
      hooks: [],
      notes: '',
      outputs: new Map(),
      diagnostics,
      options,
      unsorted: error.output,
    };
  }
}

function render(
  chart: Chart,
  options: RenderOptions,
  warn: (message: string) => void,
): Omit<RenderResult, 'diagnostics' | 'options'> {
  const capabilities = readCapabilities(options);
  const given = mergeValueSources(options.values ?? {});
  if (chart.metadata.type === 'library') throw new ChartError('CHART_LIBRARY', 'library charts are not installable');
  if (chart.metadata.deprecated) warn('this chart is deprecated');
  if (!options.isCheck) checkDependencies(chart);
  const root = resolveDependencies(chart, given, warn);
  const values = coalesceValues(root, given, warn);
  if (!options.skipSchemaValidation) checkSchemas(root, values);
  if (!options.isCheck) checkKubeVersion(chart, capabilities);

  const run = new Run({ ...defaultLimits, ...options.limits }, options.providers ?? repeatableProviders(options.seed));
  run.memory.set('lookup', options.lookup);
  run.memory.set('forgiving', options.forgiving);
  run.memory.set('addressOf', options.addressOf);
  const seen = options.watch && copyValues(values);
  const rendered = renderTemplates(
    root,
    {
      release: releaseValue({
        name: options.releaseName ?? 'release-name',
        namespace: options.namespace ?? 'default',
        isUpgrade: options.isUpgrade ?? false,
      }),
      capabilities: capabilitiesValue(capabilities),
      values: options.watch?.wrap(values) ?? values,
      watch: options.watch,
    },
    run,
  );
  const notesPath = `${root.name}/templates/NOTES.txt`;
  const notes = rendered.get(notesPath)?.text ?? '';
  for (const path of [...rendered.keys()]) if (path.endsWith('NOTES.txt')) rendered.delete(path);
  const documents = options.sortLater
    ? { manifests: [], hooks: [] }
    : withDocumentMemory(chart, (memory) => sorted(rendered, warn, memory));
  return { crds: crdsOf(root), ...documents, notes, outputs: rendered, values: seen };
}

/** A document that is no YAML ends the rendering; what was rendered goes with the error. */
export function sorted(
  rendered: ReadonlyMap<string, RenderedText>,
  warn: (message: string) => void,
  memory?: DocumentMemory,
): SortedManifests {
  try {
    return sortManifests(rendered, warn, memory);
  } catch (error) {
    if (!(error instanceof ChartError)) throw error;
    const texts = [...rendered].filter(([, { text }]) => text.trim() !== '');
    error.output = texts.map(([path, { text }]) => `---\n# Source: ${path}\n${text}\n`).join('');
    throw error;
  }
}

function checkKubeVersion(chart: Chart, capabilities: Capabilities): void {
  const range = chart.metadata.kubeVersion;
  if (range === '') return;
  const version = parseVersion(capabilities.version);
  const fits = parseConstraint(range);
  if (typeof version !== 'string' && typeof fits !== 'string' && fits(version)) return;
  throw new ChartError(
    'CHART_KUBE_VERSION',
    `chart requires kubeVersion: ${range} which is incompatible with Kubernetes ${capabilities.gitVersion}\n\nUse --debug flag to render out invalid YAML`,
  );
}

/** A chart's own files first, then those of its subcharts. */
function crdsOf({ chart, path, dependencies }: ResolvedChart): CrdFile[] {
  return [
    ...chart.crds.map((crd) => ({ path: `${path}/${crd.path}`, text: crd.text, file: crd.file })),
    ...dependencies.flatMap(crdsOf),
  ];
}
