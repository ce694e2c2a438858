/** The end of the text; a NUL never stands in a text that is parsed. */
export const END = 0;

/** A place in a text that moves forward, and the line it is on. */
export class Cursor {
  readonly text: string;
  at = 0;
  line = 0;
  lineStart = 0;

  constructor(text: string) {
    this.text = text;
  }

  get column(): number {
    return this.at - this.lineStart;
  }

  /** The character here, or `ahead` characters further; `END` past the last. */
  peek(ahead = 0): number {
    const at = this.at + ahead;
    return at < this.text.length ? this.text.charCodeAt(at) : END;
  }

  /** Passes a line break and returns what it becomes in a text: a line feed, or one of the two rare breaks. */
  takeBreak(): string {
    const code = this.peek();
    this.at += code === 13 && this.peek(1) === 10 ? 2 : 1;
    this.line++;
    this.lineStart = this.at;
    return code === 0x2028 ? '\u2028' : code === 0x2029 ? '\u2029' : '\n';
  }

  skipBlanks(): void {
    while (isBlank(this.peek())) this.at++;
  }

  skipComment(): void {
    if (this.peek() !== 35) return;
    while (!isBreakOrEnd(this.peek())) this.at++;
  }

  /** Whether a line with `---` or `...` begins here. */
  atDocumentMarker(): boolean {
    if (this.at !== this.lineStart) return false;
    const code = this.peek();
    if (code !== 45 && code !== 46) return false;
    return this.peek(1) === code && this.peek(2) === code && isBlankOrEnd(this.peek(3));
  }
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** YAML 1.1 has five line breaks: LF, CR, NEL, LS and PS. */
export function isBreakCode(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

export function isBreakOrEnd(code: number): boolean {
  return code === END || isBreakCode(code);
}

export function isBlankOrEnd(code: number): boolean {
  return code === 32 || code === 9 || code === END || isBreakCode(code);
}

/** Letters of anchors, tag handles and directives. */
export function isNameCode(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95 ||
    code === 45
  );
}
