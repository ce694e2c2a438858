import type { Location } from '../../foundations/diagnostics/index.ts';
import { parseManifests } from '../../languages/manifest/index.ts';
import type { Chart } from './chart.ts';
import type { ValuePath } from './value-watch.ts';
import type { ValueSources } from './values.ts';

/** One place that says what a value is. */
export interface ValuePlace {
  /** In a values file; absent for a flag. */
  readonly location: Location | undefined;
  /** What is written there, on one line: the value, or the whole flag. */
  readonly text: string;
}

/** Every place that says what a value is, the strongest first: what stands first counts. */
export function valuePlaces(chart: Chart, sources: ValueSources, path: ValuePath): readonly ValuePlace[] {
  const files = [...(sources.files ?? [])].reverse();
  return [
    ...flagPlaces(sources, path),
    ...files.flatMap(({ name, text }) => filePlaces(name, text, path)),
    ...chartPlaces(chart, path),
  ];
}

/** Globals lie at the top, and every subchart sees them under its own name. */
export function globalPath(path: ValuePath): ValuePath {
  const at = path.indexOf('global');
  return at > 0 ? path.slice(at) : path;
}

export function showPath(path: ValuePath): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${part.replaceAll('.', '\\.')}`,
    )
    .join('');
}

/** The strongest kind of flag first, and of one kind the last. */
function flagPlaces(sources: ValueSources, path: ValuePath): ValuePlace[] {
  const kinds: readonly [string, readonly string[] | undefined][] = [
    ['--set-literal', sources.setLiteral],
    ['--set-file', sources.setFile],
    ['--set-string', sources.setString],
    ['--set', sources.set],
    ['--set-json', sources.setJson],
  ];
  const shown = showPath(path);
  return kinds.flatMap(([flag, texts]) =>
    [...(texts ?? [])]
      .reverse()
      .filter((text) => setsPath(text, shown))
      .map((text) => ({ location: undefined, text: `${flag} ${text}` })),
  );
}

/** Whether one of the assignments of a flag sets the path, or a part of it, or what it lies in. */
function setsPath(text: string, path: string): boolean {
  return [...text.matchAll(/(?:^|,)([^=,]+)=/g)].some(([, key = '']) => isWithin(path, key) || isWithin(key, path));
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}

function filePlaces(name: string, text: string, path: ValuePath): ValuePlace[] {
  return [...parseManifests(text, name).documents].reverse().flatMap((document): ValuePlace[] => {
    const range = document.range(path);
    if (!range) return [];
    return [{ location: document.locate(path), text: oneLine(text.slice(range.start, range.end)) }];
  });
}

function oneLine(text: string): string {
  const line = text
    .trim()
    .split('\n')
    .map((part) => part.trim())
    .join(' ');
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}

/** The chart's own defaults, and below them those of the subchart that the path leads into. */
function chartPlaces(chart: Chart, path: ValuePath): ValuePlace[] {
  const own = chart.valuesFile ? filePlaces(chart.valuesFile.file, chart.valuesFile.text, path) : [];
  const [first, ...rest] = path;
  const alias = chart.metadata.dependencies?.find((one) => (one.alias || one.name) === first)?.name ?? first;
  const subchart = chart.dependencies.find(({ metadata }) => metadata.name === alias);
  return subchart && rest.length > 0 ? [...own, ...chartPlaces(subchart, rest)] : own;
}
