import { GoList, GoMap, type GoValue, printValue, quote, Run, sprintf } from '../../languages/gotemplate/index.ts';
import { ChartError } from './errors.ts';

/** A chart as coalescing sees it: its name, defaults and enabled subcharts. */
export interface Defaults {
  readonly name: string;
  readonly values: GoMap;
  readonly dependencies: readonly Defaults[];
}

export type Warn = (message: string) => void;

/** A copy of maps and lists that shares nothing with the original. */
export function copyValues(value: GoMap): GoMap {
  const out = new GoMap();
  for (const [key, item] of value) out.set(key, copyValue(item));
  return out;
}

function copyValue(value: GoValue): GoValue {
  if (value instanceof GoMap) return copyValues(value);
  if (value instanceof GoList) return new GoList(value.items.map(copyValue), value.type);
  return value;
}

/**
 * The values that a chart and its subcharts see: what the user gave over the charts' defaults, globals copied down.
 * A null of the user removes a default; with `keepNulls` (for import-values) it stays a null.
 */
export function coalesceValues(chart: Defaults, given: GoMap, warn: Warn, keepNulls = false): GoMap {
  const values = copyValues(given);
  coalesceChart(chart, values, '', warn, keepNulls);
  return values;
}

function coalesceChart(chart: Defaults, into: GoMap, prefix: string, warn: Warn, keepNulls: boolean): void {
  coalesceDefaults(chart, into, prefix, warn, keepNulls);
  const inner = joinPath(prefix, chart.name);
  for (const subchart of chart.dependencies) {
    const known = into.get(subchart.name);
    if (known === undefined) into.set(subchart.name, new GoMap());
    else if (!(known instanceof GoMap)) {
      throw new ChartError('CHART_VALUES', `type mismatch on ${subchart.name}: ${sprintf(new Run(), '%t', [known])}`);
    }
    const table = into.get(subchart.name) as GoMap;
    copyGlobals(table, into, inner, warn);
    coalesceChart(subchart, table, inner, warn, keepNulls);
  }
}

function coalesceDefaults(chart: Defaults, into: GoMap, prefix: string, warn: Warn, keepNulls: boolean): void {
  const path = joinPath(prefix, chart.name);
  for (const [key, original] of chart.values) {
    const value = copyValue(original);
    if (!into.has(key)) {
      into.set(key, value);
      continue;
    }
    const known = into.get(key)!;
    if (known === null && !keepNulls) into.delete(key);
    else if (known instanceof GoMap) {
      if (value instanceof GoMap) {
        const isSubchart = chart.dependencies.some((subchart) => subchart.name === key);
        coalesceTables(known, value, joinPath(path, key), warn, keepNulls || isSubchart);
      } else if (value !== null) warn(`skipped value for ${joinPath(path, key)}: Not a table.`);
    }
  }
}

/**
 * Fills `into` with what `from` has more. Used for tables inside a chart's values and for imported values.
 *
 * A null in `into` is written to `from` too, as Helm does: where `from` is a part of other values, it is seen there.
 */
export function coalesceTables(into: GoMap, from: GoMap, path: string, warn: Warn, keepNulls: boolean): GoMap {
  const deleted: string[] = [];
  for (const [key, known] of into) {
    if (known !== null) continue;
    if (!keepNulls && (from.get(key) ?? null) !== null) deleted.push(key);
    from.set(key, null);
  }
  for (const key of deleted) into.delete(key);
  for (const [key, value] of from) {
    const known = into.get(key);
    if (known === undefined) {
      if (!deleted.includes(key)) into.set(key, value);
    } else if (value instanceof GoMap) {
      if (known instanceof GoMap) coalesceTables(known, value, joinPath(path, key), warn, keepNulls);
      else warn(`cannot overwrite table with non table for ${joinPath(path, key)} (${printValue(value)})`);
    } else if (known instanceof GoMap && value !== null) {
      warn(`destination for ${joinPath(path, key)} is a table. Ignoring non-table value (${printValue(value)})`);
    }
  }
  return into;
}

function copyGlobals(into: GoMap, from: GoMap, prefix: string, warn: Warn): void {
  const own = into.get('global') ?? (into.has('global') ? null : new GoMap());
  if (!(own instanceof GoMap)) {
    warn('skipping globals because destination global is not a table.');
    return;
  }
  const above = from.get('global') ?? (from.has('global') ? null : new GoMap());
  if (!(above instanceof GoMap)) {
    warn('skipping globals because source global is not a table.');
    return;
  }
  for (const [key, value] of above) {
    const known = own.get(key);
    if (value instanceof GoMap) {
      const copy = new GoMap(value);
      if (known === undefined) own.set(key, copy);
      else if (known instanceof GoMap) own.set(key, coalesceTables(copy, known, joinPath(prefix, key), warn, true));
      else warn(`Conflict: cannot merge map onto non-map for ${quote(key)}. Skipping.`);
    } else if (known instanceof GoMap) warn(`key ${key} is table. Skipping`);
    else own.set(key, value);
  }
  into.set('global', own);
}

function joinPath(prefix: string, key: string): string {
  return prefix ? `${prefix}.${key}` : key;
}
