import { GoMap, type GoValue, parseConstraint, parseVersion, quote } from '../../languages/gotemplate/index.ts';
import type { Chart, Dependency, ImportValue } from './chart.ts';
import { coalesceTables, coalesceValues, copyValues, type Warn } from './coalesce.ts';
import { ChartError } from './errors.ts';

export interface ResolvedDependency extends Omit<Dependency, 'importValues'> {
  readonly enabled: boolean;
  /** What is imported as it is written, and as it is shown once it has been. */
  readonly imports: readonly ImportValue[];
  readonly importValues: readonly { readonly child: string; readonly parent: string }[];
}

/** A chart with its aliases given, its disabled subcharts gone and its imported values taken. */
export interface ResolvedChart {
  readonly name: string;
  readonly chart: Chart;
  readonly values: GoMap;
  readonly dependencies: readonly ResolvedChart[];
  readonly declared: readonly ResolvedDependency[];
}

/** The declared dependencies that charts/ does not hold. */
export function missingDependencies(chart: Chart): readonly Dependency[] {
  const { dependencies = [] } = chart.metadata;
  return dependencies.filter(({ name }) => !chart.dependencies.some((subchart) => subchart.metadata.name === name));
}

/** Refuses a chart of which a declared dependency is not in charts/. */
export function checkDependencies(chart: Chart): void {
  const missing = missingDependencies(chart).map(({ name }) => name);
  if (missing.length === 0) return;
  throw new ChartError(
    'CHART_DEPENDENCY',
    'an error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch ' +
      `missing dependencies: found in Chart.yaml, but missing in charts/ directory: ${missing.join(', ')}`,
  );
}

/** Resolves aliases, conditions, tags and import-values for the values that the user gave. */
export function resolveDependencies(chart: Chart, given: GoMap, warn: Warn): ResolvedChart {
  try {
    return importValues(enable(plain(chart, chart.metadata.name), given, '', warn), warn);
  } catch (error) {
    if (!(error instanceof ChartError)) throw error;
    throw new ChartError(error.code, `chart dependencies processing failed: ${error.message}`, error.location);
  }
}

/** A version that satisfies a range; a range or version that cannot be read does not fit. */
function versionFits(range: string, version: string): boolean {
  const parsed = parseVersion(version);
  const fits = parseConstraint(range);
  return typeof parsed !== 'string' && typeof fits !== 'string' && fits(parsed);
}

function plain(chart: Chart, name: string): ResolvedChart {
  return {
    name,
    chart,
    values: chart.values,
    dependencies: chart.dependencies.map((subchart) => plain(subchart, subchart.metadata.name)),
    // Below a chart that declares nothing Helm looks at no condition and gives no alias, but it imports values.
    declared: (chart.metadata.dependencies ?? []).map((one) => ({
      ...one,
      enabled: false,
      imports: one.importValues,
      importValues: [],
    })),
  };
}

function enable(node: ResolvedChart, values: GoMap, path: string, warn: Warn): ResolvedChart {
  const { dependencies } = node.chart.metadata;
  if (!dependencies) return node;
  const serves = (subchart: ResolvedChart, declared: Dependency): boolean =>
    subchart.name === declared.name && versionFits(declared.version, subchart.chart.metadata.version);
  const undeclared = node.dependencies.filter((subchart) => !dependencies.some((one) => serves(subchart, one)));
  const named = dependencies.flatMap((declared) => {
    const found = node.dependencies.find((subchart) => serves(subchart, declared));
    return found ? [{ ...found, name: declared.alias || found.name }] : [];
  });
  const all = { ...node, dependencies: [...undeclared, ...named] };
  const coalesced = coalesceValues(all, values, warn);
  const declared = dependencies.map((one) => ({
    ...one,
    name: one.alias || one.name,
    enabled: isEnabled(one, coalesced, path, warn),
    imports: one.importValues,
    importValues: [],
  }));
  const disabled = new Set(declared.filter((one) => !one.enabled).map((one) => one.name));
  return {
    ...all,
    declared: declared.filter((one) => !disabled.has(one.name)),
    dependencies: all.dependencies
      .filter((subchart) => !disabled.has(subchart.name))
      .map((subchart) => enable(subchart, coalesced, `${path}${subchart.name}.`, warn)),
  };
}

/** Conditions beat tags; the first condition path that holds a boolean decides. */
function isEnabled(dependency: Dependency, values: GoMap, path: string, warn: Warn): boolean {
  let enabled = enabledByTags(dependency, values, warn);
  for (const condition of dependency.condition.trim().split(',')) {
    if (condition === '') continue;
    const value = valueAt(values, path + condition);
    if (typeof value === 'boolean') {
      enabled = value;
      break;
    }
    if (value !== undefined)
      warn(`returned non-bool value: path ${condition}, chart ${dependency.alias || dependency.name}`);
  }
  return enabled;
}

function enabledByTags(dependency: Dependency, values: GoMap, warn: Warn): boolean {
  const tags = values.get('tags');
  if (!(tags instanceof GoMap)) return true;
  const states = dependency.tags.flatMap((tag) => {
    const state = tags.get(tag);
    if (state === undefined || typeof state === 'boolean') return state === undefined ? [] : [state];
    warn(`returned non-bool value: tag ${tag}, chart ${dependency.alias || dependency.name}`);
    return [];
  });
  return states.includes(true) || !states.includes(false);
}

/** The value at a dotted path, unless it is a map or absent. */
function valueAt(values: GoMap, path: string): GoValue | undefined {
  const parts = path.split('.');
  const table = tableAt(values, parts.slice(0, -1));
  const value = table?.get(parts.at(-1)!);
  return value instanceof GoMap ? undefined : value;
}

function tableAt(values: GoMap, parts: readonly string[]): GoMap | undefined {
  let at: GoMap = values;
  for (const part of parts) {
    const next = at.get(part);
    if (!(next instanceof GoMap)) return undefined;
    at = next;
  }
  return at;
}

function firstMissing(values: GoMap, path: readonly string[]): string {
  return path.find((_, i) => !tableAt(values, path.slice(0, i + 1)))!;
}

/** Bottom up, over defaults only; what the parent says itself is stronger than what it imports. */
function importValues(node: ResolvedChart, warn: Warn): ResolvedChart {
  const resolved = { ...node, dependencies: node.dependencies.map((subchart) => importValues(subchart, warn)) };
  if (!node.chart.metadata.dependencies || resolved.declared.length === 0) return resolved;
  const values = coalesceValues(resolved, new GoMap(), warn, true);
  let imported = new GoMap();
  const declared = resolved.declared.map((dependency) => {
    const entries: { child: string; parent: string }[] = [];
    for (const entry of dependency.imports) {
      const { child, parent } = typeof entry === 'string' ? { child: `exports.${entry}`, parent: '.' } : entry;
      entries.push({ child, parent });
      const path = [dependency.name, ...child.split('.')];
      const table = tableAt(values, path);
      if (table) imported = coalesceTables(imported, atPath(parent, table), '', warn, true);
      else {
        const chart = typeof entry === 'string' ? ': ' : ` from chart: chart ${dependency.name}, `;
        warn(`ImportValues missing table${chart}error ${quote(firstMissing(values, path))} is not a table`);
      }
    }
    return { ...dependency, importValues: entries };
  });
  return { ...resolved, declared, values: coalesceTables(copyValues(values), copyValues(imported), '', warn, true) };
}

function atPath(path: string, table: GoMap): GoMap {
  if (path === '.') return table;
  return path
    .split('.')
    .reverse()
    .reduce((inner, part) => {
      const outer = new GoMap();
      outer.set(part, inner);
      return outer;
    }, table);
}
