import { getKey, isObject, type JsonValue } from '../../foundations/kube/index.ts';
import { compareVersions, FunctionError, parseConstraint, parseVersion } from '../../languages/gotemplate/index.ts';
import { ChartError } from './errors.ts';
import { readYaml } from './yaml.ts';

/** A packed chart that a repository offers. */
export interface OfferedChart {
  readonly version: string;
  /** Absolute, or relative to the repository. */
  readonly urls: readonly string[];
  /** SHA-256 in hexadecimal digits, or empty. */
  readonly digest: string;
}

/**
 * Reads the `index.yaml` of a chart repository: the versions of each chart, newest first.
 *
 * @throws ChartError when it is no index.
 */
export function readRepositoryIndex(text: string, source: string): ReadonlyMap<string, readonly OfferedChart[]> {
  const refuse = (problem: string): never => {
    throw new ChartError('CHART_FETCH', `error loading ${source}: ${problem}`);
  };
  if (text.trim() === '') refuse('empty index.yaml file');
  let value: JsonValue = null;
  try {
    value = readYaml(text);
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    refuse(error.message);
  }
  if (getKey(value, 'apiVersion') === undefined) refuse('no API version specified');
  const entries = getKey(value, 'entries');
  const charts = new Map<string, readonly OfferedChart[]>();
  for (const [name, versions] of isObject(entries) ? Object.entries(entries) : []) {
    charts.set(name, Array.isArray(versions) ? versions.flatMap(readOffer).sort(newestFirst) : []);
  }
  return charts;
}

function readOffer(value: JsonValue): OfferedChart[] {
  const version = getKey(value, 'version');
  if (typeof version !== 'string' || typeof parseVersion(version) === 'string') return [];
  const urls = getKey(value, 'urls');
  const digest = getKey(value, 'digest');
  return [
    {
      version,
      urls: Array.isArray(urls) ? urls.filter((url) => typeof url === 'string') : [],
      digest: typeof digest === 'string' ? digest.replace(/^sha256:/, '') : '',
    },
  ];
}

function newestFirst(a: OfferedChart, b: OfferedChart): number {
  return compareVersionTexts(b.version, a.version);
}

export function isVersion(text: string): boolean {
  return typeof parseVersion(text) !== 'string';
}

/** Orders texts that are semantic versions; others come first. */
export function compareVersionTexts(a: string, b: string): number {
  const [x, y] = [parseVersion(a), parseVersion(b)];
  if (typeof x === 'string' || typeof y === 'string')
    return typeof x === 'string' ? (typeof y === 'string' ? 0 : -1) : 1;
  return compareVersions(x, y);
}

/**
 * The version that a wish means, out of versions sorted newest first: exactly that text, else the newest that fits the
 * constraint. An empty wish is the newest that is no pre-release.
 *
 * @returns `undefined` when none fits.
 * @throws ChartError when the wish is no constraint.
 */
export function pickVersion(versions: readonly string[], wish: string): string | undefined {
  if (wish !== '' && versions.includes(wish)) return wish;
  const fits = parseConstraint(wish || '*');
  if (typeof fits === 'string') throw new ChartError('CHART_REFERENCE', `improper constraint: ${wish}`);
  return versions.find((text) => {
    const version = parseVersion(text);
    return typeof version !== 'string' && fits(version);
  });
}
