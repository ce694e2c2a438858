import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { ParseError, parseText, type Tree } from '../../languages/gotemplate/index.ts';
import { helmFunctions } from './helm-functions.ts';

export interface ParsedTemplate {
  /** The file itself and what it defines; empty when it cannot be parsed. */
  readonly trees: readonly Tree[];
  readonly diagnostics: readonly Diagnostic[];
  /** UTF-16 offset of the problem. */
  readonly problemOffset: number | undefined;
}

/**
 * Parses a template of a chart, for those who check charts. Node positions are UTF-16 offsets in the text.
 * A Kyverno variable in a template shows up here: `{{ request.object }}` calls an unknown function `request`.
 */
export function parseTemplate(text: string, name: string): ParsedTemplate {
  try {
    const trees = parseText(name, text, (word) => helmFunctions.has(word));
    return { trees, diagnostics: [], problemOffset: undefined };
  } catch (error) {
    if (error instanceof RangeError) return { trees: [], diagnostics: [tooDeep(name)], problemOffset: undefined };
    if (!(error instanceof ParseError)) throw error;
    const start = text.lastIndexOf('\n', error.offset - 1) + 1;
    const diagnostic: Diagnostic = {
      code: 'CHART_TEMPLATE_SYNTAX',
      severity: 'error',
      message: error.problem,
      location: { file: name, line: error.line, column: Math.max(error.offset - start, 0) + 1 },
    };
    return { trees: [], diagnostics: [diagnostic], problemOffset: error.offset };
  }
}

function tooDeep(file: string): Diagnostic {
  const message = 'the template nests too deeply (recursion limit)';
  return { code: 'CHART_LIMIT', severity: 'error', message, location: { file, line: 1, column: 1 } };
}
