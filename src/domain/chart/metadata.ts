import { isObject, type JsonObject, type JsonValue } from '../../foundations/kube/index.ts';
import { fromPlain, parseVersion, printValue, quote } from '../../languages/gotemplate/index.ts';
import type { Dependency, ImportValue, Maintainer, Metadata } from './chart.ts';
import { ChartError } from './errors.ts';

/** Chart.yaml with its parts in the types of `metadataShape`; null stands for an entry that is nothing. */
export type MetadataFields = JsonObject;

/** What the metadata of a chart says, made of the fields that its files hold. */
export function metadataOf(fields: MetadataFields): Metadata {
  const { annotations, dependencies } = fields;
  const clean = (key: string): string => cleanText(fields[key]);
  return {
    apiVersion: textOf(fields['apiVersion']) || 'v1',
    name: clean('name'),
    version: textOf(fields['version']),
    appVersion: clean('appVersion'),
    type: textOf(fields['type']),
    description: clean('description'),
    home: clean('home'),
    icon: clean('icon'),
    kubeVersion: clean('kubeVersion'),
    condition: clean('condition'),
    tags: clean('tags'),
    deprecated: fields['deprecated'] === true,
    keywords: itemsOf(fields['keywords']).map(cleanText),
    sources: itemsOf(fields['sources']).map(cleanText),
    maintainers: itemsOf(fields['maintainers']).filter(isObject).map(readMaintainer),
    annotations: isObject(annotations)
      ? new Map(Object.entries(annotations).map(([key, item]) => [key, textOf(item)]))
      : undefined,
    dependencies: Array.isArray(dependencies) ? dependencies.filter(isObject).map(readDependency) : undefined,
  };
}

const itemsOf = (value: JsonValue | undefined): JsonValue[] => (Array.isArray(value) ? value : []);
const textOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');

/** Blanks of all kinds become spaces, and what cannot be printed goes. */
function cleanText(value: JsonValue | undefined): string {
  const found = textOf(value);
  if (/^[ -~]*$/.test(found)) return found;
  return found.replace(/[\t\n\v\f\r\u0085\p{Z}]/gu, ' ').replace(/\p{C}/gu, '');
}

function readMaintainer(value: JsonObject): Maintainer {
  return { name: cleanText(value['name']), email: cleanText(value['email']), url: cleanText(value['url']) };
}

function readDependency(value: JsonObject): Dependency {
  return {
    name: cleanText(value['name']),
    version: cleanText(value['version']),
    repository: cleanText(value['repository']),
    condition: cleanText(value['condition']),
    tags: itemsOf(value['tags']).map(cleanText),
    alias: textOf(value['alias']),
    importValues: itemsOf(value['import-values']).flatMap(readImport),
  };
}

function readImport(value: JsonValue): ImportValue[] {
  if (typeof value === 'string') return [value];
  if (!isObject(value)) return [];
  return [{ child: printed(value['child']), parent: printed(value['parent']) }];
}

const printed = (value: JsonValue | undefined): string => printValue(fromPlain(value ?? null));

/** Refuses what Helm refuses, in its words. */
export function checkMetadata(metadata: Metadata, fields: MetadataFields, file: string): void {
  const refuse = (problem: string): never => {
    throw new ChartError('CHART_METADATA', `validation: ${problem}`, { file, line: 1, column: 1 });
  };
  const { name, version, apiVersion, type } = metadata;
  if (apiVersion === '') refuse('chart.metadata.apiVersion is required');
  if (name === '') refuse('chart.metadata.name is required');
  if (name === '.' || name === '..') refuse(`chart.metadata.name ${quote(name)} is not allowed`);
  if (name.includes('/')) refuse(`chart.metadata.name ${quote(name)} is invalid`);
  if (version === '') refuse('chart.metadata.version is required');
  if (typeof parseVersion(version) === 'string') refuse(`chart.metadata.version ${quote(version)} is invalid`);
  if (type !== '' && type !== 'application' && type !== 'library')
    refuse('chart.metadata.type must be application or library');
  if (itemsOf(fields['maintainers']).includes(null)) refuse('maintainers must not contain empty or null nodes');
  const seen = new Set<string>();
  if (itemsOf(fields['dependencies']).includes(null)) refuse('dependencies must not contain empty or null nodes');
  for (const dependency of metadata.dependencies ?? []) {
    const key = dependency.alias || dependency.name;
    if (dependency.alias !== '' && !/^[a-zA-Z0-9_-]+$/.test(dependency.alias)) {
      refuse(`dependency ${quote(dependency.name)} has disallowed characters in the alias`);
    }
    if (seen.has(key)) refuse(`more than one dependency with name or alias ${quote(key)}`);
    seen.add(key);
  }
}
