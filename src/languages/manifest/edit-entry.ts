import type { TextEdit } from '../../foundations/diagnostics/index.ts';
import type { ManifestDocument, ManifestPath } from './document.ts';
import { findEntryPlace, lineEnd, siblingsOf, startsLine } from './edit-place.ts';
import { writeLike } from './edit-text.ts';
import { setAtPath } from './edit-value.ts';

/**
 * Removes a key with its value, or a list item. Comments above it stay. The last one leaves `{}` or `[]`.
 * `undefined` when the path leads nowhere or through an alias.
 */
export function deleteAtPath(document: ManifestDocument, path: ManifestPath): TextEdit | undefined {
  const place = findEntryPlace(document, path);
  if (!place) return undefined;
  const parent = path.slice(0, -1);
  const siblings = siblingsOf(document, parent);
  if (siblings.length === 1) return setAtPath(document, parent, place.isItem ? [] : {});
  const { file, text } = document.source;
  const index = siblings.findIndex(({ start }) => start === place.start);
  const next = siblings[index + 1];
  if (place.around.inFlow) {
    const [start, end] = next ? [place.start, next.start] : [siblings[index - 1]!.value.end, place.value.end];
    return { file, start, end, text: '' };
  }
  // The first entry on the line of a dash makes room for the next one.
  if (!startsLine(text, place.start)) return next && { file, start: place.start, end: next.start, text: '' };
  const newline = text.indexOf('\n', lineEnd(text, place.value.end));
  const start = text.lastIndexOf('\n', place.start - 1) + 1;
  return { file, start, end: newline < 0 ? text.length : newline + 1, text: '' };
}

/** Gives a key another name, in the same quotes. */
export function renameKey(document: ManifestDocument, path: ManifestPath, name: string): TextEdit | undefined {
  const place = findEntryPlace(document, path);
  const range = document.range(path, 'key');
  if (!place || place.isItem || !range) return undefined;
  const { file, text } = document.source;
  return { file, ...range, text: writeLike(text.slice(range.start, range.end), name, place.around.inFlow) };
}
