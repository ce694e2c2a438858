import type { AnyNode, Writer } from '../../languages/gotemplate/index.ts';

/** The template line that wrote an output line. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

/** Rendered text that knows which template line wrote which part of it. */
export class TracedText {
  readonly text: string;
  readonly #starts: readonly number[];
  readonly #nodes: readonly AnyNode[];
  readonly #fileOf: (templateName: string) => string;
  readonly #lineStarts = new Map<string, number[]>();

  /** `fileOf` gives the file of a template's name. */
  constructor(writer: Writer, fileOf: (templateName: string) => string) {
    const { text, starts } = removeNoValue(writer);
    this.text = text;
    this.#starts = starts;
    this.#nodes = writer.nodes ?? [];
    this.#fileOf = fileOf;
  }

  /** For each line of the part `start..end` the template line that wrote its first visible character. */
  lines(start: number, end: number): SourceLine[] {
    const out: SourceLine[] = [];
    const place = new Place();
    let segment = this.#segmentAt(start);
    for (let at = start; at <= end; ) {
      const found = this.text.indexOf('\n', at);
      const lineEnd = found < 0 || found > end ? end : found;
      let visible = at;
      while (visible < lineEnd && (this.text[visible] === ' ' || this.text[visible] === '\t')) visible++;
      if (visible === lineEnd) visible = at;
      while (segment + 1 < this.#starts.length && this.#starts[segment + 1]! <= visible) segment++;
      out.push(this.#locate(segment, visible, place));
      at = lineEnd + 1;
    }
    return out;
  }

  #segmentAt(offset: number): number {
    return lastNotAbove(this.#starts, offset);
  }

  /** `place` remembers how far the lines of a text node were counted: they are asked for in order. */
  #locate(segment: number, offset: number, place: Place): SourceLine {
    const node = this.#nodes[segment];
    if (!node) return { file: '', line: 1 };
    if (place.segment !== segment) {
      place.segment = segment;
      place.counted = 0;
      place.line = this.#lineOf(node.source.text, node.pos);
    }
    if (node.kind === 'text') {
      const within = offset - this.#starts[segment]!;
      for (let i = node.text.indexOf('\n', place.counted); i >= 0 && i < within; i = node.text.indexOf('\n', i + 1)) {
        place.line++;
      }
      place.counted = Math.max(place.counted, within);
    }
    return { file: this.#fileOf(node.source.name), line: place.line };
  }

  #lineOf(text: string, pos: number): number {
    let starts = this.#lineStarts.get(text);
    if (!starts) {
      starts = [0];
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
      this.#lineStarts.set(text, starts);
    }
    return lastNotAbove(starts, pos) + 1;
  }
}

class Place {
  segment = -1;
  counted = 0;
  line = 1;
}

/** The index of the last number that is not above the limit; 0 when there is none. */
function lastNotAbove(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = Math.max(ascending.length - 1, 0);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ascending[middle]! <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Takes every `<no value>` out, as Helm does, and moves what follows. */
function removeNoValue(writer: Writer): { text: string; starts: readonly number[] } {
  const mark = '<no value>';
  const starts = writer.starts ?? [];
  if (!writer.text.includes(mark)) return { text: writer.text, starts };
  const parts = writer.text.split(mark);
  const moved: number[] = [];
  let removed = 0;
  let part = 0;
  let cut = parts[0]!.length;
  for (const start of starts) {
    while (part < parts.length - 1 && start >= cut + mark.length) {
      removed += mark.length;
      part++;
      cut += mark.length + parts[part]!.length;
    }
    moved.push(Math.min(start, cut) - removed);
  }
  return { text: parts.join(''), starts: moved };
}
