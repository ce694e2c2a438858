import type { Diagnostic, Location } from '../../foundations/diagnostics/index.ts';
import { isObject, type JsonValue } from '../../foundations/kube/index.ts';
import { applyEdits, type ManifestDocument, parseManifests } from '../../languages/manifest/index.ts';
import { type Chart, loadChart, type RenderedDocument, renderChart } from '../chart/index.ts';
import { loadPolicies, type Policy, type PolicyException } from '../policy/index.ts';
import { modeOf } from './mode.ts';
import { RenderedManifest } from './rendered-manifest.ts';
import { type ChartFolder, findCharts, type SourceTree, valuesFiles } from './source-tree.ts';

/** A policy as an environment has it, with where it comes from. */
export interface CatalogPolicy {
  readonly policy: Policy;
  readonly source: string;
  readonly chart: string;
  readonly chartVersion: string;
  /** The template line that the policy begins at. */
  readonly template: Location;
  /** The values line that sets its mode, when one does. */
  readonly modeLine: Location | undefined;
}

/** The policies of one environment. */
export interface Catalog {
  readonly environment: string;
  readonly policies: readonly CatalogPolicy[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface RenderedSource {
  readonly policies: readonly CatalogPolicy[];
  /** Exceptions that are deployed with the policies. */
  readonly exceptions: readonly PolicyException[];
  readonly diagnostics: readonly Diagnostic[];
}

interface ValuesFile {
  readonly path: string;
  readonly text: string;
}

const decoder = new TextDecoder();

/** Renders every chart of a source with the values of an environment, and reads the policies in it. */
export function renderSource(
  tree: SourceTree,
  environment: string | undefined,
  showFile: (path: string) => string = (path) => path,
): RenderedSource {
  const policies: CatalogPolicy[] = [];
  const exceptions: PolicyException[] = [];
  const diagnostics: Diagnostic[] = [];
  const values = valuesFiles(tree, environment).map(
    (path): ValuesFile => ({ path: showFile(path), text: decoder.decode(tree.files.get(path)!) }),
  );
  for (const folder of findCharts(tree)) {
    const chart = openChart(tree, folder, showFile, diagnostics);
    if (!chart) continue;
    const rendered = renderPolicies(chart, values);
    diagnostics.push(...rendered.diagnostics);
    exceptions.push(...rendered.exceptions);
    // Finding the lines renders the chart once for each candidate, so it waits until somebody asks.
    let modeLines: ReadonlyMap<string, Location> | undefined;
    for (const policy of rendered.policies) {
      policies.push({
        policy,
        source: tree.source,
        chart: chart.metadata.name,
        chartVersion: chart.metadata.version,
        get template() {
          return policy.document.locate(['kind'], 'key');
        },
        get modeLine() {
          modeLines ??= findModeLines(chart, values, rendered.policies);
          return modeLines.get(policy.name);
        },
      });
    }
  }
  return { policies, exceptions, diagnostics };
}

function openChart(
  tree: SourceTree,
  folder: ChartFolder,
  showFile: (path: string) => string,
  diagnostics: Diagnostic[],
): Chart | undefined {
  const { chart, diagnostics: found } = loadChart(folder.files, {
    root: showFile(folder.root),
    unpack: tree.unpacker?.(),
  });
  diagnostics.push(...found);
  return chart;
}

function renderPolicies(
  chart: Chart,
  values: readonly ValuesFile[],
): Pick<RenderedSource, 'exceptions' | 'diagnostics'> & { policies: readonly Policy[] } {
  const result = renderChart(chart, { values: { files: values.map(({ path, text }) => ({ name: path, text })) } });
  const documents = result.manifests.flatMap(asDocument);
  const loaded = loadPolicies(documents);
  return {
    policies: loaded.policies,
    exceptions: loaded.exceptions,
    diagnostics: [...result.diagnostics, ...loaded.diagnostics],
  };
}

function asDocument(rendered: RenderedDocument): ManifestDocument[] {
  return parseManifests(rendered.text, rendered.templatePath).documents.map(
    (document) => new RenderedManifest(document, rendered),
  );
}

/**
 * The values line that sets each policy's mode: a line that says Audit or Enforce is turned round, the chart is
 * rendered again, and the policies whose mode turned with it are set by that line. No convention is assumed.
 */
function findModeLines(
  chart: Chart,
  values: readonly ValuesFile[],
  policies: readonly Policy[],
): ReadonlyMap<string, Location> {
  const found = new Map<string, Location>();
  const before = new Map(policies.map((policy) => [policy.name, modeOf(policy)]));
  const files = [
    ...(chart.valuesFile ? [{ path: chart.valuesFile.file, text: chart.valuesFile.text, own: true }] : []),
    ...values.map((file) => ({ ...file, own: false })),
  ];
  for (const file of files) {
    const document = parseManifests(file.text, file.path).documents[0];
    if (!document) continue;
    for (const path of modePaths(document.value, [])) {
      const range = document.range(path);
      if (!range) continue;
      const text = applyEdits(file.text, [{ ...range, text: turn(file.text.slice(range.start, range.end)) }]);
      const after = file.own
        ? renderPolicies(withValues(chart, text), values)
        : renderPolicies(
            chart,
            values.map((other) => (other.path === file.path ? { path: other.path, text } : other)),
          );
      for (const policy of after.policies) {
        if (before.has(policy.name) && before.get(policy.name) !== modeOf(policy))
          found.set(policy.name, document.locate(path));
      }
    }
  }
  return found;
}

function withValues(chart: Chart, text: string): Chart {
  const { chart: changed } = loadChart([
    {
      path: 'Chart.yaml',
      data: JSON.stringify({ apiVersion: 'v2', name: chart.metadata.name, version: chart.metadata.version }),
    },
    { path: 'values.yaml', data: text },
  ]);
  return changed ? { ...chart, values: changed.values } : chart;
}

function modePaths(value: JsonValue, path: readonly (string | number)[]): (readonly (string | number)[])[] {
  if (typeof value === 'string') return /^(audit|enforce|deny)$/i.test(value) ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => modePaths(item, [...path, index]));
  return isObject(value) ? Object.entries(value).flatMap(([key, item]) => modePaths(item, [...path, key])) : [];
}

function turn(written: string): string {
  if (/audit/i.test(written)) return written.replace(/audit/i, (word) => (word === 'audit' ? 'enforce' : 'Enforce'));
  return written.replace(/enforce|deny/i, (word) => (word === word.toLowerCase() ? 'audit' : 'Audit'));
}
