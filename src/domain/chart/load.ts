import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { FunctionError, fromBytes, GoMap, toBytes } from '../../languages/gotemplate/index.ts';
import type { Chart, ChartFile, Metadata, SourceFile } from './chart.ts';
import { ChartError } from './errors.ts';
import { readIgnoreRules } from './ignore.ts';
import { checkMetadata, readDependencies, readMetadata } from './metadata.ts';
import { readYamlMap, YamlError } from './yaml.ts';

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
    return { chart: load(kept, options.root ?? '', '', options), diagnostics: [] };
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
  return (path) => {
    const parts = path.split('/');
    return !parts.some((_, i) => ignores(parts.slice(0, i + 1).join('/'), i < parts.length - 1));
  };
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

function load(files: readonly ChartFile[], root: string, prefix: string, options: LoadOptions): Chart {
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
  const metadata = metadataOf(files, readMap('cannot load Chart.yaml', source(chartFile)), at);
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
  const values = valuesSource
    ? readMap('cannot load values.yaml', valuesSource, 'cannot unmarshal yaml document: ')
    : new GoMap();
  // Helm reads every file before it looks at what Chart.yaml says.
  checkMetadata(metadata, at('Chart.yaml'));
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

function metadataOf(files: readonly ChartFile[], value: GoMap, at: (path: string) => string): Metadata {
  let metadata = readMetadata(value);
  if (metadata.apiVersion !== 'v1' && metadata.apiVersion !== 'v2') {
    // Version 3 exists behind a switch: its name is looked at before the version is refused.
    const experimental = metadata.apiVersion === 'v3';
    if (experimental) checkMetadata({ ...metadata, apiVersion: 'v3' }, at('Chart.yaml'));
    throw new ChartError('CHART_METADATA', experimental ? 'invalid chart apiVersion' : 'unsupported chart version', {
      file: at('Chart.yaml'),
      line: 1,
      column: 1,
    });
  }
  const requirements = files.find((file) => file.path === 'requirements.yaml');
  if (requirements) {
    const source = { path: 'requirements.yaml', text: textOf(requirements.data), file: at('requirements.yaml') };
    metadata = {
      ...metadata,
      dependencies: readDependencies(readMap('cannot load requirements.yaml', source)) ?? metadata.dependencies,
    };
  }
  return metadata;
}

function readMap(what: string, source: SourceFile, detail = ''): GoMap {
  try {
    return readYamlMap(source.text);
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const line = error instanceof YamlError ? (error.line ?? 1) : 1;
    throw new ChartError('CHART_YAML', `${what}: ${detail}${error.message}`, { file: source.file, line, column: 1 });
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

function subchart(
  name: string,
  members: readonly ChartFile[],
  root: string,
  prefix: string,
  options: LoadOptions,
): Chart {
  const single = members.find((file) => file.path === '');
  if (!single) return load(members, root, `${prefix}charts/${name}/`, options);
  if (!name.endsWith('.tgz')) {
    throw new ChartError('CHART_MISSING', 'Chart.yaml file is missing');
  }
  if (!options.unpack) throw new ChartError('CHART_ARCHIVE', `cannot open the archive charts/${name}`);
  return load(options.unpack(bytesOf(single.data)), root, `${prefix}charts/${name}/`, options);
}
