import { daysInMonth, type GoTime, timeOf } from './go-time.ts';
import { readElement, type TimeParts } from './go-time-elements.ts';
import { parseLayout } from './go-time-layout.ts';

/** Why a text is no time of a layout, in the words of Go. */
export interface TimeError {
  readonly error: string;
}

/** Reads a text by a Go layout. What the layout leaves out is zero, or the first of January; the zone is UTC. */
export function parseGoTime(layout: string, text: string): GoTime | TimeError {
  const parts: TimeParts = {
    year: 0,
    month: undefined,
    day: undefined,
    yearDay: undefined,
    hour: 0,
    minute: 0,
    second: 0,
    nanosecond: 0,
    afternoon: undefined,
    offset: undefined,
    zone: undefined,
  };
  const fail = (rest: string, element: string): TimeError => ({
    error: `parsing time ${quoteTimeText(text)} as ${quoteTimeText(layout)}: cannot parse ${quoteTimeText(rest)} as ${quoteTimeText(element)}`,
  });
  const outOfRange = (what: string): TimeError => ({
    error: `parsing time ${quoteTimeText(text)}: ${what} out of range`,
  });

  const pieces = parseLayout(layout);
  let rest = text;
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'text') {
      const after = skipText(rest, piece.text);
      rest = after.rest;
      if (!after.matched) return fail(rest, piece.text);
      continue;
    }
    const read = readElement(piece.text, rest, parts, pieces[index + 1]?.text);
    if (read === undefined) return fail(rest, piece.text);
    if (typeof read === 'string') return outOfRange(read);
    rest = rest.slice(read);
  }
  if (rest) return { error: `parsing time ${quoteTimeText(text)}: extra text: ${quoteTimeText(rest)}` };
  return assemble(parts, outOfRange);
}

/** What is left after a prefix; blanks in a layout match any number of blanks. `matched` is false at the first difference. */
function skipText(rest: string, prefix: string): { readonly matched: boolean; readonly rest: string } {
  let at = 0;
  for (let i = 0; i < prefix.length; i++) {
    if (prefix[i] === ' ') {
      if (at < rest.length && rest[at] !== ' ') return { matched: false, rest: rest.slice(at) };
      while (prefix[i + 1] === ' ') i++;
      while (rest[at] === ' ') at++;
    } else if (rest[at] === prefix[i]) at++;
    else return { matched: false, rest: rest.slice(at) };
  }
  return { matched: true, rest: rest.slice(at) };
}

function assemble(parts: TimeParts, outOfRange: (what: string) => TimeError): GoTime | TimeError {
  let hour = parts.hour;
  if (parts.afternoon === true && hour < 12) hour += 12;
  else if (parts.afternoon === false && hour === 12) hour = 0;
  let month = parts.month ?? 1;
  let day = parts.day ?? 1;
  if (parts.yearDay !== undefined) {
    if (parts.yearDay < 1 || parts.yearDay > (daysInMonth(parts.year, 2) === 29 ? 366 : 365)) {
      return outOfRange('day-of-year');
    }
    month = 1;
    for (day = parts.yearDay; day > daysInMonth(parts.year, month); month++) day -= daysInMonth(parts.year, month);
  }
  if (day < 1 || day > daysInMonth(parts.year, month)) return outOfRange('day');
  const { year, minute, second, nanosecond, offset = 0, zone } = parts;
  return timeOf({ year, month, day, hour, minute, second, nanosecond }, offset, zone === 'UTC' ? undefined : zone);
}

/** Go writes the bytes of what is no plain ASCII. A lone surrogate DC80..DCFF stands for a byte that is no UTF-8. */
export function quoteTimeText(text: string): string {
  const bytes = (char: string): readonly number[] =>
    /^[\udc80-\udcff]$/.test(char) ? [char.charCodeAt(0) - 0xdc00] : [...new TextEncoder().encode(char)];
  const quoted = text.replace(/["\\]|[^ -\x7f]/gu, (char) =>
    char === '"' || char === '\\'
      ? `\\${char}`
      : bytes(char)
          .map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`)
          .join(''),
  );
  return `"${quoted}"`;
}
