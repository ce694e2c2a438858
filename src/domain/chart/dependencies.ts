import { GoMap, type GoValue, parseConstraint, parseVersion, quote } from '../../languages/gotemplate/index.ts';
import type { Chart, Dependency } from './chart.ts';
import { ChartNode, type Declared } from './chart-node.ts';
import { coalesceTables, coalesceValues, copyValues, type Warn } from './coalesce.ts';
import { ChartError } from './errors.ts';
import type { ResolvedChart } from './resolved-chart.ts';

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
    const root = new ChartNode(chart);
    enable(root, given, '', warn);
    importValues(root, warn);
    return root.resolved();
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

function enable(node: ChartNode, values: GoMap, path: string, warn: Warn): void {
  const declared = node.card.dependencies;
  if (!declared) return;
  const serves = (subchart: ChartNode, { name, version }: Declared): boolean =>
    subchart.name === name && versionFits(version, subchart.chart.metadata.version);
  const all = node.dependencies.filter((subchart) => !declared.some((one) => serves(subchart, one)));
  for (const one of declared) {
    const found = node.dependencies.find((subchart) => serves(subchart, one));
    if (found) all.push(found.copy(one.alias));
    if (one.alias) one.name = one.alias;
  }
  node.adopt(all);
  const coalesced = coalesceValues(node, values, warn);
  for (const one of declared) one.enabled = isEnabled(one, coalesced, path, warn);
  const disabled = new Set(declared.filter(({ enabled }) => !enabled).map(({ name }) => name));
  const kept = all.filter(({ name }) => !disabled.has(name));
  for (const subchart of kept) enable(subchart, coalesced, `${path}${subchart.name}.`, warn);
  const left = declared.filter(({ name }) => !disabled.has(name));
  node.card.dependencies = left.length > 0 ? left : undefined;
  node.adopt(kept);
}

/** Conditions beat tags; the first condition path that holds a boolean decides. */
function isEnabled(dependency: Declared, values: GoMap, path: string, warn: Warn): boolean {
  let enabled = enabledByTags(dependency, values, warn);
  for (const condition of dependency.condition.trim().split(',')) {
    if (condition === '') continue;
    const value = valueAt(values, path + condition);
    if (typeof value === 'boolean') {
      enabled = value;
      break;
    }
    if (value !== undefined) warn(`returned non-bool value: path ${condition}, chart ${dependency.name}`);
  }
  return enabled;
}

function enabledByTags(dependency: Declared, values: GoMap, warn: Warn): boolean {
  const tags = values.get('tags');
  if (!(tags instanceof GoMap)) return true;
  const states = dependency.tags.flatMap((tag) => {
    const state = tags.get(tag);
    if (state === undefined || typeof state === 'boolean') return state === undefined ? [] : [state];
    warn(`returned non-bool value: tag ${tag}, chart ${dependency.name}`);
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
function importValues(node: ChartNode, warn: Warn): void {
  for (const subchart of node.dependencies) importValues(subchart, warn);
  if (!node.card.dependencies) return;
  const values = coalesceValues(node, new GoMap(), warn, true);
  let imported = new GoMap();
  for (const dependency of node.card.dependencies) {
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
    // What is shared by two copies of a chart is imported once.
    dependency.imports = [];
    dependency.importValues = entries;
  }
  node.values = coalesceTables(copyValues(values), imported, '', warn, true);
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
