import type { TextEdit } from '../../foundations/diagnostics/index.ts';
import { getPath, isObject, type JsonValue } from '../../foundations/kube/index.ts';
import type { ManifestDocument, ManifestPath } from './document.ts';
import { columnOf, type EntryPlace, findEntryPlace, lineEnd, partsOf, siblingsOf, surroundings } from './edit-place.ts';
import { isOneLine, writeBehindColon, writeBehindDash, writeKey, writeLike } from './edit-text.ts';

/**
 * Replaces a scalar and keeps its quotes, comments and all formatting around it. An anchored scalar keeps its anchor,
 * so its aliases change with it. `undefined` when the path leads to no scalar.
 */
export function replaceScalar(document: ManifestDocument, path: ManifestPath, value: JsonValue): TextEdit | undefined {
  const old = getPath(document.value, path);
  const isScalar = typeof old !== 'object' || old === null;
  return old === undefined || !isScalar || !isOneLine(value) ? undefined : setAtPath(document, path, value);
}

/**
 * Sets the value at a path and keeps everything around it; maps and lists on the way are made where they are missing.
 * `undefined` when that is not possible: below a scalar, at an index beyond the end, or through an alias.
 */
export function setAtPath(document: ManifestDocument, path: ManifestPath, value: JsonValue): TextEdit | undefined {
  if (path.length === 0) return replaceRoot(document, value);
  if (getPath(document.value, path) !== undefined) {
    const place = findEntryPlace(document, path);
    return place && replaceValue(document, place, value);
  }
  const parent = path.slice(0, -1);
  const known = getPath(document.value, parent);
  const last = path.at(-1)!;
  if (known === undefined || known === null || (typeof known === 'object' && Object.keys(known).length === 0)) {
    const isList = typeof last === 'number';
    if ((isList && last !== 0) || (isObject(known) && isList) || (Array.isArray(known) && !isList)) return undefined;
    return setAtPath(document, parent, isList ? [value] : { [last]: value });
  }
  if (Array.isArray(known)) return last === known.length ? addEntry(document, parent, undefined, value) : undefined;
  return isObject(known) && typeof last === 'string' ? addEntry(document, parent, last, value) : undefined;
}

function replaceRoot(document: ManifestDocument, value: JsonValue): TextEdit | undefined {
  const range = document.range([]);
  if (!range) return undefined;
  const around = surroundings(document, 0, true);
  return { file: document.source.file, ...range, text: writeBehindColon(value, around).slice(1) };
}

function replaceValue(document: ManifestDocument, place: EntryPlace, value: JsonValue): TextEdit {
  const { file, text } = document.source;
  const { around, mark } = place;
  const old = text.slice(place.value.start, place.value.end);
  const between = text.slice(mark, place.value.start);
  const staysOnLine = isOneLine(value) || around.inFlow;
  const isOnLine = !between.includes('\n') && !old.includes('\n');
  if (staysOnLine && old !== '' && (isOnLine || around.inFlow)) {
    return { file, ...place.value, text: writeLike(old, value, around.inFlow) };
  }
  if (around.inFlow && place.isItem) return { file, ...place.value, text: writeLike(old, value, true) };
  // The value moves to or from lines of its own: anchor, tag and comments stay behind the colon and below it.
  const properties = between.replace(/(^|\s)#[^\r\n]*/g, '').trim();
  const [onLine = '', ...below] = between.split(/\r?\n/);
  const comments = [/(?:^|\s)(#.*)/.exec(onLine)?.[1]];
  const margin = ' '.repeat(around.column);
  const kept = below.filter((line) => line.trim().startsWith('#')).map((line) => margin + line.trim());
  let end = place.value.end;
  if (!staysOnLine || kept.length > 0) {
    // What follows on the line would become a part of the text, or of a comment.
    end = lineEnd(text, end);
    comments.push(text.slice(place.value.end, end).trim());
  }
  const written = swallowsComments(text, end, value)
    ? ` ${JSON.stringify(value)}`
    : place.isItem
      ? writeBehindDash(value, around)
      : writeBehindColon(value, around);
  const [first = '', ...rest] = written.split(around.newline);
  const words = [properties && ` ${properties}`, first, ...comments.map((comment) => comment && ` ${comment}`)];
  const lines = [words.filter(Boolean).join(''), ...rest, ...kept];
  return { file, start: mark, end, text: closeLast(lines.join(around.newline), text, end) };
}

/** Adds a key to a map, or without one an item to a list, behind what is there. */
function addEntry(
  document: ManifestDocument,
  parent: ManifestPath,
  key: string | undefined,
  value: JsonValue,
): TextEdit | undefined {
  const { file, text } = document.source;
  const range = document.range(parent);
  const last = siblingsOf(document, parent).at(-1);
  if (!range || !last) return undefined;
  if (last.around.inFlow) {
    const written = writeBehindDash(value, last.around).slice(1);
    const entry = key === undefined ? written : `${writeKey(key, true)}: ${written}`;
    return { file, start: last.value.end, end: last.value.end, text: `, ${entry}` };
  }
  const around = { ...last.around, column: columnOf(text, last.start) };
  const entry =
    key === undefined
      ? `-${writeBehindDash(value, around)}`
      : `${writeKey(key, false)}:${writeBehindColon(value, around)}`;
  const end = lineEnd(text, last.value.end);
  const { start, kept } = keepEnd(document, parent, end);
  const added = closeLast(`${around.newline}${' '.repeat(around.column)}${entry}`, text, end);
  return { file, start, end, text: kept + added };
}

/**
 * A block text that the file ends with, without a line break, has none at its end either. To keep it so when lines
 * follow, its header gets a `-`: `kept` replaces the characters from `start` to the end of the file.
 */
function keepEnd(document: ManifestDocument, parent: ManifestPath, end: number): { start: number; kept: string } {
  const { text } = document.source;
  if (end < text.length) return { start: end, kept: '' };
  let last: EntryPlace | undefined;
  for (let path = parent; ; ) {
    const children = siblingsOf(document, path);
    last = children.at(-1) ?? last;
    const value = getPath(document.value, path);
    if (children.length === 0 || typeof value !== 'object' || value === null) break;
    const part = partsOf(value).find(
      (candidate) => findEntryPlace(document, [...path, candidate])?.start === last?.start,
    );
    if (part === undefined) break;
    path = [...path, part];
  }
  const header = last && /^[|>]\d?\+?(?![-+])/.exec(text.slice(last.value.start, last.value.start + 3));
  if (!last || !header) return { start: end, kept: '' };
  const start = last.value.start;
  return { start, kept: `${header[0].replace('+', '')}-${text.slice(start + header[0].length, end)}` };
}

/** Comments below a key without a value would become a part of a block text. */
function swallowsComments(text: string, end: number, value: JsonValue): boolean {
  return typeof value === 'string' && !isOneLine(value) && /^\s*\n[ ]+#/.test(text.slice(end));
}

/** A block text that ends with a line break needs one, also at the end of a file that has none. */
function closeLast(written: string, text: string, end: number): string {
  return end === text.length && written.includes('|') ? `${written}\n` : written;
}
