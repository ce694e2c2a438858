import { compareBytes, formatGoFloat } from '../../foundations/kube/index.ts';
import { isMerge, type ScalarNode, type YamlNode } from './node.ts';
import { isWholeNumber, NotANumber } from './scalar.ts';
import { scalarValue } from './tagged.ts';

/** A node as Go's `%#v` prints what its YAML library makes of it: messages about keys show this. */
export function goSyntax(node: YamlNode, inside = false): string {
  switch (node.kind) {
    case 'alias':
      return goSyntax(node.target, inside);
    case 'scalar':
      return scalarSyntax(node, inside);
    case 'list':
      return `[]interface {}{${node.items.map((item) => goSyntax(item, true)).join(', ')}}`;
    case 'map': {
      const entries = new Map<string, string>();
      fill(entries, node);
      const keys = [...entries.keys()].sort(compareBytes);
      return `map[interface {}]interface {}{${keys.map((key) => `${key}:${entries.get(key)}`).join(', ')}}`;
    }
  }
}

function scalarSyntax(node: ScalarNode, inside: boolean): string {
  const value = scalarValue(node);
  if (value === null) return inside ? 'interface {}(nil)' : '<nil>';
  if (value instanceof NotANumber) return node.text.includes('a') ? 'NaN' : node.text.startsWith('-') ? '-Inf' : '+Inf';
  if (typeof value === 'number') {
    if (isWholeNumber(node.text))
      return value >= 2 ** 63 ? `0x${BigInt(node.text.replaceAll('_', '')).toString(16)}` : String(value);
    return formatGoFloat(value, 'g');
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function fill(into: Map<string, string>, node: YamlNode): void {
  if (node.kind === 'alias') fill(into, node.target);
  if (node.kind === 'list') for (const item of node.items.toReversed()) fill(into, item);
  if (node.kind !== 'map') return;
  for (const entry of node.entries) {
    if (isMerge(entry)) fill(into, entry.value);
    else into.set(goSyntax(entry.key, true), goSyntax(entry.value, true));
  }
}
