/** A function refused its arguments. The message is Go's, without the place. */
export class FunctionError extends Error {}

/** A template that cannot be parsed. `message` is Go's, as in `template: cm.yaml:6: function "x" not defined`. */
export class ParseError extends Error {
  readonly template: string;
  readonly line: number;
  /** What is wrong, without the place. */
  readonly problem: string;
  /** UTF-16 offset in the template's text. */
  readonly offset: number;
  constructor(template: string, line: number, offset: number, problem: string) {
    super(`template: ${template}:${line}: ${problem}`);
    this.template = template;
    this.line = line;
    this.offset = offset;
    this.problem = problem;
  }
}

/** A place in a template: what Go prints of it, and where it is. */
export interface Place {
  readonly file: string;
  readonly line: number;
  /** Bytes from the start of the line, from 0, as Go prints it. */
  readonly column: number;
  /** UTF-16 offset in the template's text. */
  readonly offset: number;
  /** The node printed back. */
  readonly context: string;
}

/** Execution stopped at a node. `message` is Go's whole chain of places; `cause` is the error of the called function. */
export class ExecError extends Error {
  /** The name of the template that was executing: a file, or the name of a `define`. */
  readonly template: string;
  readonly place: Place;
  readonly problem: string;
  constructor(template: string, place: Place, problem: string, cause?: Error) {
    const at = `${place.file}:${place.line}:${place.column}`;
    super(`template: ${at}: executing ${JSON.stringify(template)} at <${place.context}>: ${problem}`, { cause });
    this.template = template;
    this.place = place;
    this.problem = problem;
  }
}

/** A budget of the run was used up. `place` is set by the executor. */
export class LimitError extends Error {
  readonly limit: string;
  place: Place | undefined = undefined;
  constructor(limit: string, message: string) {
    super(message);
    this.limit = limit;
  }
}
