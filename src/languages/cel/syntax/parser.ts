import { negate } from '../value/arithmetic.ts';
import { CelUint, isNumber } from '../value/value.ts';
import { CelSyntaxError, type Element, type Entry, type Expr, qualifiedName } from './ast.ts';
import { type Token, tokenize } from './lexer.ts';

const maxLength = 100_000;
/** Of brackets and calls within each other while parsing. */
const maxNesting = 250;
/** Of the tree: `1 + 1 + ...` is deep without brackets. */
const maxDepth = 1000;
const reserved: ReadonlySet<string> = new Set([
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'in',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
]);
const levels: readonly (readonly string[])[] = [
  ['==', '!=', '<', '<=', '>', '>=', 'in'],
  ['+', '-'],
  ['*', '/', '%'],
];

const expressionStart =
  "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

/** Parses an expression. Throws CelSyntaxError. Source of the grammar: CEL specification, "Syntax". */
export function parseCel(text: string): Expr {
  if (text.length > maxLength) {
    throw new CelSyntaxError(`expression code point size exceeds limit: size: ${text.length}, limit ${maxLength}`, 0);
  }
  return new Parser(tokenize(text)).parse();
}

type Unplaced<T> = T extends unknown ? Omit<T, 'depth'> : never;

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #nesting = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Expr {
    const expr = this.#expression();
    if (this.#token.kind !== 'end') throw this.#fail(`extraneous input '${this.#token.text}' expecting <EOF>`);
    return expr;
  }

  get #token(): Token {
    return this.#tokens[this.#at]!;
  }

  #is(text: string): boolean {
    const { kind, text: found } = this.#token;
    return found === text && kind === 'punct';
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#fail(`missing '${text}' at '${this.#token.text}'`);
  }

  #fail(message: string): CelSyntaxError {
    return new CelSyntaxError(`Syntax error: ${message}`, this.#token.offset);
  }

  #unexpected(expecting: string): CelSyntaxError {
    return this.#fail(`mismatched input '${this.#token.text}' expecting ${expecting}`);
  }

  #node(node: Unplaced<Expr>, ...children: readonly Expr[]): Expr {
    const depth = 1 + Math.max(0, ...children.map((child) => child.depth));
    if (depth > maxDepth) throw new CelSyntaxError(`expression recursion limit exceeded: ${maxDepth}`, node.offset);
    return { ...node, depth } as Expr;
  }

  #nested<T>(parse: () => T): T {
    if (++this.#nesting > maxNesting) {
      throw new CelSyntaxError(`expression recursion limit exceeded: ${maxNesting}`, this.#token.offset);
    }
    const found = parse();
    this.#nesting--;
    return found;
  }

  #expression(): Expr {
    return this.#nested(() => {
      const test = this.#logic('||');
      const { offset } = this.#token;
      if (!this.#take('?')) return test;
      const then = this.#logic('||');
      this.#expect(':');
      const otherwise = this.#expression();
      return this.#node({ kind: 'conditional', test, then, otherwise, offset }, test, then, otherwise);
    });
  }

  #logic(operator: '||' | '&&'): Expr {
    const next = () => (operator === '||' ? this.#logic('&&') : this.#binary(0));
    const first = next();
    const { offset } = this.#token;
    if (!this.#is(operator)) return first;
    const operands = [first];
    while (this.#take(operator)) operands.push(next());
    return this.#node({ kind: 'logic', operator, operands, offset }, ...operands);
  }

  #binary(level: number): Expr {
    const operators = levels[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const { kind, text, offset } = this.#token;
      if ((kind !== 'punct' && text !== 'in') || kind === 'quoted' || !operators.includes(text)) return left;
      this.#at++;
      const right = this.#binary(level + 1);
      left = this.#node(
        { kind: 'call', name: text === 'in' ? '@in' : `_${text}_`, args: [left, right], offset },
        left,
        right,
      );
    }
  }

  #unary(): Expr {
    const { text, offset } = this.#token;
    if (!this.#is('!') && !this.#is('-')) return this.#member();
    this.#at++;
    const next = this.#token;
    if (text === '-' && next.kind === 'literal' && isNumber(next.value) && !(next.value instanceof CelUint)) {
      this.#at++;
      const value = next.minimum ? next.value : negate(next.value);
      return this.#members(this.#node({ kind: 'literal', value: value as number, offset }));
    }
    const operand = this.#nested(() => this.#unary());
    return this.#node({ kind: 'call', name: `${text}_`, args: [operand], offset }, operand);
  }

  #member(): Expr {
    return this.#members(this.#primary());
  }

  #members(start: Expr): Expr {
    let operand = start;
    for (;;) {
      const { offset } = this.#token;
      if (this.#take('.')) operand = this.#selection(operand, offset);
      else if (this.#take('[')) {
        const optional = this.#take('?');
        const index = this.#expression();
        this.#expect(']');
        operand = this.#node({ kind: 'index', operand, index, optional, offset }, operand, index);
      } else if (this.#is('{') && qualifiedName(operand) !== undefined) {
        this.#at++;
        const fields = this.#entries(() => this.#fieldName());
        operand = this.#node(
          { kind: 'message', name: qualifiedName(operand)!, fields, offset: operand.offset },
          ...fields.map(({ value }) => value),
        );
      } else return operand;
    }
  }

  #selection(operand: Expr, offset: number): Expr {
    const optional = this.#take('?');
    const { kind, text } = this.#token;
    // true, false, null and in are no field names; other reserved words are.
    if ((kind !== 'ident' && kind !== 'quoted') || (kind === 'ident' && text === 'in')) {
      throw this.#fail(`no viable alternative at input '.${kind === 'end' ? '' : text}'`);
    }
    this.#at++;
    if (optional || kind === 'quoted' || !this.#take('(')) {
      return this.#node({ kind: 'select', operand, field: text, optional, offset }, operand);
    }
    const args = this.#arguments();
    return this.#node(
      { kind: 'call', name: text, target: operand, args, offset: offset + 1 + text.length },
      operand,
      ...args,
    );
  }

  #primary(): Expr {
    const { kind, text, offset, value, minimum } = this.#token;
    if (kind === 'literal') {
      if (minimum) throw new CelSyntaxError('invalid int literal', offset);
      this.#at++;
      return this.#node({ kind: 'literal', value: value!, offset });
    }
    if (this.#take('(')) {
      const inner = this.#expression();
      this.#expect(')');
      return inner;
    }
    if (this.#take('[')) {
      const elements = this.#elements();
      return this.#node({ kind: 'list', elements, offset }, ...elements.map((element) => element.value));
    }
    if (this.#take('{')) {
      const entries = this.#entries(() => this.#expression());
      return this.#node({ kind: 'map', entries, offset }, ...entries.flatMap((entry) => [entry.key, entry.value]));
    }
    if (kind !== 'ident' && text !== '.') throw this.#unexpected(expressionStart);
    this.#take('.');
    return this.#name();
  }

  #name(): Expr {
    const { kind, text, offset } = this.#token;
    if (kind !== 'ident' || text === 'in') throw this.#unexpected(expressionStart);
    if (reserved.has(text)) throw new CelSyntaxError(`reserved identifier: ${text}`, offset);
    this.#at++;
    const end = this.#token.offset;
    if (!this.#take('(')) return this.#node({ kind: 'ident', name: text, offset });
    const args = this.#arguments();
    return this.#node({ kind: 'call', name: text, args, offset: end }, ...args);
  }

  #arguments(): Expr[] {
    const args: Expr[] = [];
    if (this.#take(')')) return args;
    do args.push(this.#expression());
    while (this.#take(','));
    this.#expect(')');
    return args;
  }

  #elements(): Element[] {
    const elements: Element[] = [];
    while (!this.#take(']')) {
      const optional = this.#take('?');
      elements.push({ value: this.#expression(), optional });
      if (!this.#is(']') && !this.#is(',')) throw this.#unexpected("{']', ','}");
      this.#take(',');
    }
    return elements;
  }

  #entries(readKey: () => Expr): Entry[] {
    const entries: Entry[] = [];
    while (!this.#take('}')) {
      const optional = this.#take('?');
      const key = readKey();
      this.#expect(':');
      entries.push({ key, value: this.#expression(), optional });
      if (!this.#is('}') && !this.#is(',')) throw this.#unexpected("{'}', ','}");
      this.#take(',');
    }
    return entries;
  }

  #fieldName(): Expr {
    const { kind, text, offset } = this.#token;
    if (kind !== 'ident' && kind !== 'quoted') throw this.#unexpected('IDENTIFIER');
    this.#at++;
    return this.#node({ kind: 'literal', value: text, offset });
  }
}
