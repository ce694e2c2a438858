import { Parser } from 'yaml';

/** A comment on a line of its own, or behind something. */
export interface Comment {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

export interface Comments {
  /** On lines of their own, in order. */
  readonly own: readonly Comment[];
  /** Behind something, by their line. */
  readonly behind: ReadonlyMap<number, string>;
  readonly lineOf: (offset: number) => number;
  readonly columnOf: (offset: number) => number;
  /** Where the dash of a list item stands. */
  readonly dashOf: (offset: number) => number;
}

/** Finds the comments of a YAML text. The tokens say where one begins: `#` stands in texts too. */
export function findComments(text: string): Comments {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const lineOf = (offset: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const columnOf = (offset: number): number => offset - starts[lineOf(offset)]!;
  const own: Comment[] = [];
  const behind = new Map<number, string>();
  const dashOf = (offset: number): number => Math.max(text.lastIndexOf('-', offset - 1), 0);
  const found = { own, behind, lineOf, columnOf, dashOf };
  if (!text.includes('#')) return found;
  for (const { offset, source } of [...commentTokens(text)].sort((a, b) => a.offset - b.offset)) {
    const [line, column] = [lineOf(offset), columnOf(offset)];
    const isOwn = text.slice(starts[line], offset).trim() === '';
    if (isOwn) own.push({ offset, line, column, text: source });
    else behind.set(line, source);
  }
  return found;
}

interface CommentToken {
  readonly offset: number;
  readonly source: string;
}

function* commentTokens(value: unknown): Generator<CommentToken> {
  const list = typeof value === 'string' ? new Parser().parse(value) : Array.isArray(value) ? value : undefined;
  if (list) for (const item of list) yield* commentTokens(typeof item === 'string' ? undefined : item);
  else if (typeof value === 'object' && value !== null) {
    const { type, offset, source } = value as { type?: unknown; offset?: unknown; source?: unknown };
    if (type === 'comment') yield { offset: Number(offset), source: String(source) };
    else for (const item of Object.values(value)) if (typeof item === 'object') yield* commentTokens(item);
  }
}
