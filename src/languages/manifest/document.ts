import { type Document, isMap, isPair, isScalar, isSeq, type Node, type Pair, type ParsedNode } from 'yaml';
import type { Location, SourceText } from '../../foundations/diagnostics/index.ts';
import type { JsonValue } from '../../foundations/kube/index.ts';

export type ManifestPath = readonly (string | number)[];

export interface Range {
  /** UTF-16 offsets in the whole text. */
  readonly start: number;
  readonly end: number;
}

/** One document of a stream: its value, and where each part of it stands. */
export interface ManifestDocument {
  readonly value: JsonValue;
  readonly source: SourceText;
  readonly index: number;
  readonly start: number;
  readonly end: number;
  /** The place of a key or value; of an absent one the nearest part above it. */
  locate(path: ManifestPath, part?: 'key' | 'value'): Location;
  /** The characters of a key or value, or `undefined` when the path leads nowhere. */
  range(path: ManifestPath, part?: 'key' | 'value'): Range | undefined;
  /** Keys that a map has more than once: the last one counts. */
  duplicateKeys(): readonly { readonly key: string; readonly location: Location }[];
}

interface Found {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
  readonly complete: boolean;
}

/** A document backed by the nodes of the `yaml` package, parsed when the first position is asked for. */
export class ParsedDocument implements ManifestDocument {
  readonly value: JsonValue;
  readonly source: SourceText;
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly #parse: () => Document<ParsedNode>;
  #document: Document<ParsedNode> | undefined;

  constructor(value: JsonValue, source: SourceText, index: number, range: Range, parse: () => Document<ParsedNode>) {
    this.value = value;
    this.source = source;
    this.index = index;
    this.start = range.start;
    this.end = range.end;
    this.#parse = parse;
  }

  locate(path: ManifestPath, part: 'key' | 'value' = 'value'): Location {
    const { start, end } = this.#rangeOf(this.#find(path), part) ?? { start: this.#firstToken(), end: this.#firstToken() };
    return this.source.locate(start, end);
  }

  range(path: ManifestPath, part: 'key' | 'value' = 'value'): Range | undefined {
    const found = this.#find(path);
    return found.complete ? this.#rangeOf(found, part) : undefined;
  }

  duplicateKeys(): readonly { readonly key: string; readonly location: Location }[] {
    const duplicates: { key: string; location: Location }[] = [];
    const visit = (node: unknown): void => {
      if (isSeq(node)) for (const item of node.items) visit(item);
      if (!isMap(node)) return;
      const seen = new Set<string>();
      for (const pair of node.items) {
        const key = keyText(pair);
        if (seen.has(key)) duplicates.push({ key, location: this.source.locate(...rangeOf(pair.key as Node)) });
        seen.add(key);
        visit(pair.value);
      }
    };
    visit(this.#nodes().contents);
    return duplicates;
  }

  #nodes(): Document<ParsedNode> {
    this.#document ??= this.#parse();
    return this.#document;
  }

  #firstToken(): number {
    const contents = this.#nodes().contents as Node | null;
    return contents?.range ? contents.range[0] : this.start;
  }

  #find(path: ManifestPath): Found {
    let found: Found = { key: undefined, value: (this.#nodes().contents as Node | null) ?? undefined, complete: true };
    for (const part of path) {
      const next = step(resolveAlias(found.value, this.#nodes()), part);
      if (!next) return { ...found, complete: false };
      found = next;
    }
    return found;
  }

  #rangeOf(found: Found, part: 'key' | 'value'): Range | undefined {
    // An incomplete path means "somewhere in here": the key of the nearest part above is the best place to point at.
    const node = part === 'key' || !found.complete ? (found.key ?? found.value) : (found.value ?? found.key);
    if (!node?.range) return undefined;
    const [start, end] = rangeOf(node);
    return { start, end };
  }
}

function rangeOf(node: Node): [number, number] {
  const [start, end] = node.range!;
  return [start, end];
}

function resolveAlias(node: Node | undefined, document: Document<ParsedNode>): Node | undefined {
  return node && 'resolve' in node && typeof node.resolve === 'function' ? (node.resolve(document) as Node) : node;
}

function step(node: Node | undefined, part: string | number): Found | undefined {
  if (isSeq(node) && typeof part === 'number') {
    const item = node.items[part] as Node | undefined;
    return item && { key: item, value: item, complete: true };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.findLast((candidate) => isPair(candidate) && keyText(candidate) === String(part));
  return pair && { key: pair.key as Node, value: (pair.value as Node | null) ?? undefined, complete: true };
}

function keyText(pair: Pair<unknown, unknown>): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}
