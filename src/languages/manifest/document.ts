import type { Location, SourceText } from '../../foundations/diagnostics/index.ts';
import type { JsonValue } from '../../foundations/kube/index.ts';
import { type Entry, isMerge, type YamlNode } from './node.ts';
import { keyOf } from './value.ts';

export type ManifestPath = readonly (string | number)[];

export interface Range {
  /** UTF-16 offsets in the whole text. */
  readonly start: number;
  readonly end: number;
}

/** A key that stands in a map once more, and counts instead of the one before. */
export interface DuplicateKey {
  readonly key: string;
  readonly location: Location;
  /** Of the key in the document; absent where the text is not the document's own. */
  readonly path?: ManifestPath;
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
  duplicateKeys(): readonly DuplicateKey[];
}

interface Found {
  readonly key: YamlNode | undefined;
  readonly value: YamlNode;
  readonly complete: boolean;
}

/** A document whose nodes are composed when the first position is asked for. */
export class ParsedDocument implements ManifestDocument {
  readonly value: JsonValue;
  readonly source: SourceText;
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly #compose: () => YamlNode;
  #root: YamlNode | undefined;

  constructor(value: JsonValue, source: SourceText, index: number, range: Range, compose: () => YamlNode) {
    this.value = value;
    this.source = source;
    this.index = index;
    this.start = range.start;
    this.end = range.end;
    this.#compose = compose;
  }

  locate(path: ManifestPath, part: 'key' | 'value' = 'value'): Location {
    const { start, end } = this.#rangeOf(this.#find(path), part);
    return this.source.locate(start, end);
  }

  range(path: ManifestPath, part: 'key' | 'value' = 'value'): Range | undefined {
    const found = this.#find(path);
    return found.complete ? this.#rangeOf(found, part) : undefined;
  }

  duplicateKeys(): readonly DuplicateKey[] {
    const duplicates: DuplicateKey[] = [];
    const visit = (node: YamlNode, path: ManifestPath): void => {
      if (node.kind === 'list') for (const [index, item] of node.items.entries()) visit(item, [...path, index]);
      if (node.kind !== 'map') return;
      const seen = new Set<string>();
      for (const entry of node.entries) {
        const key = keyOf(entry.key);
        if (key === undefined || isMerge(entry)) continue;
        const range = this.#shift(entry.key);
        if (seen.has(key)) {
          duplicates.push({ key, path: [...path, key], location: this.source.locate(range.start, range.end) });
        }
        seen.add(key);
        visit(entry.value, [...path, key]);
      }
    };
    visit(this.#nodes(), []);
    return duplicates;
  }

  #nodes(): YamlNode {
    this.#root ??= this.#compose();
    return this.#root;
  }

  #find(path: ManifestPath): Found {
    let found: Found = { key: undefined, value: this.#nodes(), complete: true };
    for (const part of path) {
      const next = step(found.value, part);
      if (!next) return { ...found, complete: false };
      found = next;
    }
    return found;
  }

  #rangeOf(found: Found, part: 'key' | 'value'): Range {
    // An incomplete path means "somewhere in here": the key of the nearest part above is the best place to point at.
    // So does a value that is not written.
    const wantsKey = part === 'key' || !found.complete || found.value.start === found.value.end;
    return this.#shift(wantsKey ? (found.key ?? found.value) : found.value);
  }

  #shift(node: YamlNode): Range {
    return { start: node.start + this.start, end: node.end + this.start };
  }
}

function step(node: YamlNode, part: string | number): Found | undefined {
  if (node.kind === 'alias') return step(node.target, part);
  if (node.kind === 'list') {
    const item = typeof part === 'number' ? node.items[part] : undefined;
    return item && { key: item, value: item, complete: true };
  }
  if (node.kind !== 'map') return undefined;
  const entry = findEntry(node, String(part));
  return entry && { ...entry, complete: true };
}

/** The entry that counts: the last one, own or merged. */
function findEntry(node: YamlNode, key: string): Entry | undefined {
  if (node.kind === 'alias') return findEntry(node.target, key);
  if (node.kind !== 'map') return undefined;
  for (const entry of node.entries.toReversed()) {
    if (!isMerge(entry)) {
      if (keyOf(entry.key) === key) return entry;
      continue;
    }
    for (const map of entry.value.kind === 'list' ? entry.value.items : [entry.value]) {
      const merged = findEntry(map, key);
      if (merged) return merged;
    }
  }
  return undefined;
}
