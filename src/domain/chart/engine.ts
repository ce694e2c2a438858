import { compareBytes } from '../../foundations/kube/index.ts';
import {
  basePath,
  GoMap,
  type GoValue,
  map,
  prepareTemplates,
  type Run,
  type Template,
  TemplateSet,
} from '../../languages/gotemplate/index.ts';
import type { SourceFile } from './chart.ts';
import { chartValue, filesValue, valuesOf } from './context.ts';
import { helmFunctions } from './helm-functions.ts';
import type { ResolvedChart } from './resolved-chart.ts';
import { type TemplateText, templateError } from './template-error.ts';
import { TracedText } from './trace.ts';
import type { ValueWatch } from './value-watch.ts';

interface Renderable {
  readonly name: string;
  /** How many parts the name has. */
  readonly depth: number;
  readonly basePath: string;
  readonly source: SourceFile;
  readonly context: GoMap;
}

/** What every template of every chart sees beside its own chart's things. */
export interface SharedContext {
  readonly release: GoValue;
  readonly capabilities: GoValue;
  readonly values: GoMap;
  readonly watch?: ValueWatch;
}

/** Renders every template of a chart and its subcharts, by full name (`chart/templates/x.yaml`). */
export function renderTemplates(root: ResolvedChart, shared: SharedContext, run: Run): Map<string, TracedText> {
  const collected: Renderable[] = [];
  collect(root, shared, undefined, collected);
  // Copies of a chart may come to the same path: the last one counts.
  const byName = new Map(collected.map((one) => [one.name, one]));
  const renderables = byName.size === collected.length ? collected : [...byName.values()];
  renderables.sort(inParseOrder);
  const sources = new Map<string, TemplateText>(renderables.map(({ name, source }) => [name, source]));
  const fileOf = (name: string): string => sources.get(name)?.file ?? name;
  const set = new TemplateSet(helmFunctions);
  const rendered = new Map<string, TracedText>();
  try {
    for (const { name, source } of renderables) set.add(prepare(name, source));
    for (const { name, basePath: base, context } of renderables) {
      if (basePath(name).startsWith('_')) continue;
      const template = map([
        ['Name', name],
        ['BasePath', base],
      ]);
      template.type = 'common.Values';
      context.set('Template', template);
      shared.watch?.enter(name);
      rendered.set(name, new TracedText(set.run(name, run, context, true), fileOf));
    }
  } catch (error) {
    throw templateError(error, sources);
  }
  return rendered;
}

const prepared = new WeakMap<SourceFile, { name: string; templates: readonly Template[] }>();

/** Templates are parsed once for as long as their chart lives. */
function prepare(name: string, source: SourceFile): readonly Template[] {
  const known = prepared.get(source);
  if (known?.name === name) return known.templates;
  const templates = prepareTemplates(name, source.text, helmFunctions);
  prepared.set(source, { name, templates });
  return templates;
}

/**
 * Deeper paths first, within one depth names descending; the last definition of a name wins,
 * so a chart wins over its subcharts and the alphabetically first file wins in a folder.
 */
function inParseOrder(a: Renderable, b: Renderable): number {
  return b.depth - a.depth || compareBytes(b.name, a.name);
}

function collect(
  node: ResolvedChart,
  shared: SharedContext,
  parentValues: GoMap | undefined,
  out: Renderable[],
): GoMap {
  const { path } = node;
  const isRoot = parentValues === undefined;
  const own = isRoot ? shared.values : parentValues.get(node.name);
  const values = valuesOf(own instanceof GoMap ? own : new GoMap());
  const subcharts = new GoMap();
  const context = map([
    ['Chart', chartValue(node, isRoot)],
    ['Files', filesValue(node.chart.files)],
    ['Release', shared.release],
    ['Capabilities', shared.capabilities],
    ['Values', values],
    ['Subcharts', subcharts],
  ]);
  context.type = 'common.Values';
  for (const child of node.dependencies) {
    subcharts.set(child.name, collect(child, shared, values, out));
  }
  for (const source of node.chart.templates) {
    const isPartial = basePath(source.path).startsWith('_');
    if (node.chart.metadata.type === 'library' && !isPartial) continue;
    const name = `${path}/${source.path}`;
    out.push({ name, depth: name.split('/').length, basePath: `${path}/templates`, source, context });
  }
  return context;
}
