import type { YamlWriter } from '../emit-writer.ts';
import type { Comment, Comments } from './comments.ts';

interface Level {
  /** The column in the text that was read. */
  readonly column: number;
  /** The column where it is written. */
  readonly indent: number;
}

/** Puts comments back to where they stood, in the columns of what is written now. */
export class CommentPrinter {
  readonly #comments: Comments;
  readonly #out: YamlWriter;
  #next = 0;
  /** The lists and maps that what was written last is part of. */
  #levels: Level[] = [];
  /** The line of what was written last. */
  #line = -1;

  constructor(comments: Comments, out: YamlWriter) {
    this.#comments = comments;
    this.#out = out;
  }

  /** Prints what stood above an entry. `opens`: it is the first of its list or map. */
  printBefore(offset: number | undefined, indent: number, opens: boolean): void {
    if (offset === undefined) return;
    const { columnOf, lineOf } = this.#comments;
    const [column, line] = [columnOf(offset), lineOf(offset)];
    const pending = this.#take((comment) => comment.offset < offset);
    const isHead = this.#line < 0;
    for (const [index, comment] of pending.entries()) {
      const following = pending[index + 1];
      const place = opens ? indent : this.#placeOf(comment, pending, column, indent);
      this.#print(comment, place);
      if (
        following ? following.line > comment.line + 1 : this.#keepsBlank(pending, place === indent, opens, isHead, line)
      ) {
        this.#out.writeBlankLine();
      }
    }
    this.#levels = [...this.#levels.filter((level) => level.indent < indent), { column, indent }];
    this.#line = line;
  }

  /**
   * A comment in the column of what follows belongs to that. In another column it belongs to what stands above it, and
   * further ones to the list or map of their column.
   */
  #placeOf(comment: Comment, pending: readonly Comment[], column: number, indent: number): number {
    if (comment.column === column) return indent;
    const isFirst = pending.every((one) => one.column === comment.column || one.line > comment.line);
    if (isFirst) return Math.max(this.#levels.at(-1)?.indent ?? 0, indent);
    return comment.column > column ? Math.max(this.#indentFor(comment.column), indent) : indent;
  }

  /** A blank line below comments stays where it parts them from an entry of the same level, or from the whole document. */
  #keepsBlank(pending: readonly Comment[], same: boolean, opens: boolean, isHead: boolean, line: number): boolean {
    const last = pending.at(-1)!;
    if (line <= last.line + 1) return false;
    if (isHead) return true;
    let first = last;
    for (const comment of pending.toReversed()) if (comment.line === first.line - 1) first = comment;
    return same && !opens && first.line === this.#line + 1;
  }

  /**
   * Takes the comments below a list item that a blank line parts from the next one, when that is a map: the library takes
   * them for the foot of the first entry of it.
   */
  takeForItem(offset: number): readonly Comment[] {
    const { own, lineOf, columnOf } = this.#comments;
    const column = own[this.#next]?.column ?? 0;
    let end = this.#next;
    while (own[end]?.column === column && own[end]!.line === this.#line + 1 + end - this.#next) end++;
    const following = own[end] && own[end]!.offset < offset ? own[end]!.line : lineOf(offset);
    if (end === this.#next || following === own[end - 1]!.line + 1 || column > columnOf(offset)) return [];
    const last = own[end - 1]!.offset;
    return this.#take((comment) => comment.offset <= last);
  }

  /** Prints comments below an entry; more entries are parted from them. */
  printFoot(comments: readonly Comment[], indent: number, isLast: boolean): void {
    for (const comment of comments) this.#print(comment, indent);
    if (comments.length > 0 && !isLast) this.#out.writeBlankLine();
  }

  /** Prints what stood behind an entry, on its line. */
  printBehind(offset: number | undefined): void {
    const text = this.takeBehind(offset);
    if (text !== undefined) this.#out.writeComment(text);
  }

  takeBehind(offset: number | undefined): string | undefined {
    if (offset === undefined) return undefined;
    const line = this.#comments.lineOf(offset);
    this.#line = Math.max(this.#line, line);
    return this.#comments.behind.get(line);
  }

  /** Text of several lines ends before an offset. */
  passTo(offset: number | undefined): void {
    if (offset !== undefined) this.#line = Math.max(this.#line, this.#comments.lineOf(offset - 1));
  }

  /** Prints what stood below everything. */
  printRest(): void {
    const rest = this.#take(() => true);
    for (const [index, comment] of rest.entries()) {
      const before = index === 0 ? this.#line : rest[index - 1]!.line;
      const apart = comment.line > before + 1;
      if (apart) this.#out.writeBlankLine();
      const isFoot = rest.slice(0, index + 1).every((one, at) => one.line === this.#line + 1 + at);
      this.#print(comment, isFoot ? this.#indentFor(comment.column) : 0);
    }
  }

  #take(wanted: (comment: Comment) => boolean): readonly Comment[] {
    const from = this.#next;
    const { own } = this.#comments;
    while (this.#next < own.length && wanted(own[this.#next]!)) this.#next++;
    return own.slice(from, this.#next);
  }

  #indentFor(column: number): number {
    return (this.#levels.findLast((level) => level.column <= column) ?? this.#levels[0])?.indent ?? 0;
  }

  #print({ text }: Comment, indent: number): void {
    this.#out.startLine(indent);
    this.#out.writeGlued(text);
  }
}
