import {
  GoList,
  type GoMap,
  GoMap as GoMapClass,
  type GoValue,
  parseVersion,
  printValue,
} from '../../languages/gotemplate/index.ts';
import type { Dependency, ImportValue, Maintainer, Metadata } from './chart.ts';
import { ChartError } from './errors.ts';

const text = (value: GoValue | undefined): string => (value === undefined || value === null ? '' : printValue(value));

function texts(value: GoValue | undefined): string[] {
  return value instanceof GoList ? value.items.map(text) : [];
}

function maps(value: GoValue | undefined): GoMap[] {
  return value instanceof GoList ? value.items.filter((item): item is GoMap => item instanceof GoMapClass) : [];
}

/** Reads the parts of Chart.yaml that rendering knows. */
export function readMetadata(value: GoMap): Metadata {
  const annotations = value.get('annotations');
  return {
    apiVersion: text(value.get('apiVersion')) || 'v1',
    name: text(value.get('name')),
    version: text(value.get('version')),
    appVersion: text(value.get('appVersion')),
    type: text(value.get('type')),
    description: text(value.get('description')),
    home: text(value.get('home')),
    icon: text(value.get('icon')),
    kubeVersion: text(value.get('kubeVersion')),
    condition: text(value.get('condition')),
    tags: text(value.get('tags')),
    deprecated: value.get('deprecated') === true,
    keywords: texts(value.get('keywords')),
    sources: texts(value.get('sources')),
    maintainers: maps(value.get('maintainers')).map(readMaintainer),
    annotations:
      annotations instanceof GoMapClass ? new Map([...annotations].map(([key, item]) => [key, text(item)])) : undefined,
    dependencies: readDependencies(value),
  };
}

/** The entries of `dependencies`, or `undefined` without the key. Version 1 charts keep them in requirements.yaml. */
export function readDependencies(value: GoMap): Dependency[] | undefined {
  const entries = value.get('dependencies');
  return entries instanceof GoList ? maps(entries).map(readDependency) : undefined;
}

function readMaintainer(value: GoMap): Maintainer {
  return { name: text(value.get('name')), email: text(value.get('email')), url: text(value.get('url')) };
}

function readDependency(value: GoMap): Dependency {
  const imports = value.get('import-values');
  return {
    name: text(value.get('name')),
    version: text(value.get('version')),
    repository: text(value.get('repository')),
    condition: text(value.get('condition')),
    tags: texts(value.get('tags')),
    alias: text(value.get('alias')),
    importValues: imports instanceof GoList ? imports.items.flatMap(readImport) : [],
  };
}

function readImport(value: GoValue): ImportValue[] {
  if (typeof value === 'string') return [value];
  if (!(value instanceof GoMapClass)) return [];
  return [{ child: text(value.get('child') ?? null), parent: text(value.get('parent') ?? null) }];
}

/** Refuses what Helm refuses, in its words. */
export function checkMetadata(metadata: Metadata, file: string): void {
  const refuse = (problem: string): never => {
    throw new ChartError('CHART_METADATA', `validation: ${problem}`, { file, line: 1, column: 1 });
  };
  const { name, version, apiVersion, type } = metadata;
  if (apiVersion === '') refuse('chart.metadata.apiVersion is required');
  if (name === '') refuse('chart.metadata.name is required');
  if (name === '.' || name === '..') refuse(`chart.metadata.name ${JSON.stringify(name)} is not allowed`);
  if (name.includes('/')) refuse(`chart.metadata.name ${JSON.stringify(name)} is invalid`);
  if (version === '') refuse('chart.metadata.version is required');
  if (typeof parseVersion(version) === 'string') refuse(`chart.metadata.version ${JSON.stringify(version)} is invalid`);
  if (type !== '' && type !== 'application' && type !== 'library')
    refuse('chart.metadata.type must be application or library');
  const seen = new Set<string>();
  for (const dependency of metadata.dependencies ?? []) {
    const key = dependency.alias || dependency.name;
    if (dependency.alias !== '' && !/^[a-zA-Z0-9_-]+$/.test(dependency.alias)) {
      refuse(`dependency ${JSON.stringify(dependency.name)} has disallowed characters in the alias`);
    }
    if (seen.has(key)) refuse(`more than one dependency with name or alias ${JSON.stringify(key)}`);
    seen.add(key);
  }
}
