import type { JsonValue } from '../../foundations/kube/index.ts';
import { JmesPathError } from './errors.ts';
import { syntaxError, tokenize } from './lexer.ts';
import type { Comparator, Syntax } from './syntax.ts';
import { bindingPower, type Token, type TokenKind } from './token.ts';

/** How deep expressions may nest: well above what people write, well below what the stack holds. */
const maxDepth = 500;

/**
 * Reads an expression. The grammar is that of the reference parser with its tolerances: commas between arguments may
 * be left out, and any named thing may be called. Throws a JmesPathError with the offending place.
 */
export function parseJmesPath(expression: string): Syntax {
  const parser = new Parser(tokenize(expression));
  const syntax = parser.parseExpression(0);
  const rest = parser.current;
  if (rest.kind !== 'tEOF')
    throw syntaxError(`Unexpected token at the end of the expression: ${rest.kind}`, rest.offset, rest.end);
  return syntax;
}

const comparators: Readonly<Partial<Record<TokenKind, Comparator>>> = {
  tEQ: '==',
  tNE: '!=',
  tLT: '<',
  tLTE: '<=',
  tGT: '>',
  tGTE: '>=',
};

/** An operator-precedence parser: each token knows what it means at the start of an expression and after one. */
class Parser {
  readonly #tokens: readonly Token[];
  #index = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get current(): Token {
    return this.#at(0);
  }

  parseExpression(power: number): Syntax {
    const depth = this.#depth;
    this.#deepen();
    let left = this.#parseStart(this.#advance());
    while (power < (bindingPower[this.current.kind] ?? 0)) {
      this.#deepen();
      left = this.#parseAfter(left, this.#advance());
    }
    this.#depth = depth;
    return left;
  }

  /** Brackets nest, and so does every step of a chain `a.b.c`. */
  #deepen(): void {
    if (++this.#depth > maxDepth)
      throw syntaxError(`Expression nested deeper than ${maxDepth} levels`, this.current.offset);
  }

  #at(ahead: number): Token {
    return this.#tokens[Math.min(this.#index + ahead, this.#tokens.length - 1)]!;
  }

  #advance(): Token {
    const token = this.current;
    this.#index++;
    return token;
  }

  #expect(kind: TokenKind): Token {
    const found = this.current;
    if (found.kind !== kind) throw syntaxError(`Expected ${kind}, received: ${found.kind}`, found.offset, found.end);
    return this.#advance();
  }

  #endOffset(): number {
    return this.#tokens[this.#index - 1]?.end ?? 0;
  }

  #parseStart(token: Token): Syntax {
    const { offset, end } = token;
    switch (token.kind) {
      case 'tJSONLiteral':
        return { kind: 'literal', value: parseLiteral(token), offset, end };
      case 'tStringLiteral':
        return { kind: 'literal', value: token.value, offset, end };
      case 'tUnquotedIdentifier':
        return { kind: 'field', name: token.value, offset, end };
      case 'tQuotedIdentifier':
        if (this.current.kind === 'tLparen')
          throw syntaxError("Can't have quoted identifier as function Name.", offset, end);
        return { kind: 'field', name: token.value, offset, end };
      case 'tCurrent':
        return { kind: 'current', offset, end };
      case 'tStar': {
        const right = this.current.kind === 'tRbracket' ? empty(end) : this.#parseProjected('tStar');
        return { kind: 'values', left: empty(offset), right, offset, end: this.#endOffset() };
      }
      case 'tFilter':
        return this.#parseFilter(empty(offset));
      case 'tFlatten':
        return this.#parseFlatten(empty(offset), end);
      case 'tLbrace':
        return this.#parseObject(offset);
      case 'tLbracket':
        return this.#parseBracketStart(offset);
      case 'tExpref': {
        const operand = this.parseExpression(0);
        return { kind: 'reference', operand, offset, end: operand.end };
      }
      case 'tNot': {
        const operand = this.parseExpression(bindingPower.tNot!);
        return { kind: 'not', operand, offset, end: operand.end };
      }
      case 'tLparen': {
        const inner = this.parseExpression(0);
        this.#expect('tRparen');
        return inner;
      }
      case 'tEOF':
        throw syntaxError('Incomplete expression', offset, end);
      default:
        throw syntaxError(`Invalid token: ${token.kind}`, offset, end);
    }
  }

  #parseAfter(left: Syntax, token: Token): Syntax {
    const { offset } = left;
    switch (token.kind) {
      case 'tDot': {
        if (this.current.kind === 'tStar') {
          this.#advance();
          const right = this.#parseProjected('tDot');
          return { kind: 'values', left, right, offset, end: this.#endOffset() };
        }
        const right = this.#parseDotted(bindingPower.tDot!);
        return { kind: 'chain', left, right, offset, end: right.end };
      }
      case 'tPipe':
        return this.#parseBinary('pipe', left, bindingPower.tPipe!);
      case 'tOr':
        return this.#parseBinary('or', left, bindingPower.tOr!);
      case 'tAnd':
        return this.#parseBinary('and', left, bindingPower.tAnd!);
      case 'tLparen':
        return this.#parseCall(left);
      case 'tFilter':
        return this.#parseFilter(left);
      case 'tFlatten':
        return this.#parseFlatten(left, token.end);
      case 'tLbracket': {
        if (this.current.kind === 'tNumber' || this.current.kind === 'tColon') return this.#parseIndex(left);
        this.#expect('tStar');
        this.#expect('tRbracket');
        const right = this.#parseProjected('tStar');
        return { kind: 'projection', left, right, offset, end: this.#endOffset() };
      }
      default: {
        const operator = comparators[token.kind];
        if (!operator) throw syntaxError(`Unexpected token: ${token.kind}`, token.offset, token.end);
        const right = this.parseExpression(bindingPower[token.kind]!);
        return { kind: 'comparison', operator, left, right, offset, end: right.end };
      }
    }
  }

  #parseBinary(kind: 'pipe' | 'or' | 'and', left: Syntax, power: number): Syntax {
    const right = this.parseExpression(power);
    return { kind, left, right, offset: left.offset, end: right.end };
  }

  #parseCall(callee: Syntax): Syntax {
    const args: Syntax[] = [];
    while (this.current.kind !== 'tRparen') {
      args.push(this.parseExpression(0));
      if (this.current.kind === 'tComma') this.#advance();
    }
    const end = this.#expect('tRparen').end;
    return { kind: 'call', name: nameOf(callee), args, offset: callee.offset, end };
  }

  #parseFilter(left: Syntax): Syntax {
    const condition = this.parseExpression(0);
    this.#expect('tRbracket');
    const right = this.current.kind === 'tFlatten' ? empty(this.#endOffset()) : this.#parseProjected('tFilter');
    return { kind: 'filter', left, condition, right, offset: left.offset, end: this.#endOffset() };
  }

  #parseFlatten(operand: Syntax, end: number): Syntax {
    const left: Syntax = { kind: 'flatten', operand, offset: operand.offset, end };
    const right = this.#parseProjected('tFlatten');
    return { kind: 'projection', left, right, offset: operand.offset, end: this.#endOffset() };
  }

  #parseBracketStart(offset: number): Syntax {
    if (this.current.kind === 'tNumber' || this.current.kind === 'tColon') return this.#parseIndex(empty(offset));
    if (this.current.kind === 'tStar' && this.#at(1).kind === 'tRbracket') {
      this.#index += 2;
      const right = this.#parseProjected('tStar');
      return { kind: 'projection', left: empty(offset), right, offset, end: this.#endOffset() };
    }
    return this.#parseList(offset);
  }

  /** After a bracket: an index, or a slice, which is projected. */
  #parseIndex(left: Syntax): Syntax {
    const { offset } = left;
    if (this.current.kind !== 'tColon' && this.#at(1).kind !== 'tColon') {
      const token = this.#advance();
      const right: Syntax = { kind: 'index', index: parseInteger(token), offset: token.offset, end: token.end };
      return { kind: 'chain', left, right, offset, end: this.#expect('tRbracket').end };
    }
    const right = this.#parseSlice();
    const sliced: Syntax = { kind: 'chain', left, right, offset, end: right.end };
    return { kind: 'projection', left: sliced, right: this.#parseProjected('tStar'), offset, end: this.#endOffset() };
  }

  #parseSlice(): Syntax {
    const { offset } = this.current;
    const parts: (number | undefined)[] = [];
    for (let index = 0; this.current.kind !== 'tRbracket' && index < 3; ) {
      const token = this.current;
      if (token.kind === 'tColon') index++;
      else if (token.kind === 'tNumber') parts[index] = parseInteger(token);
      else throw syntaxError(`Expected tColon or tNumber, received: ${token.kind}`, token.offset, token.end);
      this.#advance();
    }
    const end = this.#expect('tRbracket').end;
    return { kind: 'slice', start: parts[0], stop: parts[1], step: parts[2], offset, end };
  }

  #parseList(offset: number): Syntax {
    const items = [this.parseExpression(0)];
    while (this.current.kind !== 'tRbracket') {
      this.#expect('tComma');
      items.push(this.parseExpression(0));
    }
    return { kind: 'list', items, offset, end: this.#advance().end };
  }

  #parseObject(offset: number): Syntax {
    const entries: { key: string; value: Syntax }[] = [];
    while (true) {
      const key = this.current;
      if (key.kind !== 'tUnquotedIdentifier' && key.kind !== 'tQuotedIdentifier') {
        throw syntaxError('Expected tQuotedIdentifier or tUnquotedIdentifier', key.offset, key.end);
      }
      this.#advance();
      this.#expect('tColon');
      entries.push({ key: key.value, value: this.parseExpression(0) });
      if (this.current.kind === 'tComma') this.#advance();
      else if (this.current.kind === 'tRbrace') return { kind: 'object', entries, offset, end: this.#advance().end };
    }
  }

  /** What may follow a dot. */
  #parseDotted(power: number): Syntax {
    const token = this.current;
    switch (token.kind) {
      case 'tQuotedIdentifier':
      case 'tUnquotedIdentifier':
      case 'tStar':
        return this.parseExpression(power);
      case 'tLbracket':
        this.#advance();
        return this.#parseList(token.offset);
      case 'tLbrace':
        this.#advance();
        return this.#parseObject(token.offset);
      default:
        throw syntaxError('Expected identifier, lbracket, or lbrace', token.offset, token.end);
    }
  }

  /** What is done to each element of a projection; nothing when the next token binds weakly. */
  #parseProjected(after: 'tStar' | 'tDot' | 'tFilter' | 'tFlatten'): Syntax {
    const token = this.current;
    if ((bindingPower[token.kind] ?? 0) < 10) return empty(this.#endOffset());
    const power = bindingPower[after]!;
    switch (token.kind) {
      case 'tLbracket':
      case 'tFilter':
        return this.parseExpression(power);
      case 'tDot':
        this.#advance();
        return this.#parseDotted(power);
      default:
        throw syntaxError('Error', token.offset, token.end);
    }
  }
}

function empty(offset: number): Syntax {
  return { kind: 'current', offset, end: offset };
}

/** What a call names: a field, a text, or the function of an earlier call. */
function nameOf(callee: Syntax): string | undefined {
  if (callee.kind === 'field' || callee.kind === 'call') return callee.name;
  return callee.kind === 'literal' && typeof callee.value === 'string' ? callee.value : undefined;
}

function parseLiteral(token: Token): JsonValue {
  try {
    return JSON.parse(token.value) as JsonValue;
  } catch (error) {
    throw new JmesPathError(
      'syntax',
      `invalid JSON literal \`${token.value}\`: ${error instanceof Error ? error.message : error}`,
      token.offset,
      token.end,
    );
  }
}

function parseInteger(token: Token): number {
  const value = Number(token.value);
  if (token.value === '-' || BigInt.asIntN(64, BigInt(token.value)) !== BigInt(token.value)) {
    const reason = token.value === '-' ? 'invalid syntax' : 'value out of range';
    throw new JmesPathError('syntax', `strconv.Atoi: parsing "${token.value}": ${reason}`, token.offset, token.end);
  }
  return value;
}
