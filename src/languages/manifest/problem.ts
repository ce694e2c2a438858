export type ProblemCode =
  | 'MANIFEST_INVALID_YAML'
  | 'MANIFEST_TOO_DEEP'
  | 'MANIFEST_TOO_LARGE'
  | 'MANIFEST_UNKNOWN_ANCHOR'
  | 'MANIFEST_INVALID_NUMBER'
  | 'MANIFEST_INVALID_KEY'
  | 'MANIFEST_INVALID_MERGE'
  | 'MANIFEST_INVALID_TAG';

/** Bounds that no honest manifest comes near; a text beyond them is refused, not expanded. */
export const maxDepth = 200;
export const maxAliasNodes = 100_000;

/** Which part of the reference's library reports a problem: each counts lines in its own way. */
export type Reporter = 'scanner' | 'parser' | 'decoder';

/** Wrong YAML, thrown inside this folder only: parseManifests makes a diagnostic of it. */
export class YamlProblem extends Error {
  readonly code: ProblemCode;
  /** Offset in the text of the document. */
  readonly offset: number;
  readonly help: string | undefined;
  readonly reporter: Reporter;
  /** Where the construct began in which the problem was found. */
  readonly context: number;
  /** The line from 0, where the reference does not count it from the offset. */
  readonly line: number | undefined;
  /** What the reference says, where that holds more than the message. */
  readonly words: string | undefined;

  constructor(
    code: ProblemCode,
    message: string,
    offset: number,
    more: {
      readonly help?: string;
      readonly reporter?: Reporter;
      readonly context?: number;
      readonly line?: number;
      readonly words?: string;
    } = {},
  ) {
    super(message);
    this.code = code;
    this.offset = offset;
    this.help = more.help;
    this.reporter = more.reporter ?? 'decoder';
    this.context = more.context ?? 0;
    this.line = more.line;
    this.words = more.words;
  }
}

export function tooDeep(offset: number): YamlProblem {
  return new YamlProblem('MANIFEST_TOO_DEEP', `the document is nested deeper than ${maxDepth} levels`, offset);
}

/** A problem of the scanner; the words are those of the reference's library. */
export function scanProblem(message: string, offset: number, context = offset, help?: string): YamlProblem {
  return new YamlProblem('MANIFEST_INVALID_YAML', message, offset, { reporter: 'scanner', context, help });
}

/** A problem of the parser; the words are those of the reference's library. */
export function parseProblem(message: string, offset: number, context = 0): YamlProblem {
  return new YamlProblem('MANIFEST_INVALID_YAML', message, offset, { reporter: 'parser', context });
}
