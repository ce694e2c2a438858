import { type JsonObject, type JsonValue, setKey } from '../../foundations/kube/index.ts';
import { composeDocument } from './compose.ts';
import { Cursor } from './cursor.ts';
import { readJsonFast } from './fast-json.ts';
import { maxDepth, YamlProblem } from './problem.ts';
import { resolvePlain } from './scalar.ts';
import { scanBlock } from './scan-block.ts';
import { scanPlain } from './scan-plain.ts';
import { scanQuoted } from './scan-quoted.ts';
import { valueOf } from './value.ts';

/** Thrown where the full parser must decide; one object, because a stack trace would cost more than the parse. */
const declined = new Error('declined');

/** Control characters and line breaks other than a line feed. */
const unusual =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|(?<![\ud800-\udbff])[\udc80-\udcff]/;

/**
 * Reads a document in the plain block style of most manifests, many times faster than the full parser. Gives
 * `undefined` for everything it is not sure of.
 *
 * INVARIANT: a value that it gives is the value of the full parser.
 */
export function readFast(original: string): JsonValue | undefined {
  const text = original.includes('\r\n') ? original.replaceAll('\r\n', '\n') : original;
  if (unusual.test(text)) return undefined;
  const from = passMarkerLine(text);
  if (from < 0) return undefined;
  const first = text.charCodeAt(from);
  if (first === OPEN_MAP || first === OPEN_LIST) return readJsonFast(text.slice(from));
  try {
    return new FastReader(text, from).read();
  } catch (error) {
    if (error === declined || error instanceof YamlProblem) return undefined;
    throw error;
  }
}

/** Where the content begins; -1 when it begins on the line of the marker. */
function passMarkerLine(text: string): number {
  if (!/^---(?:[ \t\n]|$)/.test(text)) return 0;
  const found = /^---(?: *| +#.*)(?:\n|$)/.exec(text);
  return found ? found[0].length : -1;
}

const NEWLINE = 10;
const TAB = 9;
const SPACE = 32;
const DOUBLE = 34;
const HASH = 35;
const SINGLE = 39;
const DASH = 45;
const COLON = 58;
const QUESTION = 63;
const OPEN_LIST = 91;
const OPEN_MAP = 123;

/** A key and its colon are not further apart. */
const keyLimit = 1000;

class FastReader {
  readonly #text: string;
  readonly #end: number;
  /** The first character of the present line that is no blank. */
  #at: number;
  #lineStart = 0;
  /** Indentation of the present line; -1 at the end of the text. */
  #indent = 0;
  #depth = 0;
  #cursor: Cursor | undefined;

  constructor(text: string, from: number) {
    this.#text = text;
    this.#end = text.length;
    this.#at = from;
  }

  read(): JsonValue {
    this.#toLine(this.#at);
    if (this.#indent < 0) throw declined;
    const value = this.#readBlock(this.#indent);
    if (this.#indent >= 0) throw declined;
    return value;
  }

  /** Goes to the first line from `start` on that holds more than blanks and a comment. */
  #toLine(start: number): void {
    const text = this.#text;
    let at = start;
    while (at < this.#end) {
      const lineStart = at;
      let code = text.charCodeAt(at);
      while (code === SPACE) code = text.charCodeAt(++at);
      if (code === HASH) {
        at = text.indexOf('\n', at);
        if (at < 0) break;
        at++;
      } else if (code === NEWLINE) at++;
      else if (code === TAB) throw declined;
      else if (at >= this.#end) break;
      else {
        this.#lineStart = lineStart;
        this.#at = at;
        this.#indent = at - lineStart;
        return;
      }
    }
    this.#at = this.#end;
    this.#indent = -1;
  }

  #nextLine(from: number): void {
    const newline = this.#text.indexOf('\n', from);
    this.#toLine(newline < 0 ? this.#end : newline + 1);
  }

  /** A map or list whose first line is the present one. */
  #readBlock(indent: number): JsonValue {
    if (++this.#depth >= maxDepth / 2) throw declined;
    const value = this.#atDash() ? this.#readList(indent) : this.#readMap(indent);
    this.#depth--;
    return value;
  }

  #atDash(): boolean {
    return this.#isDash(this.#at);
  }

  #isDash(at: number): boolean {
    return this.#text.charCodeAt(at) === DASH && this.#endsWord(at + 1);
  }

  /** Whether a blank, a line break or the end of the text stands here. */
  #endsWord(at: number): boolean {
    return at >= this.#end || isSpaceOrNewline(this.#text.charCodeAt(at));
  }

  #readMap(indent: number): JsonObject {
    const map: JsonObject = {};
    while (this.#indent === indent) {
      const start = this.#at;
      const colon = this.#findColon(start);
      if (colon < 0 || this.#atDash()) throw declined;
      const key = this.#readKey(start, colon);
      setKey(map, key, this.#readValue(colon + 1, indent, true));
    }
    if (this.#indent > indent) throw declined;
    return map;
  }

  #readList(indent: number): JsonValue[] {
    const list: JsonValue[] = [];
    while (this.#indent === indent && this.#atDash()) {
      let at = this.#at + 1;
      while (this.#text.charCodeAt(at) === SPACE) at++;
      const column = at - this.#lineStart;
      const code = this.#text.charCodeAt(at);
      if (this.#isDash(at) || (at < this.#end && code !== NEWLINE && code !== HASH && this.#findColon(at) >= 0)) {
        // A collection that begins on the line of the dash.
        this.#at = at;
        this.#indent = column;
        list.push(this.#readBlock(column));
      } else list.push(this.#readValue(this.#at + 1, indent, false));
    }
    if (this.#indent > indent) throw declined;
    return list;
  }

  /** The colon that ends the key which begins at `start`, or -1 when the line holds none. */
  #findColon(start: number): number {
    const text = this.#text;
    const first = text.charCodeAt(start);
    let at = start;
    if (first === DOUBLE || first === SINGLE) {
      at = this.#closingQuote(start, first) + 1;
      if (at === 0) return -1;
      while (text.charCodeAt(at) === SPACE) at++;
      return text.charCodeAt(at) === COLON && this.#endsWord(at + 1) ? at : -1;
    }
    if (isIndicator(first)) return -1;
    for (; at < this.#end; at++) {
      const code = text.charCodeAt(at);
      if (code === COLON && this.#endsWord(at + 1)) return at;
      if (code === NEWLINE) return -1;
      if (code === HASH && text.charCodeAt(at - 1) === SPACE) return -1;
      if (code === TAB) throw declined;
    }
    return -1;
  }

  /** The quote that ends a text on the same line, or -1. */
  #closingQuote(start: number, quote: number): number {
    const text = this.#text;
    for (let at = start + 1; at < this.#end; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE) return -1;
      if (code === 92 && quote === DOUBLE) at++;
      else if (code === quote) {
        if (quote !== SINGLE || text.charCodeAt(at + 1) !== SINGLE) return at;
        at++;
      }
    }
    return -1;
  }

  #readKey(start: number, colon: number): string {
    if (colon - start > keyLimit) throw declined;
    const text = this.#text;
    const first = text.charCodeAt(start);
    if (first === DOUBLE || first === SINGLE) return this.#readQuoted(start, this.#closingQuote(start, first));
    let end = colon;
    while (text.charCodeAt(end - 1) === SPACE) end--;
    const key = text.slice(start, end);
    if (isPlainKeyStart(first) && end - start > 5) return key;
    const value = resolvePlain(key);
    if (typeof value === 'boolean') return String(value);
    if (typeof value !== 'string' || value === '<<') throw declined;
    return value;
  }

  /** The value behind a colon or dash. `parent` is the indentation of its collection. */
  #readValue(from: number, parent: number, behindKey: boolean): JsonValue {
    const text = this.#text;
    let at = from;
    while (text.charCodeAt(at) === SPACE) at++;
    const code = at < this.#end ? text.charCodeAt(at) : NEWLINE;
    if (code === NEWLINE || (code === HASH && at > from)) return this.#readNested(at, parent, behindKey);
    switch (code) {
      case DOUBLE:
      case SINGLE:
        return this.#readQuotedValue(at, code, parent);
      case OPEN_LIST:
      case OPEN_MAP:
        return this.#readFlow(at, parent);
      case 124: // |
      case 62: // >
        return this.#readBlockText(at, parent);
    }
    if (isIndicator(code) && !((code === COLON || code === QUESTION) && !this.#endsWord(at + 1))) throw declined;
    if (this.#isDash(at)) throw declined;
    return this.#readPlain(at, parent);
  }

  #readNested(at: number, parent: number, behindKey: boolean): JsonValue {
    this.#nextLine(at);
    if (this.#indent > parent) {
      const isBlock = this.#atDash() || this.#findColon(this.#at) >= 0;
      return isBlock ? this.#readBlock(this.#indent) : this.#readValue(this.#at, parent, false);
    }
    // A list may begin at the indentation of its key.
    return behindKey && this.#indent === parent && this.#atDash() ? this.#readBlock(parent) : null;
  }

  #readPlain(start: number, parent: number): JsonValue {
    const text = this.#text;
    let at = start;
    for (; at < this.#end; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE || (code === HASH && text.charCodeAt(at - 1) === SPACE)) break;
      if (code === TAB) throw declined;
      if (code === COLON && this.#endsWord(at + 1)) throw declined;
    }
    this.#nextLine(at);
    if (this.#indent > parent) return this.#readLongPlain(start, parent);
    let end = at;
    while (text.charCodeAt(end - 1) === SPACE) end--;
    const value = resolvePlain(text.slice(start, end));
    if (typeof value === 'object' && value !== null) throw declined;
    return value;
  }

  /** An unquoted text over several lines. */
  #readLongPlain(start: number, parent: number): JsonValue {
    const cursor = this.#cursorAt(start);
    const { text } = scanPlain(cursor, parent + 1, false);
    const code = cursor.peek();
    if (code === COLON) throw declined;
    if (code === HASH) this.#nextLine(cursor.at);
    else this.#toLine(cursor.at >= this.#end ? this.#end : cursor.lineStart);
    if (this.#indent > parent) throw declined;
    return text;
  }

  #readQuotedValue(start: number, quote: number, parent: number): string {
    const close = this.#closingQuote(start, quote);
    if (close >= 0) {
      this.#expectLineEnd(close + 1);
      this.#endValue(close + 1, parent);
      return this.#readQuoted(start, close);
    }
    const { text, end } = scanQuoted(this.#cursorAt(start));
    this.#expectLineEnd(end);
    this.#endValue(end, parent);
    return text;
  }

  #cursorAt(at: number): Cursor {
    this.#cursor ??= new Cursor(this.#text);
    this.#cursor.at = at;
    this.#cursor.lineStart = this.#text.lastIndexOf('\n', at - 1) + 1;
    return this.#cursor;
  }

  #readQuoted(start: number, close: number): string {
    const inner = this.#text.slice(start + 1, close);
    const isSimple = this.#text.charCodeAt(start) === SINGLE ? !inner.includes("'") : !inner.includes('\\');
    return isSimple ? inner : scanQuoted(new Cursor(this.#text.slice(start, close + 1))).text;
  }

  /** A flow collection on one line; the full parser reads it as a document of its own. */
  #readFlow(start: number, parent: number): JsonValue {
    const newline = this.#text.indexOf('\n', start);
    const line = this.#text.slice(start, newline < 0 ? this.#end : newline);
    const value = line === '[]' ? [] : line === '{}' ? {} : readOneLine(line);
    this.#endValue(start, parent);
    return value;
  }

  #readBlockText(start: number, parent: number): string {
    const cursor = this.#cursorAt(start);
    const { text } = scanBlock(cursor, parent);
    this.#toLine(cursor.at >= this.#end ? this.#end : cursor.lineStart);
    if (this.#indent > parent) throw declined;
    return text;
  }

  #expectLineEnd(from: number): void {
    let at = from;
    while (this.#text.charCodeAt(at) === SPACE) at++;
    const code = at < this.#end ? this.#text.charCodeAt(at) : NEWLINE;
    if (code !== NEWLINE && (code !== HASH || at === from)) throw declined;
  }

  /** A line that is indented further would continue the value. */
  #endValue(at: number, parent: number): void {
    this.#nextLine(at);
    if (this.#indent > parent) throw declined;
  }
}

function readOneLine(line: string): JsonValue {
  // With the blocks around it no deeper than the full parser allows.
  if (line.length > maxDepth / 2 && line.split(/[[{]/).length > maxDepth / 2) throw declined;
  return valueOf(composeDocument(line));
}

function isSpaceOrNewline(code: number): boolean {
  return code === SPACE || code === NEWLINE || code === TAB;
}

/** Characters that begin something else than an unquoted text, or may do so. */
function isIndicator(code: number): boolean {
  switch (code) {
    case 33: // !
    case DOUBLE:
    case HASH:
    case 37: // %
    case 38: // &
    case SINGLE:
    case 42: // *
    case 44: // ,
    case COLON:
    case 62: // >
    case QUESTION:
    case 64: // @
    case OPEN_LIST:
    case 93: // ]
    case 96: // `
    case OPEN_MAP:
    case 124: // |
    case 125: // }
    case TAB:
      return true;
    default:
      return false;
  }
}

/** Letters and `_`, with which no number begins. */
function isPlainKeyStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}
