import { GoList, GoMap, type GoValue, int64, list, quote, typeOf } from '../../languages/gotemplate/index.ts';
import { readJson } from './json.ts';

/** A `--set` text that cannot be read; the message is Helm's. */
export class SetError extends Error {}

const maxIndex = 65536;
const maxNesting = 30;

/** How a value's text becomes a value. */
type ReadValue = (text: string) => GoValue;

/** What the value after `=` is: a list of texts split at commas, or JSON. */
type Mode = 'plain' | 'json';

/** `--set`: true, false, null and integers are typed, everything else is text. */
export function readTyped(text: string): GoValue {
  const lower = text.toLowerCase();
  if (lower === 'true') return true;
  if (lower === 'false') return false;
  if (lower === 'null') return null;
  if (text === '0') return int64(0n);
  if (/^[+-]?\d+$/.test(text) && text[0] !== '0') {
    const value = BigInt(text.replace('+', ''));
    if (value >= -(2n ** 63n) && value < 2n ** 63n) return int64(value);
  }
  return text;
}

/** Applies `a.b[0]=x,c={1,2}` to a map, in place. `read` makes values of texts. */
export function applySet(target: GoMap, text: string, read: ReadValue, mode: Mode = 'plain'): void {
  new SetParser(text, read, mode).parse(target);
}

/** Applies `a.b=anything at all`: only the path is split. */
export function applySetLiteral(target: GoMap, text: string): void {
  const parser = new SetParser(text, (value) => value, 'plain', true);
  parser.parse(target);
}

/** The end of the text was reached; not an error by itself. */
class End extends Error {}

class SetParser {
  readonly #runes: string[];
  readonly #read: ReadValue;
  readonly #mode: Mode;
  readonly #literal: boolean;
  #at = 0;

  constructor(text: string, read: ReadValue, mode: Mode, literal = false) {
    this.#runes = [...text];
    this.#read = read;
    this.#mode = mode;
    this.#literal = literal;
  }

  parse(target: GoMap): void {
    try {
      for (;;) this.#key(target, 0);
    } catch (error) {
      if (!(error instanceof End)) throw error;
    }
  }

  /** Text up to one of the stops; `stop` is undefined at the end. */
  #until(stops: string): { text: string; stop: string | undefined } {
    let text = '';
    while (this.#at < this.#runes.length) {
      const rune = this.#runes[this.#at++]!;
      if (stops.includes(rune)) return { text, stop: rune };
      if (rune === '\\' && !this.#literal) {
        const next = this.#runes[this.#at++];
        if (next === undefined) return { text, stop: undefined };
        text += next;
      } else text += rune;
    }
    return { text, stop: undefined };
  }

  #key(data: GoMap, nesting: number): void {
    const { text: key, stop } = this.#until(this.#literal ? '=[.' : '=[,.');
    switch (stop) {
      case undefined:
        if (key === '') throw new End();
        throw new SetError(`key ${quote(key)} has no value`);
      case '[': {
        const index = this.#index();
        const existing = data.get(key);
        if (existing !== undefined && !(existing instanceof GoList)) throw wrongType(existing, '[]interface {}');
        const { items, end } = this.#item(existing ? [...existing.items] : [], index, nesting);
        put(data, key, list(items));
        if (end) throw new End();
        return;
      }
      case '=':
        this.#value((value) => put(data, key, value));
        return;
      case ',':
        put(data, key, '');
        throw new SetError(`key ${quote(key)} has no value (cannot end with ,)`);
    }
    if (nesting + 1 > maxNesting) {
      throw new SetError(`value name nested level is greater than maximum supported nested level of ${maxNesting}`);
    }
    const existing = data.get(key);
    if (existing !== undefined && !(existing instanceof GoMap)) throw wrongType(existing, 'map[string]interface {}');
    const inner = existing ?? new GoMap();
    try {
      this.#key(inner, nesting + 1);
    } catch (error) {
      if (inner.size > 0) put(data, key, inner);
      throw error;
    }
    if (inner.size === 0) throw new SetError(`key map ${quote(key)} has no value`);
    put(data, key, inner);
  }

  /** What follows `=`; the end of the text is reported after the value is stored. */
  #value(store: (value: GoValue) => void): void {
    if (this.#literal) {
      store(this.#runes.slice(this.#at).join(''));
      this.#at = this.#runes.length;
      return;
    }
    if (this.#mode === 'json') {
      store(this.#json());
      return;
    }
    if (this.#at >= this.#runes.length) {
      store('');
      throw new End();
    }
    if (this.#runes[this.#at] === '{') {
      this.#at++;
      store(this.#list());
      return;
    }
    store(this.#read(this.#until(',').text));
  }

  #list(): GoValue {
    const items: GoValue[] = [];
    for (;;) {
      const { text, stop } = this.#until(',}');
      if (stop === undefined) throw new SetError("list must terminate with '}'");
      if (stop === '}') {
        if (this.#runes[this.#at] === ',') this.#at++;
        items.push(this.#read(text));
        return list(items);
      }
      items.push(this.#read(text));
    }
  }

  #index(): number {
    const { text, stop } = this.#until(']');
    if (stop === undefined) throw new End();
    if (!/^[+-]?\d+$/.test(text)) {
      throw new SetError(`error parsing index: strconv.Atoi: parsing ${quote(text)}: invalid syntax`);
    }
    const index = BigInt(text.replace('+', ''));
    if (BigInt.asIntN(64, index) === index) return Number(index);
    throw new SetError(`error parsing index: strconv.Atoi: parsing ${quote(text)}: value out of range`);
  }

  #item(items: GoValue[], index: number, nesting: number): { items: GoValue[]; end: boolean } {
    if (index < 0) throw new SetError(`negative ${index} index not allowed`);
    const { text, stop } = this.#until('[.=');
    if (text !== '') {
      const runes = [...text].map((rune) => quote(rune, "'")).join(' ');
      throw new SetError(`unexpected data at end of array index: [${runes}]`);
    }
    if (stop === undefined) return { items, end: true };
    if (stop === '=') {
      let end = false;
      try {
        this.#value((value) => setIndex(items, index, value));
      } catch (error) {
        if (!(error instanceof End)) throw error;
        end = true;
      }
      return { items, end };
    }
    if (stop === '[') {
      const next = this.#index();
      const existing = items[index];
      if (existing !== undefined && existing !== null && !(existing instanceof GoList)) {
        throw wrongType(existing, '[]interface {}');
      }
      const nested = this.#item(existing ? [...existing.items] : [], next, nesting);
      setIndex(items, index, list(nested.items));
      return { items, end: nested.end };
    }
    // A new map at the end of the list is lost when the text ends with it.
    const existing = items[index];
    const inner = existing instanceof GoMap ? existing : new GoMap();
    if (index < items.length) items[index] = inner;
    try {
      this.#key(inner, nesting);
    } catch (error) {
      if (!(error instanceof End)) throw error;
      return { items, end: true };
    }
    setIndex(items, index, inner);
    return { items, end: false };
  }

  /** The JSON value that the rest of the text begins with. */
  #json(): GoValue {
    const rest = this.#runes.slice(this.#at).join('');
    const blank = /^[\s\u0085]*(?:,|$)/.exec(rest);
    if (blank) {
      this.#at += [...blank[0]].length;
      return null;
    }
    const length = jsonLength(rest);
    const value = readJson(rest.slice(0, length));
    this.#at += [...rest.slice(0, length)].length;
    const after = /^\s*,?/.exec(rest.slice(length))![0];
    this.#at += [...after].length;
    return value;
  }
}

/** Where the first JSON value of a text ends. */
function jsonLength(text: string): number {
  const start = /^\s*/.exec(text)![0].length;
  if (!/[{["]/.test(text[start] ?? '')) {
    // A number ends where it cannot go on; what is begun and not ended is an error, so it is taken too.
    const rest = text.slice(start);
    const number =
      /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?[.eE]?/.exec(rest)?.[0] ?? /^(?:true|false|null)/.exec(rest)?.[0];
    return start + (number ?? rest).length;
  }
  let depth = 0;
  let inString = false;
  for (let i = start; i < text.length; i++) {
    const char = text[i]!;
    if (inString) {
      if (char === '\\') i++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    if (depth === 0 && !inString) return i + 1;
  }
  return text.length;
}

function put(data: GoMap, key: string, value: GoValue): void {
  if (key !== '') data.set(key, value);
}

function setIndex(items: GoValue[], index: number, value: GoValue): void {
  if (index > maxIndex) {
    throw new SetError(`index of ${index} is greater than maximum supported index of ${maxIndex}`);
  }
  while (items.length < index) items.push(null);
  items[index] = value;
}

function wrongType(value: GoValue, wanted: string): SetError {
  const found = value === null ? 'nil' : typeOf(value);
  return new SetError(`unable to parse key: interface conversion: interface {} is ${found}, not ${wanted}`);
}
