/** A place in a text file. Lines and columns count from 1; columns count UTF-16 units, as editors do. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** What a diagnostic is about, in the words of the policy's world. */
export interface Subject {
  readonly policy?: string;
  readonly rule?: string;
  readonly resource?: string;
  /** Path inside the document, as in `spec.rules[0].match`. */
  readonly path?: string;
}

export type Severity = 'error' | 'warning' | 'info';

/** Replaces the characters `start..end` (UTF-16 offsets) of a file. */
export interface TextEdit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Wrong input, as data. Text, JSON and SARIF are made from it at the edge.
 * Every `code` has a row in docs/errors.md.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  /** One lower-case sentence without a final period; the user's own text in backticks. */
  readonly message: string;
  readonly location?: Location;
  readonly subject?: Subject;
  /** Other places that belong to it, each with the word for what is there: `rule`. */
  readonly related?: readonly { readonly message: string; readonly location: Location }[];
  /** What to do about it. */
  readonly help?: string;
  /** Edits that repair it without touching anything else. */
  readonly fix?: readonly TextEdit[];
  readonly causes?: readonly Diagnostic[];
}

/** Sorts by file, line, column, then code; a diagnostic without a place comes first. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  const x = a.location;
  const y = b.location;
  if (!x || !y) return x ? 1 : y ? -1 : compareText(a.code, b.code);
  return compareText(x.file, y.file) || x.line - y.line || x.column - y.column || compareText(a.code, b.code);
}

/** What a finding is about: the rule that a resource fails, or else the sort of mistake. */
export function findingName({ code, subject }: Diagnostic): string {
  if (!subject?.policy || !subject.resource) return code;
  return subject.rule ? `${subject.policy}/${subject.rule}` : subject.policy;
}

/** The message, with the resource before it where one was judged. */
export function findingText({ message, subject }: Diagnostic): string {
  return subject?.policy && subject.resource ? `${subject.resource}: ${message}` : message;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
