import { compareDiagnostics, type Diagnostic, type Location, SourceText } from '../../foundations/diagnostics/index.ts';
import { isObject, type JsonValue, jsonEqual } from '../../foundations/kube/index.ts';
import {
  applyEdits,
  type ManifestDocument,
  type ManifestPath,
  parseManifests,
} from '../../languages/manifest/index.ts';
import { type ChartFolder, findCharts, type SourceTree, valuesFiles } from '../catalog/index.ts';
import { loadChart, type RenderedDocument, type RenderOptions, renderChart } from '../chart/index.ts';
import { loadPolicies, type Policy } from '../policy/index.ts';
import { lintChartFile } from './chart/chart-file.ts';
import { lintChartLayout, lintCrds, lintDependencies } from './chart/chart-layout.ts';
import { lintRenderedFiles } from './chart/rendered-files.ts';
import type { LintFile } from './finding.ts';
import { isLegacyField, legacyBlocks, legacyFinding } from './rules/legacy-match.ts';
import { findListBlanks } from './rules/list-blanks.ts';
import { findUnescapedVariables } from './rules/unescaped-variables.ts';

const decoder = new TextDecoder();
const isTemplate = (path: string) => /^templates\/.*\.(ya?ml|tpl)$/.test(path);

/**
 * Finds mistakes in the charts and values of a source. Templates whose variables are not escaped are read as if they
 * were, so that one mistake does not hide the others; every finding stands where the text is on disk.
 */
export function lintSource(
  tree: SourceTree,
  environments: readonly string[],
  showFile: (path: string) => string,
  options: ChartLintOptions = {},
): readonly Diagnostic[] {
  const found = new Findings();
  for (const folder of findCharts(tree)) lintChart(tree, folder, environments, showFile, options, found);
  return found.sorted();
}

/** What a chart is rendered with for a check. */
export type ChartLintOptions = Pick<RenderOptions, 'values' | 'kubeVersion' | 'namespace' | 'skipSchemaValidation'>;

/** Findings in one list, each once: every environment renders the same templates. */
class Findings {
  readonly #found = new Map<string, Diagnostic>();

  add(findings: readonly Diagnostic[]): void {
    for (const finding of findings) {
      const { code, message, location, subject } = finding;
      const key = JSON.stringify([
        code,
        location?.file,
        location?.line,
        location?.column,
        // Fields that are missing have one place, and no environment changes what is said of them.
        location && code !== 'CHART_METADATA' ? '' : message,
        code.startsWith('FIELD') ? subject?.path : '',
      ]);
      const known = this.#found.get(key);
      if (!known || (!known.fix && finding.fix)) this.#found.set(key, finding);
    }
  }

  sorted(): readonly Diagnostic[] {
    return [...this.#found.values()].sort(compareDiagnostics);
  }
}

function lintChart(
  tree: SourceTree,
  folder: ChartFolder,
  environments: readonly string[],
  showFile: (path: string) => string,
  options: ChartLintOptions,
  found: Findings,
): void {
  const root = showFile(folder.root);
  const shown = (path: string) => `${root}/${path}`;
  const repaired = new Map<string, RepairedFile>();
  const files = folder.files.map(({ path, data }) => {
    if (!isTemplate(path)) return { path, data };
    const file = { file: shown(path), text: decoder.decode(data) };
    const findings = findUnescapedVariables(file);
    found.add(findings);
    const fixed = new RepairedFile(file, findings);
    repaired.set(shown(path), fixed);
    return { path, data: fixed.text };
  });
  const textFile = (name: string): LintFile | undefined => {
    const file = folder.files.find(({ path }) => path === name);
    return file && { file: shown(name), text: decoder.decode(file.data) };
  };
  const ownValues = [textFile('values.yaml')].filter((file) => file !== undefined);
  const environmentFiles = new Map<string, LintFile>();
  for (const environment of environments.length > 0 ? environments : [undefined]) {
    for (const path of valuesFiles(tree, environment))
      environmentFiles.set(path, { file: showFile(path), text: decoder.decode(tree.files.get(path)!) });
  }
  const valuesDocuments = [...ownValues, ...environmentFiles.values()].flatMap((file) => parseValues(file, found));
  for (const document of valuesDocuments) found.add(findListBlanks(document));
  const { chart, diagnostics } = loadChart(files, { root, unpack: tree.unpacker?.() });
  const chartFile = textFile('Chart.yaml');
  const inChartFile = chartFile ? lintChartFile(chartFile) : [];
  found.add(inChartFile);
  found.add(
    lintChartLayout(
      files.map(({ path }) => path),
      shown,
    ),
  );
  // Loading stops at the first mistake of Chart.yaml; all of them are told already.
  const told = inChartFile.some(({ severity }) => severity === 'error');
  found.add(diagnostics.filter(({ code }) => !(told && code === 'CHART_METADATA')));
  if (!chart) return;
  found.add(lintDependencies(chart, { file: shown('Chart.yaml'), line: 1, column: 1 }));
  found.add(lintCrds(chart));
  if (chart.metadata.type === 'library') return;
  for (const environment of environments.length > 0 ? environments : [undefined]) {
    const values = valuesFiles(tree, environment).map((path) => environmentFiles.get(path)!);
    const layers = [...values.map(({ file, text }) => ({ name: file, text })), ...(options.values?.files ?? [])];
    const result = renderChart(chart, {
      ...options,
      releaseName: 'test-release',
      values: { ...options.values, files: layers },
      isCheck: true,
      forgiving: layers.length === 0,
    });
    found.add(explainFailure(result.diagnostics, valuesDocuments));
    found.add(lintRenderedFiles(result, chart.metadata.name, options.kubeVersion));
    for (const rendered of result.manifests) lintRendered(rendered, repaired, valuesDocuments, found);
  }
}

/** A template as it is on disk, and with its variables escaped: the lines are the same. */
class RepairedFile {
  readonly original: LintFile;
  readonly text: string;

  constructor(original: LintFile, findings: readonly Diagnostic[]) {
    this.original = original;
    this.text = applyEdits(
      original.text,
      findings.flatMap(({ fix }) => fix ?? []),
    );
  }
}

function parseValues(file: LintFile, found: Findings): readonly ManifestDocument[] {
  const { documents, diagnostics } = parseManifests(file.text, file.file);
  found.add(diagnostics);
  return documents;
}

/** Findings in what one template rendered, told where the template or the values have them. */
function lintRendered(
  rendered: RenderedDocument,
  repaired: ReadonlyMap<string, RepairedFile>,
  values: readonly ManifestDocument[],
  found: Findings,
): void {
  const document = parseManifests(rendered.text, rendered.templatePath).documents[0];
  if (!document) return;
  const loaded = loadPolicies([document]);
  const place = new Placer(rendered, document, repaired);
  const legacy = loaded.policies.flatMap((policy) => legacyFindings(policy, place, values));
  found.add(legacy);
  found.add(
    loaded.diagnostics
      .filter((finding) => !isLegacyField(finding))
      .map((finding) => ({ ...finding, ...place.of(finding.location) })),
  );
  for (const finding of findListBlanks(document)) {
    // A blank that comes from values is found there.
    const literal = place.literal(finding);
    if (literal) found.add([literal]);
  }
}

function legacyFindings(policy: Policy, place: Placer, values: readonly ManifestDocument[]): Diagnostic[] {
  return legacyBlocks(policy).flatMap((block) => {
    const written = place.key(policy.document.locate(block.path, 'key'), block.block);
    if (written?.literal) return [legacyFinding(written.file, written.offset, block, policy.name)];
    for (const document of values) {
      const path = findValue(document.value, block.value, []);
      const range = path && document.range(path, 'key');
      if (range)
        return [
          legacyFinding({ file: document.source.file, text: document.source.text }, range.start, block, policy.name),
        ];
    }
    return [
      {
        ...legacyFinding({ file: '', text: '' }, 0, block, policy.name),
        fix: undefined,
        ...place.of(policy.document.locate(block.path, 'key')),
      } as Diagnostic,
    ];
  });
}

/** Where a value stands in a values file, if it stands there as a whole. */
function findValue(value: JsonValue, wanted: JsonValue, path: ManifestPath): ManifestPath | undefined {
  if (path.length > 0 && jsonEqual(value, wanted)) return path;
  const entries: [string | number, JsonValue][] = Array.isArray(value)
    ? [...value.entries()]
    : isObject(value)
      ? Object.entries(value)
      : [];
  for (const [key, item] of entries) {
    const found = findValue(item, wanted, [...path, key]);
    if (found) return found;
  }
  return undefined;
}

/** Turns places in rendered text into places on disk. */
class Placer {
  readonly #rendered: RenderedDocument;
  readonly #document: ManifestDocument;
  readonly #repaired: ReadonlyMap<string, RepairedFile>;

  constructor(rendered: RenderedDocument, document: ManifestDocument, repaired: ReadonlyMap<string, RepairedFile>) {
    this.#rendered = rendered;
    this.#document = document;
    this.#repaired = repaired;
  }

  /** The template line of a place, with the column where the text is literally there. */
  of(location: Location | undefined): { location?: Location } {
    if (!location) return {};
    const written = this.#rendered.lineMap[location.line - 1];
    const file = written && this.#repaired.get(written.file);
    if (!written || !file) return { location };
    const text = this.#document.source
      .line(location.line)
      .slice(location.column - 1, (location.endColumn ?? location.column + 1) - 1);
    const line = new SourceText(written.file, file.original.text).line(written.line);
    const at = text === '' ? -1 : line.indexOf(text);
    return {
      location:
        at < 0
          ? { file: written.file, line: written.line, column: 1 }
          : {
              file: written.file,
              line: written.line,
              column: at + 1,
              endLine: written.line,
              endColumn: at + 1 + text.length,
            },
    };
  }

  /** The offset on disk of a key in the template; `literal` when what is below it is written there too. */
  key(location: Location, name: string): { file: LintFile; offset: number; literal: boolean } | undefined {
    const written = this.#rendered.lineMap[location.line - 1];
    const file = written && this.#repaired.get(written.file);
    if (!written || !file) return undefined;
    const source = new SourceText(written.file, file.original.text);
    const line = source.line(written.line);
    const at = new RegExp(`^[\\s-]*${name}:`).exec(line);
    if (!at) return undefined;
    const below = `${line.slice(at[0].length)}${source.line(written.line + 1)}`.trimStart();
    return {
      file: file.original,
      offset: source.offsetOf(written.line, at[0].length - name.length),
      literal: !below.startsWith('{{'),
    };
  }

  /** A finding with a fix, moved to the template, when the template has the text literally. */
  literal(finding: Diagnostic): Diagnostic | undefined {
    const { location, fix } = finding;
    const edit = fix?.[0];
    if (!location || !edit) return undefined;
    const value = this.#document.source.text.slice(edit.start, edit.end);
    const written = this.#rendered.lineMap[location.line - 1];
    const file = written && this.#repaired.get(written.file);
    if (!written || !file) return undefined;
    const source = new SourceText(written.file, file.original.text);
    const at = source.line(written.line).indexOf(value);
    if (at < 0) return undefined;
    const start = source.offsetOf(written.line, at + 1);
    return {
      ...finding,
      location: source.locate(start, start + value.length),
      fix: [{ file: written.file, start, end: start + value.length, text: edit.text }],
    };
  }
}

/** A chart that stops on a variable which came out of the values: the finding belongs to the values line. */
function explainFailure(
  diagnostics: readonly Diagnostic[],
  values: readonly ManifestDocument[],
): readonly Diagnostic[] {
  const unknown = diagnostics.find(
    ({ severity, message }) =>
      severity === 'error' && /function "\w+" not defined|bad character|unexpected/.test(message),
  );
  if (!unknown) return diagnostics;
  const inValues = values.flatMap(({ source }) => findUnescapedVariables({ file: source.file, text: source.text }));
  return inValues.length > 0 ? inValues : diagnostics;
}
