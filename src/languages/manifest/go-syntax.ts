import { compareBytes, formatGoFloat } from '../../foundations/kube/index.ts';
import type { YamlNode } from './node.ts';
import { isWholeNumber, NotANumber, resolvePlain } from './scalar.ts';

/** A node as Go's `%#v` prints what its YAML library reads of it: how that library names a key that is none. */
export function goSyntax(node: YamlNode): string {
  switch (node.kind) {
    case 'alias':
      return goSyntax(node.target);
    case 'list':
      return `[]interface {}{${node.items.map(goSyntax).join(', ')}}`;
    case 'map': {
      const entries = node.entries.map(({ key, value }) => `${goSyntax(key)}:${goSyntax(value)}`);
      return `map[interface {}]interface {}{${entries.sort(compareBytes).join(', ')}}`;
    }
    case 'scalar':
      return node.form === 'plain' && node.tag === '' ? plainSyntax(node.text) : JSON.stringify(node.text);
  }
}

function plainSyntax(text: string): string {
  const value = resolvePlain(text);
  if (value === null) return 'interface {}(nil)';
  if (value instanceof NotANumber || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return isWholeNumber(text) ? String(value) : formatGoFloat(value, 'v');
  return JSON.stringify(text);
}
