import { quote } from '../format/quote.ts';

/** The syntax tree of a template. `pos` is a UTF-16 offset in the text of `source`. */
export interface Source {
  /** The name under which the text was parsed: the file. */
  readonly name: string;
  readonly text: string;
}

interface At {
  readonly pos: number;
  readonly source: Source;
}

interface TextNode extends At {
  readonly kind: 'text';
  readonly text: string;
}
interface ActionNode extends At {
  readonly kind: 'action';
  readonly pipe: PipeNode;
}
export interface BranchNode extends At {
  readonly kind: 'if' | 'with' | 'range';
  readonly pipe: PipeNode;
  readonly list: ListNode;
  readonly elseList: ListNode | undefined;
}
export interface TemplateNode extends At {
  readonly kind: 'template';
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}
interface JumpNode extends At {
  readonly kind: 'break' | 'continue';
}
/** Ends a list of nodes; never part of a finished tree. */
export interface EndNode extends At {
  readonly kind: 'end' | 'else';
}
export type Node = TextNode | ActionNode | BranchNode | TemplateNode | JumpNode;

export interface ListNode extends At {
  readonly kind: 'list';
  readonly nodes: readonly Node[];
}

export interface PipeNode extends At {
  readonly kind: 'pipe';
  readonly isAssign: boolean;
  readonly variables: readonly VariableNode[];
  readonly commands: readonly CommandNode[];
}
export interface CommandNode extends At {
  readonly kind: 'command';
  readonly args: readonly Operand[];
}
interface IdentifierNode extends At {
  readonly kind: 'identifier';
  readonly name: string;
}
/** `$x.a.b`: the first name is the variable's, with its dollar. */
export interface VariableNode extends At {
  readonly kind: 'variable';
  readonly names: readonly string[];
}
interface FieldNode extends At {
  readonly kind: 'field';
  readonly names: readonly string[];
}
/** A field of a parenthesized pipeline or of a function's result. */
interface ChainNode extends At {
  readonly kind: 'chain';
  readonly node: Operand;
  readonly names: readonly string[];
}
interface DotNode extends At {
  readonly kind: 'dot' | 'nil';
}
interface BoolNode extends At {
  readonly kind: 'bool';
  readonly value: boolean;
}
export interface NumberNode extends At {
  readonly kind: 'number';
  readonly text: string;
  /** Set when the literal can be an integer, also for `1e3`. */
  readonly int: bigint | undefined;
  readonly float: number | undefined;
  readonly complex?: { readonly real: number; readonly imaginary: number };
}
interface StringNode extends At {
  readonly kind: 'string';
  readonly literal: string;
  readonly text: string;
}
export type Operand =
  | IdentifierNode
  | VariableNode
  | FieldNode
  | ChainNode
  | DotNode
  | BoolNode
  | NumberNode
  | StringNode
  | PipeNode;

export type AnyNode = Node | EndNode | ListNode | PipeNode | CommandNode | Operand;

/** A named template: a file, or what a `define` or `block` in it defines. */
export interface Tree {
  readonly name: string;
  readonly source: Source;
  readonly root: ListNode;
}

/** A node as Go prints it back, in the `<...>` of an error. */
export function printNode(node: AnyNode): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'action':
      return `{{${printNode(node.pipe)}}}`;
    case 'list':
      return node.nodes.map(printNode).join('');
    case 'if':
    case 'with':
    case 'range': {
      const otherwise = node.elseList ? `{{else}}${printNode(node.elseList)}` : '';
      return `{{${node.kind} ${printNode(node.pipe)}}}${printNode(node.list)}${otherwise}{{end}}`;
    }
    case 'template':
      return `{{template ${quote(node.name)}${node.pipe ? ` ${printNode(node.pipe)}` : ''}}}`;
    case 'break':
    case 'continue':
    case 'end':
    case 'else':
      return `{{${node.kind}}}`;
    case 'pipe': {
      const names = node.variables.map(printNode).join(', ');
      const declaration = names && `${names} ${node.isAssign ? '=' : ':='} `;
      return declaration + node.commands.map(printNode).join(' | ');
    }
    case 'command':
      return node.args.map(printOperand).join(' ');
    case 'identifier':
      return node.name;
    case 'variable':
      return node.names.join('.');
    case 'field':
      return `.${node.names.join('.')}`;
    case 'chain':
      return `${printOperand(node.node)}.${node.names.join('.')}`;
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'bool':
      return String(node.value);
    case 'number':
      return node.text;
    case 'string':
      return node.literal;
  }
}

function printOperand(node: Operand): string {
  return node.kind === 'pipe' ? `(${printNode(node)})` : printNode(node);
}

/** Whether a list prints nothing but blanks: such a definition never replaces another. */
export function isEmptyList(list: ListNode): boolean {
  return list.nodes.every((node) => node.kind === 'text' && node.text.trim() === '');
}
