import type { YamlProblem } from './problem.ts';
import { plainType } from './tagged.ts';

/** A problem in the words of the reference's YAML library, with the line as it counts. */
export function goWords(problem: YamlProblem, text: string): string {
  const { code, message, words } = problem;
  if (words !== undefined) return `yaml: ${words}`;
  switch (code) {
    case 'MANIFEST_INVALID_YAML':
      return `yaml: ${where(problem, text)}${message}`;
    case 'MANIFEST_UNKNOWN_ANCHOR': {
      const name = /`\*?(.*)`/.exec(message)?.[1] ?? '';
      return message.includes('itself')
        ? `yaml: anchor '${name}' value contains itself`
        : `yaml: unknown anchor '${name}' referenced`;
    }
    case 'MANIFEST_INVALID_MERGE':
      return 'yaml: map merge requires map or sequence of maps as the value';
    case 'MANIFEST_INVALID_NUMBER': {
      const literal = /`(.*)`/.exec(message)?.[1]?.toLowerCase() ?? '';
      return `json: unsupported value: ${literal.includes('nan') ? 'NaN' : literal.startsWith('-') ? '-Inf' : '+Inf'}`;
    }
    case 'MANIFEST_INVALID_TAG': {
      const [, read, type] = /^`([\s\S]*)` is no (\w+), as its tag says$/.exec(message) ?? [];
      if (read === undefined) return `yaml: ${message}`;
      return `yaml: cannot decode !!${plainType(read)} \`${read}\` as a !!${type}`;
    }
    case 'MANIFEST_TOO_LARGE':
      return 'yaml: document contains excessive aliasing';
    default:
      return `yaml: ${message}`;
  }
}

/** The scanner counts lines from 1, the parser from 0, and neither names the first. */
function where({ reporter, offset, context, message, line: known }: YamlProblem, text: string): string {
  if (message.startsWith('control characters')) return '';
  const endsInLine = reporter === 'parser' && isInsideLastLine(text, offset);
  const line = known ?? lineOf(text, offset) + (endsInLine ? 1 : 0);
  if (line > 0) return `line ${reporter === 'scanner' ? line + 1 : line}: `;
  const from = lineOf(text, context);
  return from > 0 ? `line ${from}: ` : '';
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|[\n\r\u0085\u2028\u2029]/).length - 1;
}

/** The end of a text whose last line is not closed counts as a line of its own. */
function isInsideLastLine(text: string, offset: number): boolean {
  return offset === text.length && !/[\n\r\u0085\u2028\u2029]$/.test(text);
}
