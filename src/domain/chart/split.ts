/** A document of a rendered file: its text without outer blanks, and where it stood. */
export interface DocumentText {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const isBlank = (char: string | undefined): boolean =>
  char === ' ' || char === '\n' || char === '\t' || char === '\r' || char === '\f';

/**
 * Splits at `---` that begins a line. The blanks around a separator belong to it, also the line breaks after it,
 * so a second separator right behind the first is text; `---kind: X` separates too.
 */
export function splitDocuments(text: string): DocumentText[] {
  const documents: DocumentText[] = [];
  let start = 0;
  const [first, last] = [trimmedStart(text, 0, text.length), trimmedEnd(text, 0, text.length)];
  start = first;
  const push = (end: number): void => {
    if (end <= start) return;
    const from = trimmedStart(text, start, end);
    const to = trimmedEnd(text, from, end);
    documents.push({ text: text.slice(from, to), start: from, end: to });
  };
  for (let at = text.indexOf('---', first); at >= 0 && at < last; ) {
    const begins = at === first || text[at - 1] === '\n';
    if (!begins || at < start) {
      at = text.indexOf('---', at + 1);
      continue;
    }
    // A separator right behind another one has no line break left before it.
    if (at === start && at !== first) {
      at = text.indexOf('---', at + 1);
      continue;
    }
    push(trimmedEnd(text, start, at));
    start = at + 3;
    while (start < last && isBlank(text[start])) start++;
    at = text.indexOf('---', start);
  }
  push(last);
  return documents;
}

function trimmedStart(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isSpace(text[at]!)) at++;
  return at;
}

function trimmedEnd(text: string, from: number, to: number): number {
  let at = to;
  while (at > from && isSpace(text[at - 1]!)) at--;
  return at;
}

/** What Go's TrimSpace takes away. */
function isSpace(char: string): boolean {
  return char <= ' ' ? isBlank(char) || char === '\v' : char > '~' && /\p{White_Space}/u.test(char);
}

/** What Go's TrimSpace leaves of a text. */
export function trimSpace(text: string): string {
  const start = trimmedStart(text, 0, text.length);
  return text.slice(start, trimmedEnd(text, start, text.length));
}
