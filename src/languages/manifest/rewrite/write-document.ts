import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { keyLimit, styleLike, utf8Length } from '../emit-style.ts';
import { YamlWriter } from '../emit-writer.ts';
import { CommentPrinter } from './comment-printer.ts';
import { type Comment, type Comments, findComments } from './comments.ts';
import { flowText } from './flow-text.ts';
import { propertiesOf, textOf, wantedStyle } from './node-style.ts';

/**
 * Writes a document as kyaml does: two blanks a level, lists not indented below their key, the style of every text kept
 * where it can be, no folding. Comments stay with what they stood beside.
 */
export function writeDocument(root: Node, text: string): string {
  const writer = new DocumentWriter(text);
  writer.write(root);
  return writer.finish();
}

/** What a node is part of. */
type Place = 'root' | 'item' | 'value';

class DocumentWriter {
  readonly #out = new YamlWriter(Number.POSITIVE_INFINITY);
  readonly #printer: CommentPrinter;
  readonly #comments: Comments;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    this.#comments = findComments(text);
    this.#printer = new CommentPrinter(this.#comments, this.#out);
  }

  write(root: Node): void {
    this.#node(root, -2, 'root');
    this.#printer.printRest();
  }

  finish(): string {
    return `${this.#out.finish()}\n`;
  }

  /** `foot`: comments that go below the first entry of a map. */
  #node(node: Node | null, indent: number, place: Place, foot: readonly Comment[] = []): void {
    if (node === null) return;
    if (isAlias(node)) return this.#out.writeWord(`*${(node as Alias).source}`);
    const isCollection = isMap(node) || isSeq(node);
    if (isCollection && (node.flow || node.items.length === 0)) return this.#out.writeWord(flowText(node));
    this.#properties(node);
    if (isMap(node)) return this.#map(node, indent + 2, foot);
    if (isSeq(node)) return this.#list(node, place === 'value' ? indent : indent + 2);
    this.#scalar(node as Scalar, Math.max(indent, 0) + (place === 'item' ? 2 : indent < 0 ? 0 : 2), false);
  }

  #properties(node: Node): void {
    for (const property of propertiesOf(node)) this.#out.writeWord(property);
  }

  #map(map: YAMLMap, indent: number, foot: readonly Comment[]): void {
    for (const [index, pair] of (map.items as Pair<Node, Node | null>[]).entries()) {
      const { key, value } = pair;
      this.#printer.printBefore(startOf(key), indent, index === 0);
      this.#out.startLine(indent);
      if (!isScalar(key) || utf8Length(textOf(key)) > keyLimit || textOf(key).includes('\n')) {
        this.#out.writeIndicator('?', true);
        this.#node(key, indent, 'item');
        this.#out.startLine(indent);
        this.#out.writeIndicator(':', true);
      } else {
        this.#properties(key);
        // The library writes the tag of a merge out.
        if (key.type === Scalar.PLAIN && textOf(key) === '<<') this.#out.writeWord('!!merge');
        this.#scalar(key, indent + 2, true);
        this.#out.writeGlued(':');
      }
      if (opensBlock(value)) this.#printer.printBehind(startOf(key));
      this.#node(value, indent, 'value');
      if (!opensBlock(value) && !isBlockText(value)) this.#printer.printBehind(endOf(value) ?? startOf(key));
      if (index === 0) this.#printer.printFoot(foot, indent, map.items.length === 1);
    }
  }

  #list(list: YAMLSeq, indent: number): void {
    for (const [index, item] of (list.items as (Node | null)[]).entries()) {
      const start = startOf(item);
      const dash = start === undefined ? undefined : this.#comments.dashOf(start);
      const isMapItem = index > 0 && dash !== undefined && isMap(item) && opensBlock(item);
      const foot = isMapItem ? this.#printer.takeForItem(dash) : [];
      this.#printer.printBefore(dash, indent, index === 0);
      this.#out.startLine(indent);
      this.#out.writeIndicator('-', true);
      const { lineOf } = this.#comments;
      if (opensBlock(item) && dash !== undefined && lineOf(dash) < lineOf(start!)) this.#printer.printBehind(dash);
      this.#node(item, indent, 'item', foot);
      if (!opensBlock(item) && !isBlockText(item)) this.#printer.printBehind(endOf(item));
    }
  }

  #scalar(scalar: Scalar, indent: number, key: boolean): void {
    const isBlock = isBlockText(scalar);
    const cutOff = isBlock && !this.#text.endsWith('\n') && (endOf(scalar) ?? 0) >= this.#text.length;
    const text = cutOff ? textOf(scalar).replace(/\n$/, '') : textOf(scalar);
    const style = styleLike(text, wantedStyle(scalar), key ? 'key' : 'block');
    const comment = isBlock ? this.#printer.takeBehind(startOf(scalar)) : undefined;
    if (style === 'plain' && text === '') return;
    this.#out.writeText(text, style, indent, key, comment);
    if (isBlock) this.#printer.passTo(endOf(scalar));
  }
}

function isBlockText(node: Node | null): boolean {
  return isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED);
}

function opensBlock(node: Node | null): boolean {
  return (isMap(node) || isSeq(node)) && !node.flow && node.items.length > 0;
}

/** Nodes that were not read have no place. */
function startOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}

function endOf(node: Node | null): number | undefined {
  return node?.range?.[1];
}
