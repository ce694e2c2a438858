import { toBytes } from '../runtime/bytes.ts';
import { quote } from './quote.ts';

/** What is wrong with a text that is no JSON, in Go's words; Go tells of bytes. */
export function jsonProblem(text: string): string {
  try {
    new Scanner(toBytes(text)).document();
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
  return 'unexpected end of JSON input';
}

class Problem extends Error {}

class Scanner {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  document(): void {
    this.#value();
    this.#blanks();
    if (this.#at < this.#bytes.length) this.#fail('after top-level value');
  }

  /** The present byte as a character; nothing at the end. */
  #char(): string {
    return this.#at < this.#bytes.length ? String.fromCharCode(this.#bytes[this.#at]!) : '';
  }

  #fail(where: string): never {
    const char = this.#char();
    // At the end Go puts a blank, which fits everywhere but inside of a number, a word or an escape.
    const inside = /^(?:in (?!string literal)|after decimal)/.test(where);
    if (char === '' && !inside) throw new Problem('unexpected end of JSON input');
    const shown = char === '' ? "' '" : char === '"' ? `'"'` : char === "'" ? `'\\''` : `'${quote(char).slice(1, -1)}'`;
    throw new Problem(`invalid character ${shown} ${where}`);
  }

  #take(chars: string, where: string): string {
    const char = this.#char();
    if (char === '' || !chars.includes(char)) this.#fail(where);
    this.#at++;
    return char;
  }

  #blanks(): void {
    while (this.#char() !== '' && ' \t\r\n'.includes(this.#char())) this.#at++;
  }

  #value(): void {
    this.#blanks();
    const char = this.#char();
    if (char === '{') this.#object();
    else if (char === '[') this.#array();
    else if (char === '"') this.#string();
    else if (char === '-' || /\d/.test(char)) this.#number();
    else if (char === 't') this.#word('true');
    else if (char === 'f') this.#word('false');
    else if (char === 'n') this.#word('null');
    else this.#fail('looking for beginning of value');
  }

  #object(): void {
    this.#at++;
    this.#blanks();
    if (this.#char() === '}') {
      this.#at++;
      return;
    }
    do {
      this.#blanks();
      if (this.#char() !== '"') this.#fail('looking for beginning of object key string');
      this.#string();
      this.#blanks();
      this.#take(':', 'after object key');
      this.#value();
      this.#blanks();
    } while (this.#take(',}', 'after object key:value pair') === ',');
  }

  #array(): void {
    this.#at++;
    this.#blanks();
    if (this.#char() === ']') {
      this.#at++;
      return;
    }
    do {
      this.#value();
      this.#blanks();
    } while (this.#take(',]', 'after array element') === ',');
  }

  #string(): void {
    for (this.#at++; this.#char() !== '"'; this.#at++) {
      if (this.#char() < ' ') this.#fail('in string literal');
      if (this.#char() === '\\') this.#escape();
    }
    this.#at++;
  }

  #escape(): void {
    this.#at++;
    if (this.#take('bfnrt\\/"u', 'in string escape code') === 'u') {
      for (let i = 0; i < 4; i++) this.#take('0123456789abcdefABCDEF', 'in \\u hexadecimal character escape');
    }
    this.#at--;
  }

  #number(): void {
    if (this.#char() === '-') this.#at++;
    if (this.#take('0123456789', 'in numeric literal') !== '0') this.#digits();
    if (this.#char() === '.') {
      this.#at++;
      this.#take('0123456789', 'after decimal point in numeric literal');
      this.#digits();
    }
    if (this.#char() === 'e' || this.#char() === 'E') {
      this.#at++;
      if (this.#char() === '+' || this.#char() === '-') this.#at++;
      this.#take('0123456789', 'in exponent of numeric literal');
      this.#digits();
    }
  }

  #digits(): void {
    while (/\d/.test(this.#char())) this.#at++;
  }

  #word(word: string): void {
    for (const letter of word) this.#take(letter, `in literal ${word} (expecting '${letter}')`);
  }
}
