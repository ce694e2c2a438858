import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import type { JsonObject, JsonValue } from '../../foundations/kube/index.ts';
import { FunctionError, fromBytes, GoMap, toBytes } from '../../languages/gotemplate/index.ts';
import type { Chart, ChartFile, SourceFile } from './chart.ts';
import { ChartError } from './errors.ts';
import { readIgnoreRules } from './ignore.ts';
import { checkMetadata, type MetadataFields, metadataOf } from './metadata.ts';
import { baseShape, lockShape, metadataShape } from './metadata-shape.ts';
import type { Shape } from './typed.ts';
import { readValuesText } from './values-text.ts';
import { readTypedYaml, YamlError } from './yaml.ts';

export interface LoadOptions {
  /** Where the chart stands, as people write it: begins the file names of locations. */
  readonly root?: string;
  /** Whether `.helmignore` counts: for folders it does, for archives it does not. */
  readonly ignores?: boolean;
  /** Opens a `.tgz` of charts/; without it such a file is refused. */
  readonly unpack?: (archive: Uint8Array) => readonly ChartFile[];
}

export interface LoadedChart {
  readonly chart: Chart | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes a chart of its files. Reading folders and archives is the caller's part.
 *
 * `data` may be bytes; a byte order mark is dropped. Wrong charts give one diagnostic in Helm's words.
 */
export function loadChart(files: readonly ChartFile[], options: LoadOptions = {}): LoadedChart {
  try {
    if (!files.some((file) => file.path === 'Chart.yaml')) {
      const path = [options.root, 'Chart.yaml'].filter(Boolean).join('/');
      const message = `unable to detect chart at ${path}: open ${path}: no such file or directory`;
      throw new ChartError('CHART_MISSING', message, { file: path, line: 1, column: 1 });
    }
    const kept = options.ignores === false ? files : withoutIgnored(files);
    const warnings: Diagnostic[] = [];
    return { chart: load(kept, options.root ?? '', '', { ...options, warnings }), diagnostics: warnings };
  } catch (error) {
    if (!(error instanceof ChartError)) throw error;
    return { chart: undefined, diagnostics: [error.diagnostic] };
  }
}

function withoutIgnored(files: readonly ChartFile[]): ChartFile[] {
  const rulesFile = files.find((file) => file.path === '.helmignore');
  const keeps = chartFileFilter(rulesFile ? textOf(rulesFile.data) : '');
  return files.filter(({ path }) => keeps(path));
}

/** Tells which files of a chart's folder belong to the chart, by the text of its `.helmignore`. */
export function chartFileFilter(ignoreFile: string): (path: string) => boolean {
  const ignores = readIgnoreRules(ignoreFile);
  const folders = new Map<string, boolean>();
  const keepsFolder = (path: string): boolean => {
    let kept = folders.get(path);
    if (kept === undefined) {
      kept = keepsAbove(path) && !ignores(path, true);
      folders.set(path, kept);
    }
    return kept;
  };
  const keepsAbove = (path: string): boolean => {
    const slash = path.lastIndexOf('/');
    return slash < 0 || keepsFolder(path.slice(0, slash));
  };
  return (path) => keepsAbove(path) && !ignores(path, false);
}

function textOf(data: string | Uint8Array): string {
  const text = typeof data === 'string' ? data : fromBytes(data);
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function bytesOf(data: string | Uint8Array): Uint8Array {
  const bytes = typeof data === 'string' ? toBytes(data) : data;
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** Charts inside charts: more is an archive that holds itself. */
const maxDepth = 16;

interface Loading extends LoadOptions {
  readonly warnings: Diagnostic[];
}

function load(files: readonly ChartFile[], root: string, prefix: string, options: Loading): Chart {
  if (prefix.split('charts/').length > maxDepth) {
    throw new ChartError('CHART_LIMIT', `charts lie more than ${maxDepth} deep in each other`);
  }
  const at = (path: string): string => [root, prefix + path].filter(Boolean).join('/');
  const find = (path: string) => files.find((file) => file.path === path);
  const source = (file: ChartFile): SourceFile => ({ path: file.path, text: textOf(file.data), file: at(file.path) });

  const chartFile = find('Chart.yaml');
  if (!chartFile) {
    throw new ChartError('CHART_MISSING', 'Chart.yaml file is missing', { file: at('Chart.yaml'), line: 1, column: 1 });
  }
  const fields: Record<string, JsonValue> = {};
  const readFields = (file: ChartFile, ...shapes: readonly Shape[]): JsonObject =>
    readPart(source(file), () => (readTypedYaml(textOf(file.data), ...shapes) ?? {}) as JsonObject);
  const base = prefix === '' ? [baseShape] : [];
  Object.assign(fields, readFields(chartFile, ...base, metadataShape));
  checkApiVersion(fields, at);
  for (const file of files) {
    if (lists.has(file.path) && metadataOf(fields).apiVersion !== 'v1') options.warnings.push(movedList(file.path, at));
    if (locks.has(file.path)) readFields(file, lockShape);
    if (file.path === 'requirements.yaml') Object.assign(fields, readFields(file, metadataShape));
  }
  const metadata = metadataOf(fields);
  const valuesFile = find('values.yaml');
  const valuesSource = valuesFile && source(valuesFile);
  const templates: SourceFile[] = [];
  const crds: SourceFile[] = [];
  const other = new Map<string, Uint8Array>();
  const inCharts: ChartFile[] = [];
  const schema = find('values.schema.json');
  for (const file of files) {
    const { path } = file;
    if (own.has(path) || (metadata.apiVersion !== 'v1' && lists.has(path))) continue;
    if (path.startsWith('templates/')) templates.push(source(file));
    else if (path.startsWith('charts/') && !path.endsWith('.prov')) inCharts.push(file);
    else {
      other.set(path, bytesOf(file.data));
      if (path.startsWith('crds/') && /\.(ya?ml|json)$/i.test(path)) crds.push(source(file));
    }
  }
  const values = valuesSource ? readPart(valuesSource, () => readValuesText(valuesSource.text)) : new GoMap();
  // Helm reads every file before it looks at what Chart.yaml says.
  checkMetadata(metadata, fields, at('Chart.yaml'));
  const dependencies = subcharts(inCharts).map(([name, members]) => {
    try {
      return subchart(name, members, root, prefix, options);
    } catch (error) {
      if (!(error instanceof ChartError)) throw error;
      const message = `error unpacking subchart ${name} in ${metadata.name}: ${error.message}`;
      throw new ChartError(error.code, message, error.location);
    }
  });
  const chart: Chart = {
    metadata,
    values,
    valuesFile: valuesSource,
    schema: schema && textOf(schema.data),
    templates,
    crds,
    files: other,
    dependencies,
  };
  return chart;
}

const own: ReadonlySet<string> = new Set(['Chart.yaml', 'Chart.lock', 'values.yaml', 'values.schema.json']);
/** Charts of version 1 see these through `.Files`, later ones do not. */
const lists: ReadonlySet<string> = new Set(['requirements.yaml', 'requirements.lock']);

function movedList(path: string, at: (path: string) => string): Diagnostic {
  const message =
    path === 'requirements.yaml'
      ? 'Dependencies are handled in Chart.yaml since apiVersion "v2". We recommend migrating dependencies to Chart.yaml.'
      : 'Dependency locking is handled in Chart.lock since apiVersion "v2". We recommend migrating to Chart.lock.';
  return { code: 'CHART_WARNING', severity: 'warning', message, location: { file: at(path), line: 1, column: 1 } };
}

const locks: ReadonlySet<string> = new Set(['Chart.lock', 'requirements.lock']);

function checkApiVersion(fields: MetadataFields, at: (path: string) => string): void {
  const metadata = metadataOf(fields);
  if (metadata.apiVersion === 'v1' || metadata.apiVersion === 'v2') return;
  // Version 3 exists behind a switch: its name is looked at before the version is refused.
  const experimental = metadata.apiVersion === 'v3';
  if (experimental) checkMetadata(metadata, fields, at('Chart.yaml'));
  throw new ChartError('CHART_METADATA', experimental ? 'invalid chart apiVersion' : 'unsupported chart version', {
    file: at('Chart.yaml'),
    line: 1,
    column: 1,
  });
}

function readPart<T>(source: SourceFile, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const line = error instanceof YamlError ? (error.line ?? 1) : 1;
    const message = `cannot load ${source.path}: ${error.message}`;
    throw new ChartError('CHART_YAML', message, { file: source.file, line, column: 1 });
  }
}

/** The members of charts/, by folder or archive. Names that begin with `_` or `.` are skipped. */
function subcharts(files: readonly ChartFile[]): [string, ChartFile[]][] {
  const groups = new Map<string, ChartFile[]>();
  for (const file of files) {
    const path = file.path.slice('charts/'.length);
    if (/^[_.]/.test(path)) continue;
    const slash = path.indexOf('/');
    const name = slash < 0 ? path : path.slice(0, slash);
    const members = groups.get(name) ?? [];
    members.push({ path: slash < 0 ? '' : path.slice(slash + 1), data: file.data });
    groups.set(name, members);
  }
  return [...groups];
}

function subchart(name: string, members: readonly ChartFile[], root: string, prefix: string, options: Loading): Chart {
  const single = members.find((file) => file.path === '');
  if (!single) return load(members, root, `${prefix}charts/${name}/`, options);
  if (!name.endsWith('.tgz')) {
    throw new ChartError('CHART_MISSING', 'Chart.yaml file is missing');
  }
  if (!options.unpack) throw new ChartError('CHART_ARCHIVE', `cannot open the archive charts/${name}`);
  return load(options.unpack(bytesOf(single.data)), root, `${prefix}charts/${name}/`, options);
}
