import type { Range } from './document.ts';

/**
 * The documents of a stream, cut at lines that begin with `---` followed by a blank or the end of the line, and at
 * `...` lines. Such lines end a document even inside a block scalar: YAML allows no other reading at column 0.
 */
export function splitDocuments(text: string): Range[] {
  const ranges: Range[] = [];
  let start = 0;
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    if (isMarker(text, at, '---')) {
      // Text behind `---` belongs to the new document, so the marker itself starts it.
      ranges.push({ start, end: at });
      start = at;
    } else if (isMarker(text, at, '...')) {
      ranges.push({ start, end: at });
      start = next;
    }
    at = next;
  }
  ranges.push({ start, end: text.length });
  return ranges;
}

function isMarker(text: string, at: number, marker: string): boolean {
  if (!text.startsWith(marker, at)) return false;
  const after = text[at + 3];
  return after === undefined || after === ' ' || after === '\t' || after === '\n' || after === '\r';
}
