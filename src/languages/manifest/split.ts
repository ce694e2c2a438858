import { isBlankOrEnd, isBreakCode } from './cursor.ts';
import type { Range } from './document.ts';

/**
 * The documents of a stream, cut at lines that begin with `---` or `...` followed by a blank or the end of the line.
 * Such lines end a document even inside a block scalar: YAML allows no other reading at column 0.
 */
export function splitDocuments(text: string): Range[] {
  const ranges: Range[] = [];
  // A byte order mark is no part of the first line.
  let start = text.startsWith('\ufeff') ? 1 : 0;
  for (const at of findMarkers(text, start)) {
    if (text[at] === '.') {
      if (at > start) ranges.push({ start, end: at });
      start = at + 3;
    } else if (!mayHoldDirective(text, start, at) || !onlyDirectives(text.slice(start, at))) {
      // Text behind `---` belongs to the new document, so the marker itself starts it.
      if (at > start) ranges.push({ start, end: at });
      start = at;
    }
  }
  ranges.push({ start, end: text.length });
  return ranges;
}

function mayHoldDirective(text: string, start: number, end: number): boolean {
  // Before the first document that counts there are only comments, so a look at the beginning of the part is enough.
  let at = start;
  while (at < end && (text[at] === '#' || isBlankOrEnd(text.charCodeAt(at)))) {
    const newline = text.indexOf('\n', at);
    if (newline < 0) return false;
    at = newline + 1;
  }
  return at < end && text[at] === '%';
}

/** Whether a part holds `%YAML` or `%TAG` lines for the document that follows, and nothing else. */
function onlyDirectives(part: string): boolean {
  return part.split(/[\n\r\u0085\u2028\u2029]/).every((line) => /^(%|[ \t]*(#|$))/.test(line));
}

function* findMarkers(text: string, from: number): Generator<number> {
  let dashes = findMarker(text, '---', from);
  let dots = findMarker(text, '...', from);
  while (dashes < text.length || dots < text.length) {
    if (dashes < dots) {
      yield dashes;
      dashes = findMarker(text, '---', dashes + 3);
    } else {
      yield dots;
      dots = findMarker(text, '...', dots + 3);
    }
  }
}

function findMarker(text: string, marker: string, from: number): number {
  for (let at = text.indexOf(marker, from); at >= 0; at = text.indexOf(marker, at + 1)) {
    const startsLine =
      at === from ? from <= 1 || isBreakCode(text.charCodeAt(at - 1)) : isBreakCode(text.charCodeAt(at - 1));
    const next = at + 3 < text.length ? text.charCodeAt(at + 3) : 0;
    if (startsLine && isBlankOrEnd(next)) return at;
  }
  return text.length;
}
