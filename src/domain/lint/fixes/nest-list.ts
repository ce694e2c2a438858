import type { TextEdit } from '../../../foundations/diagnostics/index.ts';
import type { ManifestDocument, ManifestPath } from '../../../languages/manifest/index.ts';

/**
 * Puts a list below a new key: `conditions: [...]` becomes `conditions: {all: [...]}`, in the style that it has.
 * `undefined` where the list is written elsewhere.
 */
export function nestList(document: ManifestDocument, path: ManifestPath, key: string): TextEdit[] | undefined {
  const { file, text } = document.source;
  const list = document.range(path);
  const parent = document.range(path, 'key');
  if (!list || !parent || list.start <= parent.start) return undefined;
  if (text[list.start] === '[') {
    return [
      { file, start: list.start, end: list.start, text: `{${key}: ` },
      { file, start: list.end, end: list.end, text: '}' },
    ];
  }
  const lineStart = text.lastIndexOf('\n', list.start - 1) + 1;
  const indent = text.slice(lineStart, list.start);
  const parentColumn = parent.start - (text.lastIndexOf('\n', parent.start - 1) + 1);
  if (indent.trim() !== '') return undefined;
  // A list may begin in the column of its key: only one that begins in the column of the key above must move.
  const shift = indent.length > parentColumn ? '' : '  ';
  const head: TextEdit = { file, start: lineStart, end: lineStart, text: `${indent}${shift}${key}:\n${shift}` };
  if (shift === '') return [head];
  const rest = [...text.slice(list.start, list.end).matchAll(/\n(?=[^\n]*\S)/g)].map(({ index }) => {
    const start = list.start + index + 1;
    return { file, start, end: start, text: shift };
  });
  return [head, ...rest];
}
