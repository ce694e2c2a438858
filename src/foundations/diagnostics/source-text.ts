import type { Location } from './diagnostic.ts';

/** A text with a name, which turns character offsets into lines and columns. Line starts are found once, when first asked. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  #lineStarts: number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** The location of the characters `start..end`; offsets past the end mean the end. */
  locate(start: number, end?: number): Location {
    const from = this.#position(start);
    if (end === undefined) return { file: this.file, ...from };
    const to = this.#position(end);
    return { file: this.file, ...from, endLine: to.line, endColumn: to.column };
  }

  /** The text of one line (from 1) without its line break; empty when there is no such line. */
  line(number: number): string {
    const starts = this.#starts();
    const start = starts[number - 1];
    if (start === undefined) return '';
    return this.text.slice(start, starts[number] ?? this.text.length).replace(/\r?\n$/, '');
  }

  /** The offset of a line and column, both from 1. */
  offsetOf(line: number, column = 1): number {
    return (this.#starts()[line - 1] ?? this.text.length) + column - 1;
  }

  #position(offset: number): { line: number; column: number } {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  }

  #starts(): number[] {
    if (this.#lineStarts) return this.#lineStarts;
    const starts = [0];
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#lineStarts = starts;
    return starts;
  }
}
