import { compareBytes, formatGoFloat, type JsonValue } from '../../foundations/kube/index.ts';
import { parseJmesPath } from './parser.ts';
import type { Comparator, Syntax } from './syntax.ts';

/** A node as the reference shows it: its own name, the value that stands in it, and its parts. */
interface ShownNode {
  readonly name: string;
  readonly value?: string;
  readonly parts: readonly ShownNode[];
}

/**
 * The syntax tree of an expression as `kyverno jp parse` prints it, ending with a line break. Throws JmesPathError.
 * The reference prints the addresses of a slice's numbers; here stand the numbers.
 */
export function printJmesPathTree(expression: string): string {
  return print(show(parseJmesPath(expression)), '');
}

/** The reference never closes the block of the children. */
function print({ name, value, parts }: ShownNode, indent: string): string {
  const lines = [`${indent}${name} {\n`];
  if (value !== undefined) lines.push(`${indent}  value: ${value}\n`);
  if (parts.length > 0) lines.push(`${indent}  children: {\n`, ...parts.map((part) => print(part, `${indent}    `)));
  return `${lines.join('')}${indent}}\n`;
}

const comparators: Readonly<Record<Comparator, string>> = {
  '==': 'tEQ',
  '!=': 'tNE',
  '<': 'tLT',
  '<=': 'tLTE',
  '>': 'tGT',
  '>=': 'tGTE',
};

function show(syntax: Syntax): ShownNode {
  const node = (name: string, ...parts: readonly Syntax[]): ShownNode => ({ name, parts: parts.map(show) });
  switch (syntax.kind) {
    case 'field':
      return { name: 'ASTField', value: quote(syntax.name), parts: [] };
    case 'literal':
      return { name: 'ASTLiteral', ...(syntax.value === null ? {} : { value: goSyntax(syntax.value) }), parts: [] };
    case 'current':
      // Only the `@` that is written takes up room.
      return { name: syntax.offset === syntax.end ? 'ASTIdentity' : 'ASTCurrentNode', parts: [] };
    case 'index':
      return { name: 'ASTIndex', value: String(syntax.index), parts: [] };
    case 'slice':
      return { name: 'ASTSlice', value: showSlice(syntax.start, syntax.stop, syntax.step), parts: [] };
    case 'chain': {
      const isIndex = syntax.right.kind === 'index' || syntax.right.kind === 'slice';
      return node(isIndex ? 'ASTIndexExpression' : 'ASTSubexpression', syntax.left, syntax.right);
    }
    case 'pipe':
      return node('ASTPipe', syntax.left, syntax.right);
    case 'or':
      return node('ASTOrExpression', syntax.left, syntax.right);
    case 'and':
      return node('ASTAndExpression', syntax.left, syntax.right);
    case 'not':
      return node('ASTNotExpression', syntax.operand);
    case 'comparison':
      return { ...node('ASTComparator', syntax.left, syntax.right), value: comparators[syntax.operator] };
    case 'projection':
      return node('ASTProjection', syntax.left, syntax.right);
    case 'values':
      return node('ASTValueProjection', syntax.left, syntax.right);
    case 'filter':
      return node('ASTFilterProjection', syntax.left, syntax.right, syntax.condition);
    case 'flatten':
      return node('ASTFlatten', syntax.operand);
    case 'list':
      return node('ASTMultiSelectList', ...syntax.items);
    case 'object':
      return { name: 'ASTMultiSelectHash', parts: syntax.entries.map(showEntry) };
    case 'call': {
      const called = node('ASTFunctionExpression', ...syntax.args);
      return syntax.name === undefined ? called : { ...called, value: quote(syntax.name) };
    }
    case 'reference':
      return node('ASTExpRef', syntax.operand);
  }
}

function showEntry({ key, value }: { readonly key: string; readonly value: Syntax }): ShownNode {
  return { name: 'ASTKeyValPair', value: quote(key), parts: [show(value)] };
}

function showSlice(...parts: readonly (number | undefined)[]): string {
  return `[]*int{${parts.map((part) => (part === undefined ? '(*int)(nil)' : `(*int)(${part})`)).join(', ')}}`;
}

/** A value in Go's own syntax, as `%#v` prints it. */
function goSyntax(value: JsonValue): string {
  if (value === null) return 'interface {}(nil)';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return formatGoFloat(value, 'v');
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  const entries = Object.keys(value)
    .sort(compareBytes)
    .map((key) => `${quote(key)}:${goSyntax(value[key]!)}`);
  return `map[string]interface {}{${entries.join(', ')}}`;
}

const named: Readonly<Record<string, string>> = { '0007': '\\a', '000b': '\\v' };

/** Go writes the control characters that JSON writes with four digits with two, or with a letter. */
function quote(text: string): string {
  return JSON.stringify(text)
    .replaceAll(/\\u(00[01][0-9a-f])/g, (_, digits: string) => named[digits] ?? `\\x${digits.slice(2)}`)
    .replaceAll('\u007f', '\\x7f');
}
