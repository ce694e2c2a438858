/** A piece of a layout: text that stands for itself, or an element of a date such as `2006` or `Jan`. */
export interface LayoutPiece {
  readonly kind: 'text' | 'element';
  readonly text: string;
}

export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
export const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

// Longest first where one begins like another. `Jan` and `Mon` do not count inside a longer lower-case word.
const element =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|_2006|__2|002|01|02|03|04|05|06|_2|2006|15|-070000|-07:00:00|-0700|-07:00|-07|Z070000|Z07:00:00|Z0700|Z07:00|Z07|PM|pm|[.,](?:0+|9+)(?!\d)|[12345]/g;

/** Splits a Go layout: the way that Mon Jan 2 15:04:05 2006 MST would be written. */
export function parseLayout(layout: string): readonly LayoutPiece[] {
  const pieces: LayoutPiece[] = [];
  let rest = 0;
  for (const match of layout.matchAll(element)) {
    // `_2006` is an underscore and a year, not a padded day.
    const skip = match[0] === '_2006' ? 1 : 0;
    const start = match.index + skip;
    if (start > rest) pieces.push({ kind: 'text', text: layout.slice(rest, start) });
    pieces.push({ kind: 'element', text: match[0].slice(skip) });
    rest = match.index + match[0].length;
  }
  if (rest < layout.length) pieces.push({ kind: 'text', text: layout.slice(rest) });
  return pieces;
}
