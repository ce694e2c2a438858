import { type Document, isMap, isScalar, isSeq, type Node, Pair, parseDocument, Scalar, YAMLMap } from 'yaml';
import { describeGoYamlError } from '../parse.ts';
import { writeDocument } from './write-document.ts';

/** A text that cannot be taken apart into documents. The words are those of kyaml. */
export class RewriteError extends Error {}

/** A document with its comments, which can be annotated and written again. */
export class RewritableDocument {
  readonly #root: YAMLMap;
  readonly #text: string;

  constructor(root: YAMLMap, text: string) {
    this.#root = root;
    this.#text = text;
  }

  annotation(name: string): string {
    const annotations = mapIn(mapIn(this.#root, 'metadata'), 'annotations');
    const value = annotations?.get(name, true);
    return isScalar(value) ? String(value.value) : '';
  }

  /** Sets an annotation; what has to hold it is made. */
  annotate(name: string, value: string): void {
    const annotations = ensureMap(ensureMap(this.#root, 'metadata'), 'annotations');
    const scalar = new Scalar(value);
    scalar.type = 'QUOTE_SINGLE';
    annotations.delete(name);
    annotations.items.push(new Pair(new Scalar(name), scalar));
  }

  /** Removes an annotation, and what is empty then. */
  removeAnnotation(name: string): void {
    const metadata = mapIn(this.#root, 'metadata');
    const annotations = mapIn(metadata, 'annotations');
    annotations?.delete(name);
    if (annotations?.items.length === 0) metadata?.delete('annotations');
    if (metadata?.items.length === 0) this.#root.delete('metadata');
  }

  write(): string {
    return writeDocument(this.#root, this.#text);
  }
}

/** The documents of a text, as kyaml reads them: those without content are left out, and a list that is alone is taken apart. */
export function readRewritable(text: string): readonly RewritableDocument[] {
  const parts = splitText(text.replaceAll('\r\n', '\n'));
  const documents: RewritableDocument[] = [];
  for (const part of parts) {
    const document = parse(part);
    const root = document.contents;
    if (!root || (isScalar(root) && (root.source ?? '') === '')) continue;
    const items = parts.length === 1 ? itemsOf(root) : undefined;
    for (const item of items ?? [root]) documents.push(new RewritableDocument(requireMap(item, part), part));
  }
  return documents;
}

/** Writes documents as one text. */
export function writeRewritable(documents: readonly RewritableDocument[]): string {
  return documents.map((document) => document.write()).join('---\n');
}

/** Every text is a text here: only how it is written counts. */
function parse(text: string): Document.Parsed {
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent', strict: false });
  if (document.errors.length > 0 && document.errors[0]!.code !== 'MULTIPLE_DOCS') {
    const reason = describeGoYamlError(text) ?? `yaml: ${document.errors[0]!.message}`;
    throw new RewriteError(`MalformedYAMLError: ${reason}`);
  }
  return document;
}

function splitText(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { 0: separator, index } of text.matchAll(/\n---.*\n/g)) {
    const rest = separator.slice(4).trim();
    if (rest !== '' && !rest.startsWith('#')) throw new RewriteError(`invalid document separator: ${separator.trim()}`);
    parts.push(`${text.slice(from, index)}\n`);
    from = index + separator.length;
  }
  return [...parts, text.slice(from)];
}

function requireMap(node: Node, text: string): YAMLMap {
  if (isMap(node)) return node;
  const found = isSeq(node) ? 'SequenceNode' : 'ScalarNode';
  const contents = writeDocument(node, text);
  throw new RewriteError(`wrong node kind: expected MappingNode but got ${found}: node contents:\n${contents}\n`);
}

function itemsOf(root: Node): readonly Node[] | undefined {
  if (!isMap(root)) return undefined;
  const kind = root.get('kind');
  const items = root.get('items', true) as unknown;
  if (kind !== 'List' && kind !== 'ResourceList') return undefined;
  return isSeq(items) ? (items.items as Node[]) : undefined;
}

function mapIn(node: Node | undefined, key: string): YAMLMap | undefined {
  const value = isMap(node) ? node.get(key, true) : undefined;
  return isMap(value) ? value : undefined;
}

function ensureMap(map: YAMLMap, key: string): YAMLMap {
  const found = mapIn(map, key);
  if (found && found.items.length > 0) return found;
  map.delete(key);
  const made = new YAMLMap();
  if (map.flow) made.flow = true;
  map.set(new Scalar(key), made);
  return made;
}
