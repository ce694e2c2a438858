import { parseDocument } from 'yaml';
import type { YamlProblem } from './problem.ts';

interface Explanation {
  readonly message: string;
  /** Offset in the text of the document. */
  readonly offset: number;
  readonly help: string | undefined;
}

/** A second parse of a longer text would make people wait for a nicer sentence. */
const longest = 500_000;

/**
 * Says a problem for people. The `yaml` package is stricter about what it expected and where, so a text that it
 * refuses too gets its words; our own parser alone decides whether a text is refused.
 */
export function explain(problem: YamlProblem, text: string): Explanation {
  const { code, message, offset, help } = problem;
  if (code !== 'MANIFEST_INVALID_YAML') return { message, offset, help };
  const found = text.length <= longest ? firstError(text) : undefined;
  if (!found) return { message: `invalid YAML: ${plainWords[message] ?? message}`, offset, help: help ?? helpFor('') };
  const words = found.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '');
  return {
    message: `invalid YAML: ${words.charAt(0).toLowerCase()}${words.slice(1)}`,
    offset: found.pos[0],
    help: help ?? helpFor(found.code),
  };
}

/** For words of the reference that only its authors understand. */
const plainWords: Readonly<Record<string, string>> = {
  'did not find expected <document start>': 'the document ends before this text',
  'did not find expected node content': 'a value is missing here',
};

function firstError(text: string) {
  try {
    const options = {
      version: '1.1',
      schema: 'failsafe',
      uniqueKeys: false,
      strict: false,
      logLevel: 'silent',
    } as const;
    return parseDocument(text, options).errors[0];
  } catch (error) {
    // Deep nesting exhausts the stack of a recursive parser.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function helpFor(code: string): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'indent with blanks, not tabs';
    case 'BAD_INDENT':
      return 'check the indentation of this line and the one before';
    case 'MISSING_CHAR':
      return 'a quote or bracket is not closed';
    default:
      return 'check the line and the one before it';
  }
}
