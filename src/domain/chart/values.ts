import { getPath, isObject, type JsonValue } from '../../foundations/kube/index.ts';
import { FunctionError, fromPlain, GoMap, type GoValue } from '../../languages/gotemplate/index.ts';
import { ChartError } from './errors.ts';
import { readJson } from './json.ts';
import { applySet, applySetLiteral, readTyped, SetError } from './set-grammar.ts';
import type { ValuePath } from './value-watch.ts';
import { mergeMaps, readValuesText } from './values-text.ts';
import { YamlError } from './yaml.ts';

/** Where values come from, weakest first, as Helm orders them whatever the order on the command line. */
export interface ValueSources {
  /** `-f`, left to right. */
  readonly files?: readonly { readonly name: string; readonly text: string }[];
  readonly setJson?: readonly string[];
  readonly set?: readonly string[];
  readonly setString?: readonly string[];
  /** `key=path`; the text comes from `readFile`. */
  readonly setFile?: readonly string[];
  readonly setLiteral?: readonly string[];
  /** Stronger than all: what an explanation tries out. */
  readonly overrides?: readonly { readonly path: ValuePath; readonly value: JsonValue }[];
  /** What the values are without the overrides: a list is changed as a whole. */
  readonly base?: JsonValue;
  /** Gives the text of a file named by `setFile`; throws an Error with the reason. */
  readonly readFile?: (path: string) => string;
}

/** Merges every source into one map, the stronger over the weaker. Nulls stay: they delete defaults later. */
export function mergeValueSources(sources: ValueSources): GoMap {
  let values = new GoMap();
  for (const file of sources.files ?? []) values = mergeMaps(values, readValuesFile(file.name, file.text));
  for (const text of sources.setJson ?? []) values = applyJson(values, text);
  for (const text of sources.set ?? []) apply('--set', () => applySet(values, text, readTyped));
  for (const text of sources.setString ?? []) apply('--set-string', () => applySet(values, text, (value) => value));
  for (const text of sources.setFile ?? []) apply('--set-file', () => applySet(values, text, readFileValue(sources)));
  for (const text of sources.setLiteral ?? []) apply('--set-literal', () => applySetLiteral(values, text));
  for (const { path, value } of sources.overrides ?? []) override(values, path, value, sources.base ?? null);
  return values;
}

/** Sets a value, and makes the maps above it. */
function override(values: GoMap, path: ValuePath, value: JsonValue, base: JsonValue): void {
  const inList = path.findIndex((part) => typeof part === 'number');
  const keys = (inList < 0 ? path : path.slice(0, inList)) as readonly string[];
  let at = values;
  for (const key of keys.slice(0, -1)) {
    const known = at.get(key);
    const next = known instanceof GoMap ? known : new GoMap();
    at.set(key, next);
    at = next;
  }
  const whole = inList < 0 ? value : withItem(getPath(base, keys) ?? [], path.slice(inList), value);
  at.set(keys.at(-1)!, fromPlain(whole));
}

function withItem(list: JsonValue, [index, ...rest]: ValuePath, value: JsonValue): JsonValue {
  if (index === undefined) return value;
  if (Array.isArray(list)) return list.map((item, at) => (at === index ? withItem(item, rest, value) : item));
  return isObject(list) ? { ...list, [index]: withItem(list[index as string] ?? null, rest, value) } : list;
}

function readFileValue(sources: ValueSources): (path: string) => GoValue {
  return (path) => {
    if (!sources.readFile) throw new SetError(`cannot read ${path}`);
    return sources.readFile(path);
  };
}

function readValuesFile(name: string, text: string): GoMap {
  try {
    return readValuesText(text);
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const line = error instanceof YamlError ? (error.line ?? 1) : 1;
    throw new ChartError('CHART_VALUES', `failed to parse ${name}: ${error.message}`, { file: name, line, column: 1 });
  }
}

function applyJson(values: GoMap, text: string): GoMap {
  if (text.trim().startsWith('{')) {
    try {
      const parsed = readJson(text);
      return parsed instanceof GoMap ? mergeMaps(values, parsed) : values;
    } catch {
      throw new ChartError('CHART_VALUES', `failed parsing --set-json data JSON: ${text}`);
    }
  }
  try {
    applySet(values, text, (value) => value, 'json');
  } catch {
    throw new ChartError('CHART_VALUES', `failed parsing --set-json data ${text}`);
  }
  return values;
}

function apply(flag: string, change: () => void): void {
  try {
    change();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new ChartError('CHART_VALUES', `failed parsing ${flag} data: ${error.message}`);
  }
}
