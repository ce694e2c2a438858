import { quote } from '../format/quote.ts';
import { ParseError } from '../runtime/errors.ts';
import { Lexer } from './lexer.ts';
import type { Source } from './node.ts';
import { isKeyword, type Token, type TokenKind } from './token.ts';

/** Tokens with the look-ahead that Go's parser has, and its complaints. */
export class TokenStream {
  readonly source: Source;
  readonly #lexer: Lexer;
  #pending: Token[] = [];
  #last: Token = { kind: 'eof', pos: 0, value: '', line: 1 };
  /** The line where the action being read began; 0 outside actions. */
  actionLine = 0;

  constructor(source: Source) {
    this.source = source;
    this.#lexer = new Lexer(source.text);
  }

  next(): Token {
    this.#last = this.#pending.pop() ?? this.#lexer.next();
    return this.#last;
  }

  /** Puts tokens back; the first one given comes next. */
  back(...tokens: Token[]): void {
    for (let i = tokens.length - 1; i >= 0; i--) this.#pending.push(tokens[i]!);
  }

  peek(): Token {
    const token = this.next();
    this.back(token);
    return token;
  }

  nextNonSpace(): Token {
    let token = this.next();
    while (token.kind === 'space') token = this.next();
    return token;
  }

  peekNonSpace(): Token {
    const token = this.nextNonSpace();
    this.back(token);
    return token;
  }

  expect(kind: TokenKind, context: string): Token {
    const token = this.nextNonSpace();
    if (token.kind !== kind) this.unexpected(token, context);
    return token;
  }

  unexpected(token: Token, context: string): never {
    if (token.kind === 'error') {
      let extra = '';
      if (this.actionLine !== 0 && this.actionLine !== token.line) {
        const at = `${this.source.name}:${this.actionLine}`;
        extra = token.value.endsWith(' action') ? ` started at ${at}` : ` in action started at ${at}`;
      }
      this.fail(token.value + extra);
    }
    this.fail(`unexpected ${describe(token)} in ${context}`);
  }

  fail(problem: string): never {
    throw new ParseError(this.source.name, this.#last.line, this.#last.pos, problem);
  }
}

function describe(token: Token): string {
  if (token.kind === 'eof') return 'EOF';
  if (isKeyword(token)) return `<${token.value}>`;
  const runes = [...token.value];
  return runes.length > 10 ? `${quote(runes.slice(0, 10).join(''))}...` : quote(token.value);
}
