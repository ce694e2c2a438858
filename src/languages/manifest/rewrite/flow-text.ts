import { type Alias, isAlias, isMap, isSeq, type Node, type Pair, type Scalar } from 'yaml';
import { styleLike } from '../emit-style.ts';
import { YamlWriter } from '../emit-writer.ts';
import { propertiesOf, textOf, wantedStyle } from './node-style.ts';

/** A list or map in brackets, on one line. */
export function flowText(node: Node | null): string {
  if (node === null) return '';
  if (isAlias(node)) return `*${(node as Alias).source}`;
  const prefix = propertiesOf(node)
    .map((property) => `${property} `)
    .join('');
  if (isSeq(node)) return `${prefix}[${(node.items as Node[]).map((item) => flowText(item)).join(', ')}]`;
  if (isMap(node)) {
    const pairs = (node.items as Pair<Node, Node | null>[]).map(({ key, value }) => {
      return `${flowText(key)}: ${value === null ? "''" : flowText(value)}`;
    });
    return `${prefix}{${pairs.join(', ')}}`;
  }
  const writer = new YamlWriter(Number.POSITIVE_INFINITY);
  const text = textOf(node as Scalar);
  writer.writeText(text, styleLike(text, wantedStyle(node as Scalar), 'flow'), 0, true);
  return prefix + writer.finish();
}
