import { quote } from '../format/quote.ts';
import { keywords, type Token, type TokenKind } from './token.ts';

const left = '{{';
const right = '}}';
const alphanumeric = /[\p{L}\p{Nd}_]/u;

/**
 * Cuts a template into tokens, one at a time, with Go's rules: trim markers need a blank beside them, a number may
 * begin with a sign, blanks inside an action are tokens because they end an operand.
 */
export class Lexer {
  readonly #text: string;
  #at = 0;
  #start = 0;
  #line = 1;
  #startLine = 1;
  /** Where the line ends that has been counted last: looked for once a line, which may hold a thousand actions. */
  #lineEnd: number;
  #inAction = false;
  #parens = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lineEnd = lineEnd(text, 0);
  }

  /** The next token. After an error or the end it is always the same kind of end. */
  next(): Token {
    return this.#inAction ? this.#insideAction() : this.#outside();
  }

  #emit(kind: TokenKind): Token {
    const token = { kind, pos: this.#start, value: this.#text.slice(this.#start, this.#at), line: this.#startLine };
    this.#ignore();
    return token;
  }

  #ignore(): void {
    while (this.#lineEnd < this.#at) {
      this.#line++;
      this.#lineEnd = lineEnd(this.#text, this.#lineEnd + 1);
    }
    this.#start = this.#at;
    this.#startLine = this.#line;
  }

  #error(message: string): Token {
    const token: Token = { kind: 'error', pos: this.#start, value: message, line: this.#startLine };
    this.#at = this.#start = this.#text.length;
    this.#inAction = false;
    return token;
  }

  #outside(): Token {
    const text = this.#text;
    for (;;) {
      const open = text.indexOf(left, this.#at);
      if (open < 0) {
        if (this.#at >= text.length) return this.#emit('eof');
        this.#at = text.length;
        return this.#emit('text');
      }
      const trims = text[open + 2] === '-' && isBlank(text[open + 3]);
      if (open > this.#at) {
        let end = open;
        if (trims) while (end > this.#at && isBlank(text[end - 1])) end--;
        if (end > this.#at) {
          this.#at = end;
          const token = this.#emit('text');
          this.#at = open;
          this.#ignore();
          return token;
        }
        this.#at = open;
        this.#ignore();
      }
      const content = open + (trims ? 4 : 2);
      if (text.startsWith('/*', content)) {
        const failure = this.#comment(content);
        if (failure) return failure;
        continue;
      }
      this.#at = open + 2;
      const token = this.#emit('leftDelim');
      this.#at = content;
      this.#ignore();
      this.#inAction = true;
      this.#parens = 0;
      return token;
    }
  }

  /** Skips a comment; comments may stand only alone in their action. */
  #comment(content: number): Token | undefined {
    this.#at = content;
    this.#ignore();
    const close = this.#text.indexOf('*/', content + 2);
    if (close < 0) return this.#error('unclosed comment');
    this.#at = close + 2;
    const trims = this.#trimsRight(this.#at);
    const end = this.#at + (trims ? 2 : 0);
    if (!this.#text.startsWith(right, end)) return this.#error('comment ends before closing delimiter');
    this.#at = end + 2;
    if (trims) this.#skipBlanks();
    this.#ignore();
    return undefined;
  }

  #trimsRight(at: number): boolean {
    return isBlank(this.#text[at]) && this.#text[at + 1] === '-' && this.#text.startsWith(right, at + 2);
  }

  #skipBlanks(): void {
    while (isBlank(this.#text[this.#at])) this.#at++;
  }

  #insideAction(): Token {
    const text = this.#text;
    const trims = this.#trimsRight(this.#at);
    if (trims || text.startsWith(right, this.#at)) {
      return this.#parens === 0 ? this.#rightDelim(trims) : this.#error('unclosed left paren');
    }
    const rune = this.#rune();
    if (rune === '') return this.#error('unclosed action');
    if (isBlank(rune)) return this.#space();
    this.#at += rune.length;
    switch (rune) {
      case '=':
        return this.#emit('assign');
      case ':':
        if (text[this.#at] !== '=') return this.#error('expected :=');
        this.#at++;
        return this.#emit('declare');
      case '|':
        return this.#emit('pipe');
      case '"':
        return this.#quoted('"', 'string', 'unterminated quoted string');
      case '`': {
        const end = text.indexOf('`', this.#at);
        if (end < 0) return this.#error('unterminated raw quoted string');
        this.#at = end + 1;
        return this.#emit('rawString');
      }
      case "'":
        return this.#quoted("'", 'charConstant', 'unterminated character constant');
      case '$':
        return this.#fieldOrVariable('variable');
      case '.':
        // At the very end Go takes it for a number.
        if (this.#at < text.length && !isDigit(text[this.#at])) return this.#fieldOrVariable('field');
        this.#at--;
        return this.#number();
      case '(':
        this.#parens++;
        return this.#emit('leftParen');
      case ')':
        this.#parens--;
        return this.#parens < 0 ? this.#error('unexpected right paren') : this.#emit('rightParen');
    }
    if (rune === '+' || rune === '-' || isDigit(rune)) {
      this.#at--;
      return this.#number();
    }
    if (isAsciiWord(rune.charCodeAt(0)) || alphanumeric.test(rune)) return this.#identifier();
    if (rune >= ' ' && rune < '\x7f') return this.#emit('char');
    return this.#error(`unrecognized character in action: ${unicodeName(rune)}`);
  }

  #rightDelim(trims: boolean): Token {
    if (trims) {
      this.#at += 2;
      this.#ignore();
    }
    this.#at += 2;
    const token = this.#emit('rightDelim');
    if (trims) {
      this.#skipBlanks();
      this.#ignore();
    }
    this.#inAction = false;
    return token;
  }

  #space(): Token {
    const from = this.#at;
    this.#skipBlanks();
    // The last blank may belong to a trim marker.
    if (this.#trimsRight(this.#at - 1)) {
      this.#at--;
      if (this.#at === from) {
        return this.#parens === 0 ? this.#rightDelim(true) : this.#error('unclosed left paren');
      }
    }
    return this.#emit('space');
  }

  #quoted(mark: string, kind: TokenKind, message: string): Token {
    for (;;) {
      let char = this.#text[this.#at++];
      if (char === '\\') {
        char = this.#text[this.#at++];
        if (char !== undefined && char !== '\n') continue;
      }
      if (char === undefined || char === '\n') return this.#error(message);
      if (char === mark) return this.#emit(kind);
    }
  }

  #fieldOrVariable(kind: 'field' | 'variable'): Token {
    if (this.#atTerminator()) return this.#emit(kind === 'variable' ? 'variable' : 'dot');
    this.#skipAlphanumeric();
    return this.#atTerminator() ? this.#emit(kind) : this.#badCharacter();
  }

  #identifier(): Token {
    this.#skipAlphanumeric();
    if (!this.#atTerminator()) return this.#badCharacter();
    const word = this.#text.slice(this.#start, this.#at);
    const keyword = keywords.get(word);
    if (keyword) return this.#emit(keyword);
    return this.#emit(word === 'true' || word === 'false' ? 'bool' : 'identifier');
  }

  #badCharacter(): Token {
    return this.#error(`bad character ${unicodeName(this.#rune())}`);
  }

  /** A number; two with a sign between them and an i at the end are a complex one. */
  #number(): Token {
    const fits = this.#skipNumber();
    const sign = this.#text[this.#at];
    if (fits && (sign === '+' || sign === '-')) {
      const ends = this.#skipNumber() && this.#text[this.#at - 1] === 'i';
      if (!ends) return this.#badNumber();
    }
    return fits ? this.#emit('number') : this.#badNumber();
  }

  #badNumber(): Token {
    return this.#error(`bad number syntax: ${quote(this.#text.slice(this.#start, this.#at))}`);
  }

  #skipNumber(): boolean {
    const scan =
      /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y;
    scan.lastIndex = this.#at;
    this.#at += scan.exec(this.#text)?.[0].length ?? 0;
    const following = this.#rune();
    if (following !== '' && alphanumeric.test(following)) {
      this.#at += following.length;
      return false;
    }
    return true;
  }

  #skipAlphanumeric(): void {
    for (;;) {
      while (isAsciiWord(this.#text.charCodeAt(this.#at))) this.#at++;
      const rune = this.#rune();
      if (rune < '\x80' || !alphanumeric.test(rune)) return;
      this.#at += rune.length;
    }
  }

  #atTerminator(): boolean {
    const char = this.#text[this.#at];
    return char === undefined || isBlank(char) || '.,|:)('.includes(char) || this.#text.startsWith(right, this.#at);
  }

  #rune(): string {
    const code = this.#text.codePointAt(this.#at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}

function isAsciiWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\n' || char === '\t' || char === '\r';
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

/** Go's `%#U`: the code point and the character. */
function unicodeName(rune: string): string {
  if (rune === '') return 'U+FFFFFFFFFFFFFFFF';
  const code = rune.codePointAt(0)!;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return code < 0x20 || code === 0x7f ? name : `${name} '${rune}'`;
}
