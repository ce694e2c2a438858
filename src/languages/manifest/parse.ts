import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseDocument } from 'yaml';
import { type Diagnostic, SourceText } from '../../foundations/diagnostics/index.ts';
import { isObject, type JsonObject, type JsonValue, setKey } from '../../foundations/kube/index.ts';
import { type ManifestDocument, ParsedDocument, type Range } from './document.ts';
import { NotANumber, resolvePlain } from './scalar.ts';
import { splitDocuments } from './split.ts';

export interface ParsedManifests {
  readonly documents: readonly ManifestDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Bounds that no honest manifest comes near; a text beyond them is refused, not expanded. */
const maxDepth = 200;
const maxNodes = 2_000_000;
const maxAliasNodes = 100_000;

/** Wrong input at an offset. */
class ManifestError extends Error {
  readonly offset: number;
  readonly code: string;
  readonly help: string | undefined;
  constructor(code: string, message: string, offset: number, help?: string) {
    super(message);
    this.code = code;
    this.offset = offset;
    this.help = help;
  }
}

/**
 * Reads a stream of YAML or JSON documents with the rules of the Kubernetes libraries: YAML 1.1 scalars, keys as
 * strings, the last of duplicate keys wins. Documents without content are dropped. A broken document becomes one
 * diagnostic and the others are still read.
 */
export function parseManifests(text: string, file: string): ParsedManifests {
  const source = new SourceText(file, text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text);
  const documents: ManifestDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const range of splitDocuments(source.text)) {
    if (isBlank(source.text, range)) continue;
    try {
      const value = readDocument(source.text, range);
      if (value === undefined) continue;
      const parse = () => parseNodes(source.text, range);
      documents.push(new ParsedDocument(value, source, documents.length, range, parse));
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      diagnostics.push({
        code: error.code,
        severity: 'error',
        message: error.message,
        location: source.locate(error.offset),
        ...(error.help ? { help: error.help } : {}),
      });
    }
  }
  return { documents, diagnostics };
}

function isBlank(text: string, { start, end }: Range): boolean {
  return /^(---)?\s*$/.test(text.slice(start, Math.min(end, start + 4096))) && text.slice(start, end).trim().length <= 3;
}

/** Positions count from the start of the whole text, so the part before is replaced by nothing but its length. */
function parseNodes(text: string, { start, end }: Range): Document<ParsedNode> {
  const document = parseDocument(text.slice(start, end), {
    version: '1.1',
    schema: 'failsafe',
    uniqueKeys: false,
    strict: false,
    merge: false,
    keepSourceTokens: false,
    logLevel: 'silent',
    lineCounter: new LineCounter(),
  });
  if (start > 0) shiftRanges(document.contents as Node | null, start);
  return document;
}

function shiftRanges(node: unknown, by: number): void {
  const pending: unknown[] = [node];
  const seen = new Set<unknown>();
  while (pending.length > 0) {
    const at = pending.pop() as Node | null;
    if (!at || seen.has(at)) continue;
    seen.add(at);
    if (at.range) at.range = [at.range[0] + by, at.range[1] + by, at.range[2] + by];
    if (isSeq(at)) pending.push(...at.items);
    else if (isMap(at)) for (const pair of at.items) pending.push(pair.key, pair.value);
  }
}

function readDocument(text: string, range: Range): JsonValue | undefined {
  checkIndentation(text, range);
  let document: Document<ParsedNode>;
  try {
    document = parseNodes(text, range);
  } catch (error) {
    if (error instanceof RangeError) throw new ManifestError('MANIFEST_TOO_DEEP', `the document is nested deeper than ${maxDepth} levels`, range.start);
    throw error;
  }
  const first = document.errors[0];
  if (first) {
    const message = first.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '');
    throw new ManifestError('MANIFEST_INVALID_YAML', `invalid YAML: ${lowerFirst(message)}`, range.start + first.pos[0], helpFor(first.code));
  }
  if (!document.contents) return undefined;
  const value = new ValueReader(document).read(document.contents as Node);
  return value === null && !isExplicitNull(document.contents as Node) ? undefined : value;
}

function isExplicitNull(node: Node): boolean {
  return isScalar(node) && node.source !== undefined && node.source !== '';
}

/** The `yaml` package recurses, so depth is bounded before it starts: by brackets and by indentation. */
function checkIndentation(text: string, { start, end }: Range): void {
  let brackets = 0;
  for (let at = start; at < end; at++) {
    const char = text.charCodeAt(at);
    if (char === 91 || char === 123) brackets++;
    else if (char === 93 || char === 125) brackets = Math.max(0, brackets - 1);
    if (brackets > 4 * maxDepth) throw new ManifestError('MANIFEST_TOO_DEEP', `the document is nested deeper than ${maxDepth} levels`, at);
  }
  for (const line of text.slice(start, end).matchAll(/^([ -]{400,})\S/gm)) {
    if ((line[1]!.match(/- /g)?.length ?? 0) > maxDepth) {
      throw new ManifestError('MANIFEST_TOO_DEEP', `the document is nested deeper than ${maxDepth} levels`, start + line.index);
    }
  }
}

class ValueReader {
  readonly #document: Document<ParsedNode>;
  #nodes = 0;
  #aliased = 0;
  #insideAlias = 0;

  constructor(document: Document<ParsedNode>) {
    this.#document = document;
  }

  read(node: Node | null, depth = 0): JsonValue {
    const offset = node?.range?.[0] ?? 0;
    if (depth > maxDepth) throw new ManifestError('MANIFEST_TOO_DEEP', `the document is nested deeper than ${maxDepth} levels`, offset);
    if (++this.#nodes > maxNodes || (this.#insideAlias > 0 && ++this.#aliased > maxAliasNodes)) {
      throw new ManifestError('MANIFEST_TOO_LARGE', 'the document grows too large when its aliases are expanded', offset);
    }
    if (node === null) return null;
    if (isAlias(node)) return this.#readAlias(node, depth);
    if (isSeq(node)) return node.items.map((item) => this.read(item as Node | null, depth + 1));
    if (isMap(node)) return this.#readMap(node, depth);
    return isScalar(node) ? this.#readScalar(node) : null;
  }

  #readAlias(node: Alias, depth: number): JsonValue {
    const target = node.resolve(this.#document);
    if (!target) throw new ManifestError('MANIFEST_UNKNOWN_ANCHOR', `\`*${node.source}\` names no anchor`, node.range![0]);
    this.#insideAlias++;
    const value = this.read(target as Node, depth + 1);
    this.#insideAlias--;
    return value;
  }

  #readMap(node: { items: unknown[] }, depth: number): JsonObject {
    const map: JsonObject = {};
    const merged: JsonObject = {};
    for (const pair of node.items as { key: Node | null; value: Node | null }[]) {
      if (isScalar(pair.key) && pair.key.source === '<<' && pair.key.type === 'PLAIN') {
        this.#merge(this.read(pair.value, depth + 1), merged, pair.key);
        continue;
      }
      setKey(map, this.#readKey(pair.key), this.read(pair.value, depth + 1));
    }
    if (Object.keys(merged).length === 0) return map;
    for (const [key, value] of Object.entries(merged)) if (!Object.hasOwn(map, key)) setKey(map, key, value);
    return map;
  }

  #merge(value: JsonValue, into: JsonObject, at: Node): void {
    for (const map of Array.isArray(value) ? value : [value]) {
      if (!isObject(map)) throw new ManifestError('MANIFEST_INVALID_MERGE', '`<<` needs a map or a list of maps', at.range![0]);
      for (const [key, item] of Object.entries(map)) if (!Object.hasOwn(into, key)) setKey(into, key, item);
    }
  }

  #readKey(key: Node | null): string {
    if (key === null) return 'null';
    const node = isAlias(key) ? key.resolve(this.#document) : key;
    if (!isScalar(node)) throw new ManifestError('MANIFEST_INVALID_KEY', 'a map key must be a scalar', key.range![0]);
    const value = this.#readScalar(node as Node);
    return value === null ? 'null' : String(value);
  }

  #readScalar(node: Node): JsonValue {
    if (!isScalar(node)) return null;
    const text = String(node.value ?? '');
    const { tag } = node as { tag?: string };
    if (node.type !== 'PLAIN' || tag?.endsWith('str')) return text;
    const value = resolvePlain(node.source ?? text);
    if (value instanceof NotANumber) {
      throw new ManifestError('MANIFEST_INVALID_NUMBER', `\`${text}\` is no number that JSON can hold`, node.range![0], 'quote it if it is text');
    }
    return value;
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function helpFor(code: string): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'indent with blanks, not tabs';
    case 'BAD_INDENT':
      return 'check the indentation of this line and the one before';
    case 'MISSING_CHAR':
      return 'a quote or bracket is not closed';
    default:
      return 'check the line and the one before it';
  }
}
