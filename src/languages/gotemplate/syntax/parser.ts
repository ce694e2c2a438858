import { unquote } from '../format/quote.ts';
import type {
  BranchNode,
  CommandNode,
  EndNode,
  ListNode,
  Node,
  Operand,
  PipeNode,
  Source,
  Tree,
  VariableNode,
} from './node.ts';
import { isEmptyList, printNode } from './node.ts';
import { parseNumber } from './number.ts';
import type { Token } from './token.ts';
import { TokenStream } from './token-stream.ts';

/**
 * Parses one template text. The first tree is the file itself, the others are its `define` and `block` templates.
 * Unknown functions and variables are refused here, as Go refuses them.
 *
 * @throws ParseError with Go's words and line.
 */
export function parseText(name: string, text: string, hasFunction: (name: string) => boolean): Tree[] {
  return new Parser({ name, text }, hasFunction).parse();
}

class Parser {
  readonly #source: Source;
  readonly #tokens: TokenStream;
  readonly #hasFunction: (name: string) => boolean;
  readonly #trees = new Map<string, Tree>();
  #variables: string[] = ['$'];
  #rangeDepth = 0;

  constructor(source: Source, hasFunction: (name: string) => boolean) {
    this.#source = source;
    this.#tokens = new TokenStream(source);
    this.#hasFunction = hasFunction;
  }

  parse(): Tree[] {
    const tokens = this.#tokens;
    const pos = tokens.peek().pos;
    const nodes: Node[] = [];
    while (tokens.peek().kind !== 'eof') {
      if (tokens.peek().kind === 'leftDelim') {
        const open = tokens.next();
        const word = tokens.nextNonSpace();
        if (word.kind === 'define') {
          this.#definition();
          continue;
        }
        tokens.back(open, word);
      }
      const node = this.#textOrAction();
      if (isEnd(node)) return tokens.fail(`unexpected ${printNode(node)}`);
      nodes.push(node);
    }
    this.#add({ name: this.#source.name, source: this.#source, root: this.#list(pos, nodes) });
    const file = this.#trees.get(this.#source.name)!;
    return [file, ...[...this.#trees.values()].filter((tree) => tree !== file)];
  }

  #list(pos: number, nodes: readonly Node[]): ListNode {
    return { kind: 'list', pos, source: this.#source, nodes };
  }

  /** A definition has its own variables; a `define` inside another block is refused by the action rules. */
  #definition(): void {
    const tokens = this.#tokens;
    const token = tokens.nextNonSpace();
    if (token.kind !== 'string' && token.kind !== 'rawString') tokens.unexpected(token, 'define clause');
    const name = unquote(token.value) ?? tokens.fail('invalid syntax');
    tokens.expect('rightDelim', 'define clause');
    this.#body(name, 'define clause');
  }

  #body(name: string, context: string): void {
    const outer = { variables: this.#variables, rangeDepth: this.#rangeDepth, line: this.#tokens.actionLine };
    this.#variables = ['$'];
    this.#rangeDepth = 0;
    this.#tokens.actionLine = 0;
    const { list, end } = this.#itemList();
    if (end.kind !== 'end') this.#tokens.fail(`unexpected ${printNode(end)} in ${context}`);
    this.#add({ name, source: this.#source, root: list });
    this.#variables = outer.variables;
    this.#rangeDepth = outer.rangeDepth;
    this.#tokens.actionLine = outer.line;
  }

  #add(tree: Tree): void {
    const known = this.#trees.get(tree.name);
    if (!known || isEmptyList(known.root)) this.#trees.set(tree.name, tree);
    else if (!isEmptyList(tree.root)) {
      this.#tokens.fail(`template: multiple definition of template ${JSON.stringify(tree.name)}`);
    }
  }

  #itemList(): { list: ListNode; end: EndNode } {
    const tokens = this.#tokens;
    const pos = tokens.peekNonSpace().pos;
    const nodes: Node[] = [];
    while (tokens.peekNonSpace().kind !== 'eof') {
      const node = this.#textOrAction();
      if (isEnd(node)) return { list: this.#list(pos, nodes), end: node };
      nodes.push(node);
    }
    return tokens.fail('unexpected EOF');
  }

  #textOrAction(): Node | EndNode {
    const token = this.#tokens.nextNonSpace();
    if (token.kind === 'text') return { kind: 'text', pos: token.pos, source: this.#source, text: token.value };
    if (token.kind !== 'leftDelim') this.#tokens.unexpected(token, 'input');
    this.#tokens.actionLine = token.line;
    const node = this.#action();
    this.#tokens.actionLine = 0;
    return node;
  }

  #action(): Node | EndNode {
    const tokens = this.#tokens;
    const token = tokens.nextNonSpace();
    switch (token.kind) {
      case 'block':
        return this.#block();
      case 'break':
      case 'continue': {
        const after = tokens.nextNonSpace();
        if (after.kind !== 'rightDelim') tokens.unexpected(after, `{{${token.kind}}}`);
        if (this.#rangeDepth === 0) tokens.fail(`{{${token.kind}}} outside {{range}}`);
        return { kind: token.kind, pos: token.pos, source: this.#source };
      }
      case 'else':
        return this.#else();
      case 'end':
        return { kind: 'end', pos: tokens.expect('rightDelim', 'end').pos, source: this.#source };
      case 'if':
      case 'range':
      case 'with':
        return this.#control(token.kind);
      case 'template':
        return this.#template();
    }
    tokens.back(token);
    const pipe = this.#pipeline('command', 'rightDelim');
    return { kind: 'action', pos: token.pos, source: this.#source, pipe };
  }

  #else(): EndNode {
    const peek = this.#tokens.peekNonSpace();
    if (peek.kind === 'if' || peek.kind === 'with') return { kind: 'else', pos: peek.pos, source: this.#source };
    return { kind: 'else', pos: this.#tokens.expect('rightDelim', 'else').pos, source: this.#source };
  }

  #control(kind: 'if' | 'range' | 'with'): BranchNode {
    const visible = this.#variables.length;
    const pipe = this.#pipeline(kind, 'rightDelim');
    if (kind === 'range') this.#rangeDepth++;
    const { list, end } = this.#itemList();
    if (kind === 'range') this.#rangeDepth--;
    const elseList = end.kind === 'else' ? this.#elseList(kind, end) : undefined;
    this.#variables.length = visible;
    return { kind, pos: pipe.pos, source: this.#source, pipe, list, elseList };
  }

  /** `else if` and `else with` are an else list that holds just the second control, which shares the `end`. */
  #elseList(kind: 'if' | 'range' | 'with', opened: EndNode): ListNode {
    const tokens = this.#tokens;
    if (kind !== 'range' && tokens.peek().kind === kind) {
      tokens.next();
      return this.#list(opened.pos, [this.#control(kind)]);
    }
    const { list, end } = this.#itemList();
    if (end.kind !== 'end') tokens.fail(`expected end; found ${printNode(end)}`);
    return list;
  }

  #templateName(token: Token, context: string): string {
    if (token.kind !== 'string' && token.kind !== 'rawString') this.#tokens.unexpected(token, context);
    return unquote(token.value) ?? this.#tokens.fail('invalid syntax');
  }

  #template(): Node {
    const tokens = this.#tokens;
    const token = tokens.nextNonSpace();
    const name = this.#templateName(token, 'template clause');
    const after = tokens.nextNonSpace();
    let pipe: PipeNode | undefined;
    if (after.kind !== 'rightDelim') {
      tokens.back(after);
      pipe = this.#pipeline('template clause', 'rightDelim');
    }
    return { kind: 'template', pos: token.pos, source: this.#source, name, pipe };
  }

  #block(): Node {
    const token = this.#tokens.nextNonSpace();
    const name = this.#templateName(token, 'block clause');
    const pipe = this.#pipeline('block clause', 'rightDelim');
    this.#body(name, 'block clause');
    return { kind: 'template', pos: token.pos, source: this.#source, name, pipe };
  }

  #pipeline(context: string, end: 'rightDelim' | 'rightParen'): PipeNode {
    const tokens = this.#tokens;
    const pos = tokens.peekNonSpace().pos;
    const { variables, isAssign } = this.#declarations(context);
    const commands: CommandNode[] = [];
    for (;;) {
      const token = tokens.nextNonSpace();
      if (token.kind === end) break;
      if (!startsOperand.has(token.kind)) tokens.unexpected(token, context);
      tokens.back(token);
      commands.push(this.#command());
    }
    if (commands.length === 0) tokens.fail(`missing value for ${context}`);
    for (const [index, command] of commands.entries()) {
      if (index > 0 && notExecutable.has(command.args[0]!.kind)) {
        tokens.fail(`non executable command in pipeline stage ${index + 1}`);
      }
    }
    return { kind: 'pipe', pos, source: this.#source, isAssign, variables, commands };
  }

  #declarations(context: string): { variables: VariableNode[]; isAssign: boolean } {
    const tokens = this.#tokens;
    const variables: VariableNode[] = [];
    let isAssign = false;
    while (tokens.peekNonSpace().kind === 'variable') {
      const token = tokens.nextNonSpace();
      const after = tokens.next();
      const next = after.kind === 'space' ? tokens.nextNonSpace() : after;
      const comma = next.kind === 'char' && next.value === ',';
      if (next.kind !== 'assign' && next.kind !== 'declare' && !comma) {
        if (after === next) tokens.back(token, next);
        else tokens.back(token, after, next);
        break;
      }
      variables.push({ kind: 'variable', pos: token.pos, source: this.#source, names: [token.value] });
      this.#variables.push(token.value);
      if (!comma) {
        isAssign = next.kind === 'assign';
        break;
      }
      if (context !== 'range' || variables.length >= 2) tokens.fail(`too many declarations in ${context}`);
      const following = tokens.peekNonSpace().kind;
      if (following !== 'variable' && following !== 'rightDelim' && following !== 'rightParen') {
        tokens.fail('range can only initialize variables');
      }
    }
    return { variables, isAssign };
  }

  #command(): CommandNode {
    const tokens = this.#tokens;
    const pos = tokens.peekNonSpace().pos;
    const args: Operand[] = [];
    for (;;) {
      tokens.peekNonSpace();
      const operand = this.#operand();
      if (operand) args.push(operand);
      const token = tokens.next();
      if (token.kind === 'space') continue;
      if (token.kind === 'rightDelim' || token.kind === 'rightParen') tokens.back(token);
      else if (token.kind !== 'pipe') tokens.unexpected(token, 'operand');
      break;
    }
    if (args.length === 0) tokens.fail('empty command');
    return { kind: 'command', pos, source: this.#source, args };
  }

  /** A term with the fields after it. Go keeps `.a.b` as one node placed at its second part; so do we. */
  #operand(): Operand | undefined {
    const tokens = this.#tokens;
    const node = this.#term();
    if (!node || tokens.peek().kind !== 'field') return node;
    const pos = tokens.peek().pos;
    const names: string[] = [];
    while (tokens.peek().kind === 'field') names.push(tokens.next().value.slice(1));
    switch (node.kind) {
      case 'field':
      case 'variable':
        return { ...node, pos, names: [...node.names, ...names] };
      case 'bool':
      case 'string':
      case 'number':
      case 'nil':
      case 'dot':
        return tokens.fail(`unexpected . after term ${JSON.stringify(printNode(node))}`);
    }
    return { kind: 'chain', pos, source: this.#source, node, names };
  }

  #term(): Operand | undefined {
    const tokens = this.#tokens;
    const token = tokens.nextNonSpace();
    const at = { pos: token.pos, source: this.#source };
    switch (token.kind) {
      case 'identifier':
        if (!this.#hasFunction(token.value)) tokens.fail(`function ${JSON.stringify(token.value)} not defined`);
        return { kind: 'identifier', ...at, name: token.value };
      case 'dot':
      case 'nil':
        return { kind: token.kind, ...at };
      case 'variable':
        if (!this.#variables.includes(token.value)) {
          tokens.fail(`undefined variable ${JSON.stringify(token.value)}`);
        }
        return { kind: 'variable', ...at, names: [token.value] };
      case 'field':
        return { kind: 'field', ...at, names: [token.value.slice(1)] };
      case 'bool':
        return { kind: 'bool', ...at, value: token.value === 'true' };
      case 'charConstant':
      case 'number': {
        const number = parseNumber(token.value, token.kind === 'charConstant');
        if (typeof number === 'string') return tokens.fail(number);
        return { kind: 'number', ...at, text: token.value, ...number };
      }
      case 'leftParen':
        return this.#pipeline('parenthesized pipeline', 'rightParen');
      case 'string':
      case 'rawString': {
        const text = unquote(token.value) ?? tokens.fail('invalid syntax');
        return { kind: 'string', ...at, literal: token.value, text };
      }
    }
    tokens.back(token);
    return undefined;
  }
}

function isEnd(node: Node | EndNode): node is EndNode {
  return node.kind === 'end' || node.kind === 'else';
}

const startsOperand: ReadonlySet<string> = new Set([
  'bool',
  'charConstant',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'rawString',
  'string',
  'variable',
  'leftParen',
]);

const notExecutable: ReadonlySet<string> = new Set(['bool', 'dot', 'nil', 'number', 'string']);
