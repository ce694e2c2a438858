// Decides whether our output equals Helm's: the rules are in the README of the golden data.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChartError, formatRender, loadChart, renderChart } from '../../src/domain/chart/index.ts';
import { isObject, type JsonValue, jsonEqual } from '../../src/foundations/kube/index.ts';
import { parseManifests } from '../../src/languages/manifest/index.ts';
import { type GoldenCase, readArguments, readFolder, unpackChart } from './cases.ts';

export interface Verdict {
  readonly id: string;
  readonly group: string;
  readonly isError: boolean;
  /** The score that counts: same documents, or the same failure at the same place. */
  readonly passed: boolean;
  /** Bytes or error text equal; `undefined` when not judged. */
  readonly exact: boolean | undefined;
  readonly difference: string;
}

interface Outcome {
  readonly text: string;
  readonly error: string | undefined;
}

const charts = new Map<string, ReturnType<typeof loadChart>>();

function loadCached(folder: string): ReturnType<typeof loadChart> {
  let chart = charts.get(folder);
  if (!chart) {
    chart = loadChart(readFolder(folder), { unpack: unpackChart, root: 'CHARTDIR' });
    charts.set(folder, chart);
  }
  return chart;
}

function run(golden: GoldenCase): Outcome {
  try {
    const options = readArguments(golden.folder);
    const { chart, diagnostics } = loadCached(golden.chartFolder);
    if (!chart) return { text: '', error: diagnostics[0]!.message };
    const result = renderChart(chart, options);
    const problem = result.diagnostics.find((one) => one.severity === 'error');
    return problem ? { text: '', error: problem.message } : { text: formatRender(result), error: undefined };
  } catch (error) {
    if (error instanceof ChartError || /^(open|unknown flag)/.test((error as Error).message)) {
      return { text: '', error: (error as Error).message };
    }
    throw error;
  }
}

export function judge(golden: GoldenCase): Verdict {
  let outcome: Outcome;
  try {
    outcome = run(golden);
  } catch (error) {
    outcome = { text: '', error: `CRASH ${(error as Error).stack}` };
  }
  const errorFile = join(golden.folder, 'expected.error');
  const base = { id: golden.id, group: golden.group };
  if (existsSync(errorFile)) {
    return { ...base, isError: true, ...judgeError(readFileSync(errorFile, 'utf8'), outcome, golden.truncatedError) };
  }
  if (outcome.error !== undefined) {
    return { ...base, isError: false, passed: false, exact: false, difference: `fails: ${outcome.error}` };
  }
  const expected = readFileSync(join(golden.folder, 'expected.yaml'), 'utf8');
  const maskFile = join(golden.folder, 'mask.json');
  const mask = existsSync(maskFile) ? (JSON.parse(readFileSync(maskFile, 'utf8')) as Mask) : undefined;
  const difference = compareText(expected, outcome.text, mask);
  const exact = mask ? undefined : expected === outcome.text;
  return {
    ...base,
    isError: false,
    passed: difference === '',
    exact,
    difference: difference || (exact === false ? firstLine(expected, outcome.text) : ''),
  };
}

function firstLine(expected: string, actual: string): string {
  const a = expected.split('\n');
  const b = actual.split('\n');
  const at = a.findIndex((line, i) => line !== b[i]);
  const i = at < 0 ? a.length : at;
  return `bytes, line ${i + 1}:\n    want ${JSON.stringify(a[i])}\n    got  ${JSON.stringify(b[i])}`;
}

interface Mask {
  readonly paths?: readonly string[];
  readonly structure?: boolean;
}

interface StreamDocument {
  readonly source: string;
  readonly value: JsonValue;
  readonly text: string;
}

function documentsOf(text: string): StreamDocument[] {
  return text
    .split(/^---[ \t]*$/m)
    .slice(1)
    .map((part) => {
      const { documents, diagnostics } = parseManifests(part, '');
      const value = diagnostics.length > 0 ? part : (documents[0]?.value ?? null);
      return { source: /^# Source: .*$/m.exec(part)?.[0] ?? '', value, text: part };
    });
}

function compareText(expected: string, actual: string, mask: Mask | undefined): string {
  if (expected === actual) return '';
  const want = documentsOf(expected);
  const got = documentsOf(actual);
  if (mask?.structure) {
    const kinds = (list: StreamDocument[]) =>
      list.map((one) => (isObject(one.value) ? String(one.value['kind']) : '')).join(' ');
    return kinds(want) === kinds(got) ? '' : `kinds: want ${kinds(want)}\n    got ${kinds(got)}`;
  }
  for (let i = 0; i < Math.max(want.length, got.length); i++) {
    const a = want[i];
    const b = got[i];
    if (!a || !b) return `document ${i}: ${a ? `missing ${a.source}` : `too many: ${b!.source}`}`;
    if (a.source !== b.source) return `document ${i}: want ${a.source}, got ${b.source}`;
    const masks = (mask?.paths ?? [])
      .filter((path) => path.split('/')[1] === String(i))
      .map((path) => path.split('/').slice(2));
    const left = masked(a.value, masks);
    const right = masked(b.value, masks);
    if (!jsonEqual(left, right)) {
      return `document ${i} ${a.source}: ${firstDifference(left, right, '')}\n  ${firstLine(a.text, b.text)}`;
    }
  }
  return '';
}

function masked(value: JsonValue, paths: readonly (readonly string[])[]): JsonValue {
  if (paths.length === 0) return value;
  if (paths.some((path) => path.length === 0)) return `masked ${Array.isArray(value) ? 'array' : typeof value}`;
  const inner = (key: string) => paths.filter((path) => pointerPart(path[0]!) === key).map((path) => path.slice(1));
  if (Array.isArray(value)) return value.map((item, i) => masked(item, inner(String(i))));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item, inner(key))]));
}

function pointerPart(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function firstDifference(a: JsonValue, b: JsonValue, path: string): string {
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let i = 0; i < Math.max(a.length, b.length); i++) {
      if (!jsonEqual(a[i], b[i])) return firstDifference(a[i] ?? null, b[i] ?? null, `${path}/${i}`);
    }
  }
  if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (!jsonEqual(a[key], b[key])) return firstDifference(a[key] ?? null, b[key] ?? null, `${path}/${key}`);
    }
  }
  const show = (value: JsonValue) => JSON.stringify(value)?.slice(0, 300);
  return `${path}\n    want ${show(a)}\n    got  ${show(b)}`;
}

/** Same class and place: template, line and column, and the last line of the message. */
export function judgeError(
  expected: string,
  outcome: Outcome,
  truncated: boolean,
): { passed: boolean; exact: boolean | undefined; difference: string } {
  const want = normalError(expected);
  if (outcome.error === undefined) return { passed: false, exact: false, difference: `does not fail: ${want}` };
  const got = normalError(`Error: ${outcome.error}`);
  const exact = want === got || (truncated && got.startsWith(want.slice(0, 10000)));
  const passed = exact || (places(want) === places(got) && lastLine(want) === lastLine(got));
  return { passed, exact, difference: exact ? '' : `error:\n    want ${want}\n    got  ${got}` };
}

function normalError(text: string): string {
  const lines = text.split('\n').filter((line) => !line.startsWith('level='));
  const kept = lines.join('\n').replace(/\n+$/, '').replace('\n\nUse --debug flag to render out invalid YAML', '');
  if (!kept.includes('specifications of the schema')) return kept;
  return kept
    .split('\n')
    .filter((line) => line !== '')
    .sort()
    .join('\n');
}

function places(text: string): string {
  return (text.match(/[\w./-]+:\d+(:\d+)?/g) ?? []).join(' ');
}

function lastLine(text: string): string {
  const line = text.trimEnd().split('\n').at(-1)!;
  return line.slice(line.lastIndexOf('>: ') + 1);
}
