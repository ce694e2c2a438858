import { compareBytes, getKey, getPath, isObject, type JsonValue } from '../../foundations/kube/index.ts';
import { FunctionError } from '../../languages/gotemplate/index.ts';
import { DocumentMemory } from './document-memory.ts';
import { ChartError } from './errors.ts';
import { compareKinds } from './kind-order.ts';
import { splitDocuments } from './split.ts';
import type { SourceLine } from './trace.ts';
import { readYaml, YamlError } from './yaml.ts';

/** One document that a chart renders, in the words of the file that wrote it. */
export interface RenderedDocument {
  /** `chart/templates/x.yaml`, what the `# Source:` line says. */
  readonly templatePath: string;
  readonly text: string;
  readonly value: JsonValue;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** The events of a hook; empty for what is installed. */
  readonly hooks: readonly string[];
  /** For each line of `text` the template line that wrote it. Worked out when first asked for. */
  readonly lineMap: readonly SourceLine[];
}

/** What a file of a chart rendered to. */
export interface RenderedText {
  readonly text: string;
  /** The template lines that wrote the lines of a part of it, where that is known. */
  lines(start: number, end: number): SourceLine[];
}

export interface SortedManifests {
  readonly manifests: readonly RenderedDocument[];
  readonly hooks: readonly RenderedDocument[];
}

const hookEvents: ReadonlySet<string> = new Set([
  'pre-install',
  'post-install',
  'pre-delete',
  'post-delete',
  'pre-upgrade',
  'post-upgrade',
  'pre-rollback',
  'post-rollback',
  'test',
  'test-success',
]);

/** Splits rendered files into documents, parts hooks from the rest and sorts both by kind. */
export function sortManifests(
  files: ReadonlyMap<string, RenderedText>,
  warn: (message: string) => void,
  memory = new DocumentMemory(),
): SortedManifests {
  const manifests: RenderedDocument[] = [];
  const hooks: RenderedDocument[] = [];
  for (const path of [...files.keys()].sort(compareBytes)) {
    const traced = files.get(path)!;
    for (const { text, start, end } of splitDocuments(traced.text)) {
      const document = readDocument(path, text, memory, () => traced.lines(start, end));
      const hook = hookAnnotation(document.value);
      if (hook === undefined) manifests.push(document);
      else {
        const events = hook.split(',').map((event) => event.trim().toLowerCase());
        if (events.every((event) => hookEvents.has(event))) hooks.push({ ...spread(document), hooks: events });
        else warn(`skipping unknown hooks: hookTypes ${hook}`);
      }
    }
  }
  const byKind = (a: RenderedDocument, b: RenderedDocument): number => compareKinds(a.kind, b.kind);
  return { manifests: manifests.sort(byKind), hooks: hooks.sort(byKind) };
}

/** Copies a document without working out its line map. */
function spread(document: RenderedDocument): RenderedDocument {
  return Object.create(Object.getPrototypeOf(document), Object.getOwnPropertyDescriptors(document)) as RenderedDocument;
}

function readDocument(path: string, text: string, memory: DocumentMemory, lines: () => SourceLine[]): RenderedDocument {
  let value: JsonValue;
  try {
    value = memory.value(text, readChecked);
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const at = error instanceof YamlError && error.line ? lines()[error.line - 1] : lines()[0];
    throw new ChartError(
      'CHART_OUTPUT_YAML',
      `YAML parse error on ${path}: ${error.message}\n\nUse --debug flag to render out invalid YAML`,
      at && { file: at.file, line: at.line, column: 1 },
    );
  }
  let lineMap: readonly SourceLine[] | undefined;
  return {
    templatePath: path,
    text,
    value,
    apiVersion: textAt(value, 'apiVersion'),
    kind: textAt(value, 'kind'),
    name: textAt(getKey(value, 'metadata'), 'name'),
    hooks: [],
    get lineMap() {
      lineMap ??= lines();
      return lineMap;
    },
  };
}

function readChecked(text: string): JsonValue {
  const value = readYaml(text);
  checkHead(value);
  return value;
}

function textAt(value: JsonValue | undefined, key: string): string {
  const found = getKey(value, key);
  if (typeof found === 'string') return found;
  return found === undefined || found === null || typeof found === 'object' ? '' : String(found);
}

/** The head must have the types that Helm reads it into. */
function checkHead(value: JsonValue): void {
  if (value === null) return;
  const refuse = (found: JsonValue, field: string, wanted: string): never => {
    throw new YamlError(
      `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${kindOf(found)} into Go ${field}${wanted}`,
    );
  };
  if (!isObject(value)) refuse(value, '', 'value of type util.SimpleHead');
  const metadata = getKey(value, 'metadata');
  for (const [key, found] of [
    ['apiVersion', getKey(value, 'apiVersion')],
    ['kind', getKey(value, 'kind')],
  ] as const) {
    if (found !== undefined && isCompound(found)) refuse(found, `struct field SimpleHead.${key} of type `, 'string');
  }
  if (metadata === undefined || metadata === null) return;
  if (!isObject(metadata))
    refuse(
      metadata,
      'struct field SimpleHead.metadata of type ',
      'struct { Name string "json:\\"name\\""; Annotations map[string]string "json:\\"annotations\\"" }',
    );
  const name = getKey(metadata, 'name');
  if (name !== undefined && isCompound(name)) refuse(name, 'struct field .metadata.name of type ', 'string');
  const annotations = getKey(metadata, 'annotations');
  if (annotations === undefined || annotations === null) return;
  if (!isObject(annotations)) refuse(annotations, 'struct field .metadata.annotations of type ', 'map[string]string');
  for (const found of Object.values(annotations as object)) {
    if (isCompound(found)) refuse(found, 'struct field .metadata.annotations of type ', 'string');
  }
}

function isCompound(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null;
}

function kindOf(value: JsonValue): string {
  if (Array.isArray(value)) return 'array';
  return isObject(value) ? 'object' : typeof value === 'boolean' ? 'bool' : typeof value;
}

function hookAnnotation(value: JsonValue): string | undefined {
  const hook = getPath(value, ['metadata', 'annotations', 'helm.sh/hook']);
  return hook === undefined || hook === null ? undefined : String(hook);
}
