import { isObject, type JsonValue } from '../../foundations/kube/index.ts';
import { GoMap, Run, toPlain } from '../../languages/gotemplate/index.ts';
import type { Chart } from './chart.ts';
import { diffLines } from './line-diff.ts';
import type { RenderedDocument } from './manifests.ts';
import { type OutputLine, outputLine, placedDocuments } from './output-lines.ts';
import { type RenderOptions, type RenderResult, renderChart } from './render.ts';
import { globalPath, showPath, type ValuePlace, valuePlaces } from './value-places.ts';
import { type ValuePath, ValueWatch } from './value-watch.ts';

/** What a value does to the output. */
export interface ValueEffect {
  readonly path: string;
  readonly value: JsonValue | undefined;
  /** Where it is set, the strongest first. */
  readonly places: readonly ValuePlace[];
  /** Output lines that are there, or read as they do, because of it. */
  readonly lines: readonly OutputLine[];
  /** Documents that vanish with another value. */
  readonly switches: readonly RenderedDocument[];
  /** Templates that write more with another value. */
  readonly adds: readonly string[];
  /** Why the chart does not render with any other value. */
  readonly needed: string | undefined;
}

/** Values that are tried for one question. */
const maxValues = 400;

/**
 * Tells what output comes from which value. Nothing is guessed from names: the value is changed, the chart is rendered
 * again, and what differs comes from it. Which values are worth trying is known from the reads of a watched rendering.
 */
export class ValueExplainer {
  readonly #chart: Chart;
  readonly #options: RenderOptions;
  readonly #base: RenderResult;
  readonly #watch = new ValueWatch();

  constructor(chart: Chart, options: RenderOptions) {
    this.#chart = chart;
    this.#options = { ...options, showOnly: undefined, skipSchemaValidation: true, providers: undefined };
    this.#base = renderChart(chart, { ...this.#options, watch: this.#watch });
  }

  /** What the value at a path does. */
  value(path: ValuePath): ValueEffect {
    return this.#effect(path);
  }

  /** The line of the output, and the values that it comes from; nothing when there is no such line. */
  line(number: number): { readonly line: OutputLine; readonly effects: readonly ValueEffect[] } | undefined {
    for (const placed of placedDocuments(this.#base)) {
      const index = number - placed.line;
      if (index < 0 || index >= placed.document.text.split('\n').length) continue;
      const effects = this.#inputs(placed.document).filter(({ lines }) => lines.some((one) => one.line === number));
      return { line: outputLine(placed, index), effects };
    }
    return undefined;
  }

  /** The documents of a kind and name, and the values that each comes from. */
  document(
    kind: string,
    name: string,
  ): readonly { readonly document: RenderedDocument; readonly effects: readonly ValueEffect[] }[] {
    const wanted = placedDocuments(this.#base).filter(
      ({ document }) => document.kind === kind && document.name === name,
    );
    return wanted.map(({ document }) => ({ document, effects: this.#inputs(document) }));
  }

  /** The effects on one document of every value that its template read. */
  #inputs(document: RenderedDocument): readonly ValueEffect[] {
    const values = this.#values();
    const tried = new Map<string, ValuePath>();
    for (const path of this.#watch.readsOf(document.templatePath)) {
      for (const leaf of leavesOf(valueAt(values, path), path)) {
        const place = globalPath(leaf);
        tried.set(showPath(place), place);
      }
    }
    return [...tried.values()].slice(0, maxValues).flatMap((path) => {
      const effect = this.#effect(path);
      const lines = effect.lines.filter((line) => line.document === document);
      const switches = effect.switches.filter((one) => one === document);
      return lines.length > 0 ? [{ ...effect, lines, switches }] : [];
    });
  }

  #values(): JsonValue {
    const values = this.#base.values ?? new GoMap();
    return toPlain(new Run(), values) as JsonValue;
  }

  #effect(path: ValuePath): ValueEffect {
    const value = valueAt(this.#values(), path);
    const lines = new Map<number, OutputLine>();
    const switches = new Set<RenderedDocument>();
    const adds = new Set<string>();
    const problems: string[] = [];
    const others = variationsOf(value);
    for (const other of others) {
      const changed = renderChart(this.#chart, this.#with(path, other));
      const problem = changed.diagnostics.find(({ severity }) => severity === 'error');
      if (problem) problems.push(problem.message.split('\n')[0]!);
      else this.#compare(changed, lines, switches, adds);
    }
    return {
      path: showPath(path),
      value,
      places: valuePlaces(this.#chart, this.#options.values ?? {}, path),
      lines: [...lines.values()].sort((a, b) => a.line - b.line),
      switches: [...switches],
      adds: [...adds],
      needed: problems.length === others.length ? problems[0] : undefined,
    };
  }

  #with(path: ValuePath, value: JsonValue): RenderOptions {
    const overrides = [...(this.#options.values?.overrides ?? []), { path, value }];
    return { ...this.#options, values: { ...this.#options.values, overrides, base: this.#values() } };
  }

  #compare(
    changed: RenderResult,
    lines: Map<number, OutputLine>,
    switches: Set<RenderedDocument>,
    adds: Set<string>,
  ): void {
    const after = groupByTemplate(changed);
    const before = groupByTemplate(this.#base);
    const placed = new Map(placedDocuments(this.#base).map((one) => [one.document, one]));
    for (const [key, documents] of before) {
      const others = after.get(key) ?? [];
      for (const [index, document] of documents.entries()) {
        const same =
          others.length === documents.length ? others[index] : others.find(({ name }) => name === document.name);
        const at = placed.get(document)!;
        const own = document.text.split('\n');
        const difference = same ? diffLines(own, same.text.split('\n')) : { changed: [...own.keys()], added: false };
        for (const line of difference.changed) lines.set(at.line + line, outputLine(at, line));
        if (!same) switches.add(document);
        if (difference.added && difference.changed.length === 0) adds.add(document.templatePath);
      }
    }
    for (const [key, documents] of after) {
      if (documents.length > (before.get(key)?.length ?? 0)) adds.add(documents[0]!.templatePath);
    }
  }
}

/** Documents of one template and kind keep their order, also when a value gives them other names. */
function groupByTemplate({ manifests, hooks }: RenderResult): Map<string, RenderedDocument[]> {
  const groups = new Map<string, RenderedDocument[]>();
  for (const document of [...manifests, ...hooks]) {
    const key = `${document.templatePath}\0${document.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), document]);
  }
  return groups;
}

function valueAt(values: JsonValue | undefined, path: ValuePath): JsonValue | undefined {
  let at = values;
  for (const part of path) {
    if (Array.isArray(at) && typeof part === 'number') at = at[part];
    else if (isObject(at) && Object.hasOwn(at, part)) at = at[part as string];
    else return undefined;
  }
  return at;
}

/** Scalars inside lists, and what is no map: maps tell of their own reads. */
function leavesOf(value: JsonValue | undefined, path: ValuePath): ValuePath[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item, index) => (isObject(item) ? [] : leavesOf(item, [...path, index])));
  }
  return isObject(value) && Object.keys(value).length > 0 ? [] : [path];
}

/** Other values of the same kind that are likely to show, and none at all. */
function variationsOf(value: JsonValue | undefined): JsonValue[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + 1, 0];
  if (typeof value === 'string') return [turned(value), ''].filter((other) => other !== value);
  if (Array.isArray(value)) return [[], [...value, 'explained']];
  if (isObject(value)) return [null, { ...value, explained: 'explained' }];
  return ['explained', true, { explained: 'explained' }];
}

/** A mode becomes the other mode, so that the chart still takes it; any other text becomes a longer one. */
function turned(text: string): string {
  const other: Readonly<Record<string, string>> = {
    Audit: 'Enforce',
    Enforce: 'Audit',
    audit: 'enforce',
    enforce: 'audit',
    Deny: 'Audit',
    Ignore: 'Fail',
    Fail: 'Ignore',
  };
  return other[text] ?? `${text}x`;
}
