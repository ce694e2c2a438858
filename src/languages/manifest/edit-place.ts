import { getPath, isObject, type JsonValue } from '../../foundations/kube/index.ts';
import type { ManifestDocument, ManifestPath, Range } from './document.ts';
import type { Surroundings } from './edit-text.ts';

/** Where an entry of a map or an item of a list is written. */
export interface EntryPlace {
  /** The first character of the key or the dash. */
  readonly start: number;
  /** Behind the colon or dash; in a flow list the start of the item. */
  readonly mark: number;
  /** The written value, without anchor and tag; empty where nothing is written. */
  readonly value: Range;
  readonly isItem: boolean;
  readonly around: Surroundings;
}

/** The place of an entry, or `undefined` when the path leads nowhere or through an alias or merge to another place. */
export function findEntryPlace(document: ManifestDocument, path: ManifestPath): EntryPlace | undefined {
  const parent = document.range(path.slice(0, -1));
  const key = document.range(path, 'key');
  const written = document.range(path);
  if (path.length === 0 || !parent || !key || !written || leavesItself(document, path)) return undefined;
  const { text } = document.source;
  const inFlow = text[parent.start] === '[' || text[parent.start] === '{';
  const isItem = Array.isArray(getPath(document.value, path.slice(0, -1)));
  const start = isItem
    ? inFlow
      ? written.start
      : dashBefore(text, written.start, columnOf(text, parent.start))
    : key.start;
  if (start === undefined) return undefined;
  const mark = isItem ? start + (inFlow ? 0 : 1) : colonBehind(text, key.end);
  if (mark === undefined) return undefined;
  // Where no value is written, the range of an entry is that of its key.
  const value = !isItem && written.start === key.start ? { start: mark, end: mark } : written;
  return { start, mark, value, isItem, around: surroundings(document, columnOf(text, start), inFlow) };
}

/** Whether a path goes through an alias or merge: what it leads to is written elsewhere and shared. */
function leavesItself(document: ManifestDocument, path: ManifestPath): boolean {
  let outer = document.range([]);
  for (let length = 1; length <= path.length; length++) {
    const inner = document.range(path.slice(0, length));
    if (!outer || !inner || inner.start < outer.start || inner.end > outer.end) return true;
    outer = inner;
  }
  return false;
}

export function surroundings(document: ManifestDocument, column: number, inFlow: boolean): Surroundings {
  return { column, inFlow, newline: document.source.text.includes('\r\n') ? '\r\n' : '\n' };
}

export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** The end of the line that holds the character before an offset, without its line break. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  const end = newline < 0 ? text.length : newline;
  return text[end - 1] === '\r' && end > offset ? end - 1 : end;
}

/** Whether an offset is the first of its line that is no blank. */
export function startsLine(text: string, offset: number): boolean {
  return /^ *$/.test(text.slice(offset - columnOf(text, offset), offset));
}

/** The children of a map or list that are written in it, in the order of the text. */
export function siblingsOf(document: ManifestDocument, parent: ManifestPath): EntryPlace[] {
  return partsOf(getPath(document.value, parent))
    .flatMap((part) => findEntryPlace(document, [...parent, part]) ?? [])
    .sort((a, b) => a.start - b.start);
}

/** The keys of a map or the indices of a list. */
export function partsOf(value: JsonValue | undefined): (string | number)[] {
  return Array.isArray(value) ? value.map((_, index) => index) : isObject(value) ? Object.keys(value) : [];
}

function colonBehind(text: string, end: number): number | undefined {
  const found = /^[ \t]*:/.exec(text.slice(end, end + 200));
  return found ? end + found[0].length : undefined;
}

/** The dash at the column of a list that stands before an item. */
function dashBefore(text: string, item: number, column: number): number | undefined {
  for (let at = text.lastIndexOf('-', item); at >= 0; at = text.lastIndexOf('-', at - 1)) {
    if (columnOf(text, at) === column) return at;
    if (columnOf(text, at) < column && startsLine(text, at)) return undefined;
    if (at === 0) return undefined;
  }
  return undefined;
}
