import { Cursor, END, isBlankOrEnd, isBreakCode, isNameCode } from './cursor.ts';
import { maxDepth, scanProblem, tooDeep, YamlProblem } from './problem.ts';
import { scanBlock } from './scan-block.ts';
import { scanPlain, tabHelp } from './scan-plain.ts';
import { scanQuoted } from './scan-quoted.ts';
import { scanDirective, scanTag } from './scan-tag.ts';

export type TokenKind =
  | 'end'
  | 'document start'
  | 'document end'
  | 'version'
  | 'tag directive'
  | 'block list'
  | 'block map'
  | 'block end'
  | '['
  | ']'
  | '{'
  | '}'
  | ','
  | '-'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** The text of a scalar, a name, or the handle of a tag. */
  readonly text: string;
  /** The rest of a tag or its directive. */
  readonly rest: string;
  readonly style: ScalarForm | undefined;
}

export type ScalarForm = 'plain' | 'quoted' | 'block';

/** A token that turns out to be a key when a colon follows it on the same line. */
interface PossibleKey {
  possible: boolean;
  /** At the indentation of a block map nothing but a key may stand. */
  required: boolean;
  /** Counted from the first token of the document. */
  token: number;
  at: number;
  line: number;
  column: number;
}

/** A key and its colon are on one line and no further apart. */
const keyDistance = 1024;

/**
 * Cuts a YAML document into tokens by the grammar of the Kubernetes libraries (YAML 1.1). Whether a text is a key is
 * known only at its colon, so tokens wait in a queue until that is decided. Source: go.yaml.in/yaml v2 (libyaml).
 */
export class Scanner {
  readonly #cursor: Cursor;
  #queue: Token[] = [];
  #head = 0;
  /** Tokens that left the queue. */
  #taken = 0;
  #indent = -1;
  readonly #indents: number[] = [];
  /** One for the block level and one for every open bracket. */
  readonly #keys: PossibleKey[] = [newKey()];
  #keyAllowed = true;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  peek(): Token {
    while (this.#head === this.#queue.length || this.#headMayBeKey()) this.#fetch();
    return this.#queue[this.#head]!;
  }

  take(): Token {
    const token = this.peek();
    this.#head++;
    this.#taken++;
    if (this.#head === this.#queue.length) {
      this.#queue = [];
      this.#head = 0;
    }
    return token;
  }

  get #inFlow(): boolean {
    return this.#keys.length > 1;
  }

  #headMayBeKey(): boolean {
    for (const key of this.#keys) if (key.possible && key.token === this.#taken) return this.#isValid(key);
    return false;
  }

  #isValid(key: PossibleKey): boolean {
    if (!key.possible) return false;
    if (key.line === this.#cursor.line && key.at + keyDistance >= this.#cursor.at) return true;
    this.#forget(key);
    return false;
  }

  #forget(key: PossibleKey): void {
    if (key.possible && key.required) throw missingColon(key, this.#cursor);
    key.possible = false;
  }

  #lastKey(): PossibleKey {
    return this.#keys[this.#keys.length - 1]!;
  }

  /** What begins here may be a key. */
  #mark(): void {
    if (!this.#keyAllowed) return;
    const key = this.#lastKey();
    this.#forget(key);
    const { at, line, column } = this.#cursor;
    key.possible = true;
    key.required = !this.#inFlow && this.#indent === column;
    key.token = this.#taken + this.#queue.length - this.#head;
    key.at = at;
    key.line = line;
    key.column = column;
  }

  #push(kind: TokenKind, start: number, end: number, text = '', rest = '', style?: ScalarForm): void {
    this.#queue.push({ kind, start, end, text, rest, style });
  }

  /** Inserts a token before the one with the given number. */
  #insert(kind: TokenKind, at: number, token: number): void {
    const inserted: Token = { kind, start: at, end: at, text: '', rest: '', style: undefined };
    this.#queue.splice(this.#head + token - this.#taken, 0, inserted);
  }

  #fetch(): void {
    const cursor = this.#cursor;
    this.#skipToToken();
    this.#closeBlocks(cursor.column);
    const code = cursor.peek();
    if (code === END) return this.#fetchEnd();
    if (cursor.column === 0 && code === 37) return this.#fetchDirective();
    if (cursor.atDocumentMarker()) return this.#fetchMarker(code);
    switch (code) {
      case 91: // [
      case 123: // {
        return this.#fetchOpening(code);
      case 93: // ]
      case 125: // }
        return this.#fetchClosing(code);
      case 44: // ,
        return this.#fetchIndicator(',', true);
      case 42: // *
      case 38: // &
        return this.#fetchName(code === 42 ? 'alias' : 'anchor');
      case 33: // !
        return this.#fetchTag();
      case 39: // '
      case 34: // "
        return this.#fetchQuoted();
      case 45: // -
        if (isBlankOrEnd(cursor.peek(1))) return this.#fetchItem();
        break;
      case 63: // ?
        if (this.#inFlow || isBlankOrEnd(cursor.peek(1))) return this.#fetchKey();
        break;
      case 58: // :
        if (this.#inFlow || isBlankOrEnd(cursor.peek(1))) return this.#fetchValue();
        break;
      case 124: // |
      case 62: // >
        if (!this.#inFlow) return this.#fetchBlock();
        break;
    }
    if (beginsPlain(code, cursor.peek(1), this.#inFlow)) return this.#fetchPlain();
    const help = code === 9 ? tabHelp : 'quote the text if it begins with this character';
    throw scanProblem('found character that cannot start any token', cursor.at, cursor.at, help);
  }

  #skipToToken(): void {
    const cursor = this.#cursor;
    for (;;) {
      // Where a block may begin, a tab would be indentation.
      while (cursor.peek() === 32 || (cursor.peek() === 9 && (this.#inFlow || !this.#keyAllowed))) cursor.at++;
      cursor.skipComment();
      if (!isBreakCode(cursor.peek())) return;
      cursor.takeBreak();
      if (!this.#inFlow) this.#keyAllowed = true;
    }
  }

  #closeBlocks(column: number): void {
    if (this.#inFlow) return;
    while (this.#indent > column) {
      this.#push('block end', this.#cursor.at, this.#cursor.at);
      this.#indent = this.#indents.pop()!;
    }
  }

  #openBlock(kind: 'block list' | 'block map', column: number, at: number, token?: number): void {
    if (this.#inFlow || this.#indent >= column) return;
    if (this.#indents.length >= 2 * maxDepth) throw tooDeep(at);
    this.#indents.push(this.#indent);
    this.#indent = column;
    if (token === undefined) this.#push(kind, at, at);
    else this.#insert(kind, at, token);
  }

  #fetchEnd(): void {
    // The end counts as a line of its own, so that no key waits for a colon.
    if (this.#cursor.column > 0) {
      this.#cursor.line++;
      this.#cursor.lineStart = this.#cursor.at;
    }
    this.#closeBlocks(-1);
    this.#forget(this.#lastKey());
    this.#keyAllowed = false;
    this.#push('end', this.#cursor.at, this.#cursor.at);
  }

  #fetchDirective(): void {
    this.#closeBlocks(-1);
    this.#forget(this.#lastKey());
    this.#keyAllowed = false;
    const start = this.#cursor.at;
    const { kind, text, rest } = scanDirective(this.#cursor);
    this.#push(kind, start, this.#cursor.at, text, rest);
  }

  #fetchMarker(code: number): void {
    this.#closeBlocks(-1);
    this.#fetchIndicator(code === 45 ? 'document start' : 'document end', false, 3);
  }

  #fetchIndicator(kind: TokenKind, keyAllowed: boolean, length = 1): void {
    this.#forget(this.#lastKey());
    this.#keyAllowed = keyAllowed;
    this.#push(kind, this.#cursor.at, this.#cursor.at + length);
    this.#cursor.at += length;
  }

  #fetchOpening(code: number): void {
    this.#mark();
    if (this.#keys.length > maxDepth) throw tooDeep(this.#cursor.at);
    this.#keys.push(newKey());
    this.#keyAllowed = true;
    this.#push(code === 91 ? '[' : '{', this.#cursor.at, this.#cursor.at + 1);
    this.#cursor.at++;
  }

  #fetchClosing(code: number): void {
    this.#forget(this.#lastKey());
    if (this.#inFlow) this.#keys.pop();
    this.#keyAllowed = false;
    this.#push(code === 93 ? ']' : '}', this.#cursor.at, this.#cursor.at + 1);
    this.#cursor.at++;
  }

  #fetchItem(): void {
    const { at, column } = this.#cursor;
    if (!this.#inFlow) {
      if (!this.#keyAllowed) throw scanProblem('block sequence entries are not allowed in this context', at);
      this.#openBlock('block list', column, at);
    }
    this.#fetchIndicator('-', true);
  }

  #fetchKey(): void {
    const { at, column } = this.#cursor;
    if (!this.#inFlow) {
      if (!this.#keyAllowed) throw scanProblem('mapping keys are not allowed in this context', at);
      this.#openBlock('block map', column, at);
    }
    this.#fetchIndicator('key', !this.#inFlow);
  }

  #fetchValue(): void {
    const cursor = this.#cursor;
    const key = this.#lastKey();
    if (this.#isValid(key)) {
      this.#insert('key', key.at, key.token);
      this.#openBlock('block map', key.column, key.at, key.token);
      key.possible = false;
      this.#keyAllowed = false;
    } else {
      if (!this.#inFlow) {
        if (!this.#keyAllowed) {
          throw scanProblem(
            'mapping values are not allowed in this context',
            cursor.at,
            cursor.at,
            'quote the text if its colon is no key',
          );
        }
        this.#openBlock('block map', cursor.column, cursor.at);
      }
      this.#keyAllowed = !this.#inFlow;
    }
    this.#push('value', cursor.at, cursor.at + 1);
    cursor.at++;
  }

  #fetchName(kind: 'alias' | 'anchor'): void {
    this.#mark();
    this.#keyAllowed = false;
    const cursor = this.#cursor;
    const start = cursor.at++;
    while (isNameCode(cursor.peek())) cursor.at++;
    const name = cursor.text.slice(start + 1, cursor.at);
    const code = cursor.peek();
    if (name === '' || !(isBlankOrEnd(code) || '?:,]}%@`'.includes(String.fromCharCode(code)))) {
      const help = 'quote the text if it is no reference to an anchor';
      throw scanProblem('did not find expected alphabetic or numeric character', cursor.at, start, help);
    }
    this.#push(kind, start, cursor.at, name);
  }

  #fetchTag(): void {
    this.#mark();
    this.#keyAllowed = false;
    const start = this.#cursor.at;
    const { handle, suffix } = scanTag(this.#cursor);
    this.#push('tag', start, this.#cursor.at, handle, suffix);
  }

  #fetchBlock(): void {
    this.#forget(this.#lastKey());
    this.#keyAllowed = true;
    const start = this.#cursor.at;
    const { text, end } = scanBlock(this.#cursor, this.#indent);
    this.#push('scalar', start, end, text, '', 'block');
  }

  #fetchQuoted(): void {
    this.#mark();
    this.#keyAllowed = false;
    const start = this.#cursor.at;
    const { text, end } = scanQuoted(this.#cursor);
    this.#push('scalar', start, end, text, '', 'quoted');
  }

  #fetchPlain(): void {
    this.#mark();
    this.#keyAllowed = false;
    const start = this.#cursor.at;
    const { text, end, endsLine } = scanPlain(this.#cursor, this.#indent + 1, this.#inFlow);
    this.#push('scalar', start, end, text, '', 'plain');
    if (endsLine) this.#keyAllowed = true;
  }
}

function missingColon(key: PossibleKey, { at, line }: Cursor): YamlProblem {
  const more = { reporter: 'scanner', context: key.at, line } as const;
  return new YamlProblem('MANIFEST_INVALID_YAML', "could not find expected ':'", at, more);
}

function newKey(): PossibleKey {
  return { possible: false, required: false, token: 0, at: 0, line: 0, column: 0 };
}

const indicators = new Set([...'-?:,[]{}#&*!|>\'"%@`'].map((char) => char.charCodeAt(0)));

/** Whether an unquoted text may begin with a character, given the next one. */
function beginsPlain(code: number, next: number, inFlow: boolean): boolean {
  if (!isBlankOrEnd(code) && !indicators.has(code)) return true;
  if (code === 45) return next !== 32 && next !== 9;
  return !inFlow && (code === 63 || code === 58) && !isBlankOrEnd(next);
}
