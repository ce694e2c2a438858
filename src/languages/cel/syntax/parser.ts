import { type BinaryOperator, CelSyntaxError, type Expr, type ListItem, type MapEntry } from './ast.ts';
import { type Token, tokenize } from './lexer.ts';

const maxLength = 100_000;
const maxDepth = 250;
const reserved = new Set(['as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while']);
const levels: readonly (readonly string[])[] = [['==', '!=', '<', '<=', '>', '>=', 'in'], ['+', '-'], ['*', '/', '%']];

/** Parses an expression. Throws CelSyntaxError. */
export function parseCel(text: string): Expr {
  if (text.length > maxLength) throw new CelSyntaxError(`expression is longer than ${maxLength} characters`, 0);
  return new Parser(tokenize(text)).parse();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Expr {
    const expression = this.#expression();
    const { offset, kind } = this.#token;
    if (kind !== 'end') throw this.#unexpected(offset);
    return expression;
  }

  get #token(): Token {
    return this.#tokens[this.#at]!;
  }

  #is(text: string): boolean {
    const token = this.#token;
    return token.kind === 'punct' && token.text === text;
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#unexpected(this.#token.offset, text);
  }

  #unexpected(offset: number, wanted?: string): CelSyntaxError {
    const token = this.#token;
    const shown = token.kind === 'end' ? '<EOF>' : token.kind === 'literal' ? 'literal' : token.text;
    return new CelSyntaxError(`Syntax error: mismatched input '${shown}'${wanted ? ` expecting '${wanted}'` : ''}`, offset);
  }

  #expression(): Expr {
    if (++this.#depth > maxDepth) throw new CelSyntaxError(`expression recursion limit exceeded: ${maxDepth}`, this.#token.offset);
    const { offset } = this.#token;
    const condition = this.#or();
    let found = condition;
    if (this.#take('?')) {
      const then = this.#or();
      this.#expect(':');
      found = { kind: 'conditional', condition, then, otherwise: this.#expression(), offset };
    }
    this.#depth--;
    return found;
  }

  #or(): Expr {
    let left = this.#and();
    while (this.#is('||')) {
      const { offset } = this.#token;
      this.#at++;
      left = { kind: 'or', left, right: this.#and(), offset };
    }
    return left;
  }

  #and(): Expr {
    let left = this.#binary(0);
    while (this.#is('&&')) {
      const { offset } = this.#token;
      this.#at++;
      left = { kind: 'and', left, right: this.#binary(0), offset };
    }
    return left;
  }

  #binary(level: number): Expr {
    const operators = levels[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const token = this.#token;
      const text = token.kind === 'punct' || (token.kind === 'ident' && token.text === 'in' && !token.quoted) ? token.text : '';
      if (!operators.includes(text)) return left;
      this.#at++;
      left = { kind: 'binary', operator: text as BinaryOperator, left, right: this.#binary(level + 1), offset: token.offset };
    }
  }

  #unary(): Expr {
    const token = this.#token;
    const operator = this.#is('!') ? '!' : this.#is('-') ? '-' : undefined;
    if (!operator) return this.#member();
    if (++this.#depth > maxDepth) throw new CelSyntaxError(`expression recursion limit exceeded: ${maxDepth}`, token.offset);
    this.#at++;
    const next = this.#token;
    if (operator === '-' && next.kind === 'literal' && next.negatable !== undefined) {
      this.#at++;
      this.#depth--;
      return { kind: 'literal', value: -next.negatable, offset: token.offset };
    }
    const operand = this.#unary();
    this.#depth--;
    return { kind: 'unary', operator, operand, offset: token.offset };
  }

  #member(): Expr {
    let operand = this.#primary();
    for (;;) {
      const { offset } = this.#token;
      if (this.#is('.') || this.#is('.?')) {
        const optional = this.#is('.?');
        this.#at++;
        const name = this.#name(true);
        if (!optional && this.#take('(')) operand = { kind: 'call', name, target: operand, args: this.#arguments(), offset };
        else operand = { kind: 'select', operand, field: name, optional, offset };
      } else if (this.#is('[') || this.#is('[?')) {
        const optional = this.#is('[?');
        this.#at++;
        const index = this.#expression();
        this.#expect(']');
        operand = { kind: 'index', operand, index, optional, offset };
      } else if (this.#is('{') && messageName(operand) !== undefined) {
        this.#at++;
        operand = { kind: 'message', name: messageName(operand)!, fields: this.#fields(), offset: operand.offset };
      } else return operand;
    }
  }

  #name(quotedAllowed: boolean): string {
    const token = this.#token;
    if (token.kind !== 'ident' || (token.quoted && !quotedAllowed)) throw this.#unexpected(token.offset, 'IDENTIFIER');
    this.#at++;
    return token.text;
  }

  #primary(): Expr {
    const token = this.#token;
    const { offset } = token;
    if (token.kind === 'literal') {
      if (token.negatable !== undefined) throw new CelSyntaxError('Syntax error: invalid int literal', offset);
      this.#at++;
      return { kind: 'literal', value: token.value, offset };
    }
    if (this.#take('(')) {
      const inner = this.#expression();
      this.#expect(')');
      return inner;
    }
    if (this.#is('[') || this.#is('[?')) return this.#list(offset);
    if (this.#is('{') || this.#is('{?')) return this.#map(offset);
    this.#take('.');
    const name = this.#name(false);
    if (reserved.has(name) || name === 'in') throw new CelSyntaxError(`reserved identifier: ${name}`, offset);
    if (this.#take('(')) return { kind: 'call', name, target: undefined, args: this.#arguments(), offset };
    return { kind: 'ident', name, offset };
  }

  #arguments(): Expr[] {
    const args: Expr[] = [];
    while (!this.#take(')')) {
      args.push(this.#expression());
      if (!this.#is(')')) this.#expect(',');
    }
    return args;
  }

  #list(offset: number): Expr {
    const items: ListItem[] = [];
    let optional = this.#is('[?');
    this.#at++;
    while (!this.#take(']')) {
      items.push({ value: this.#expression(), optional });
      if (!this.#is(']')) this.#expect(',');
      optional = this.#take('?');
    }
    return { kind: 'list', items, offset };
  }

  #map(offset: number): Expr {
    const entries: MapEntry[] = [];
    let optional = this.#is('{?');
    this.#at++;
    while (!this.#take('}')) {
      const key = this.#expression();
      this.#expect(':');
      entries.push({ key, value: this.#expression(), optional });
      if (!this.#is('}')) this.#expect(',');
      optional = this.#take('?');
    }
    return { kind: 'map', entries, offset };
  }

  #fields(): { name: string; value: Expr; optional: boolean }[] {
    const fields: { name: string; value: Expr; optional: boolean }[] = [];
    while (!this.#take('}')) {
      const optional = this.#take('?');
      const name = this.#name(true);
      this.#expect(':');
      fields.push({ name, value: this.#expression(), optional });
      if (!this.#is('}')) this.#expect(',');
    }
    return fields;
  }
}

/** `Object`, `Object.spec.template`, `JSONPatch`: what may stand before `{`. */
function messageName(expression: Expr): string | undefined {
  if (expression.kind === 'ident') return expression.name;
  if (expression.kind !== 'select' || expression.optional) return undefined;
  const operand = messageName(expression.operand);
  return operand && `${operand}.${expression.field}`;
}
