import { isBreak, isPrintable, type ScalarStyle } from './emit-style.ts';

const escapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

/** Writes YAML tokens and keeps count of the column, on which line breaks and folding depend. */
export class YamlWriter {
  readonly #width: number;
  #text = '';
  #column = 0;
  #afterBlank = true;
  /** Nothing but indentation and indicators stands on this line so far. */
  #fresh = true;

  constructor(width: number) {
    this.#width = width;
  }

  get atLineStart(): boolean {
    return this.#fresh;
  }

  /** The text without the line break that ends a document. */
  finish(): string {
    return this.#text.endsWith('\n') ? this.#text.slice(0, -1) : this.#text;
  }

  /** Goes to a column: on this line when nothing is in the way, otherwise on the next. */
  startLine(indent: number): void {
    if (!this.#fresh || this.#column > indent || (this.#column === indent && !this.#afterBlank)) this.#break();
    if (this.#column < indent) this.#put(' '.repeat(indent - this.#column));
    this.#afterBlank = true;
    this.#fresh = true;
  }

  /** A mark with a blank before it. `keepFresh`: a block may begin on the same line. */
  writeIndicator(mark: string, keepFresh = false): void {
    if (!this.#afterBlank) this.#put(' ');
    this.writeGlued(mark, keepFresh);
  }

  writeGlued(mark: string, keepFresh = false): void {
    this.#put(mark);
    this.#afterBlank = false;
    this.#fresh = this.#fresh && keepFresh;
  }

  /** A word that needs no quotes and is never folded. */
  writeWord(word: string): void {
    this.writeIndicator(word);
  }

  /** Ends the line, and leaves one empty. */
  writeBlankLine(): void {
    this.startLine(0);
    this.#break();
  }

  /** A comment behind something, up to the end of the line. */
  writeComment(text: string): void {
    this.writeIndicator(text);
  }

  /** A text; `indent` is that of its further lines. Keys are never folded. `comment` stands behind the head of a block. */
  writeText(text: string, style: ScalarStyle, indent: number, key: boolean, comment?: string): void {
    switch (style) {
      case 'plain':
        if (!this.#afterBlank) this.#put(' ');
        this.#writeFolded(text, indent, key, false);
        break;
      case 'single':
        this.writeIndicator("'");
        this.#writeFolded(text, indent, key, true);
        this.writeGlued("'");
        break;
      case 'double':
        this.writeIndicator('"');
        this.#writeEscaped(text, indent, key);
        this.writeGlued('"');
        break;
      case 'literal':
      case 'folded':
        this.#writeBlock(text, indent, style, comment);
        return;
    }
    this.#afterBlank = false;
    this.#fresh = false;
  }

  #put(text: string): void {
    this.#text += text;
    this.#column += text.length;
  }

  #break(): void {
    this.#text += '\n';
    this.#column = 0;
  }

  /** A line break of the text itself: the rare ones are kept as they are. */
  #putBreak(char: string): void {
    this.#text += char;
    this.#column = 0;
    this.#fresh = true;
  }

  /** Whether a line is broken at this single blank. */
  #foldsAt(text: string, at: number, key: boolean, quoted: boolean): boolean {
    if (key || this.#column <= this.#width || text[at - 1] === ' ') return false;
    return !quoted || (at > 0 && at < text.length - 1);
  }

  #writeFolded(text: string, indent: number, key: boolean, quoted: boolean): void {
    if (!text.includes(' ') && !text.includes("'") && !/[\r\u0085\u2028\u2029]/.test(text)) return this.#put(text);
    let afterBreak = false;
    for (let i = 0; i < text.length; i++) {
      const char = text[i]!;
      if (char === ' ') {
        if (text[i + 1] !== ' ' && this.#foldsAt(text, i, key, quoted)) this.startLine(indent);
        else this.#put(' ');
        continue;
      }
      if (isBreak(char)) {
        this.#putBreak(char);
        afterBreak = true;
        continue;
      }
      if (afterBreak) this.startLine(indent);
      this.#put(quoted && char === "'" ? "''" : char);
      this.#fresh = false;
      afterBreak = false;
    }
  }

  #writeEscaped(text: string, indent: number, key: boolean): void {
    // The reference takes every character of a text that begins with a byte order mark for one.
    const all = text.startsWith('\ufeff');
    for (let i = 0; i < text.length; i++) {
      const code = text.codePointAt(i)!;
      const char = code > 0xffff ? text.slice(i, i + 2) : text[i]!;
      const escape = escapes[char];
      // A no-break space has an escape but stays as it is.
      if (all || (escape && char !== '\u00a0') || !isPrintable(code)) {
        this.#put(escape ?? escapeCode(code));
      } else if (char === ' ' && this.#foldsAt(text, i, key, true)) {
        this.startLine(indent);
        if (text[i + 1] === ' ') this.#put('\\');
        this.#fresh = false;
      } else this.#put(char);
      if (code > 0xffff) i++;
    }
  }

  #writeBlock(text: string, indent: number, style: 'literal' | 'folded', comment: string | undefined): void {
    const hint = text[0] === ' ' || isBreak(text[0]) ? '2' : '';
    const last = isBreak(text[text.length - 1]);
    const chomp = !last ? '-' : text.length === 1 || isBreak(text[text.length - 2]) ? '+' : '';
    this.writeIndicator(
      `${style === 'literal' ? '|' : '>'}${hint}${chomp}${comment === undefined ? '' : ` ${comment}`}`,
    );
    this.#putBreak('\n');
    this.#afterBlank = true;
    // A break that stands alone would be read as a blank. The library looks at the first line here, not at the next.
    const doubles = style === 'folded' && !/^[\n\r\u0085\u2028\u2029]*(?:[ \t]|$)/.test(text);
    let leadingBlank = true;
    let afterBreak = true;
    for (const part of text.split(/([\n\r\u0085\u2028\u2029])/)) {
      if (part === '') continue;
      if (isBreak(part)) {
        if (doubles && !afterBreak && !leadingBlank && part === '\n') this.#putBreak('\n');
        this.#putBreak(part);
        afterBreak = true;
        continue;
      }
      if (afterBreak) {
        this.startLine(indent);
        leadingBlank = part[0] === ' ' || part[0] === '\t';
      }
      this.#put(part);
      this.#fresh = false;
      afterBreak = false;
    }
  }
}

function escapeCode(code: number): string {
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
