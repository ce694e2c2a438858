import type { Diagnostic } from '../../foundations/diagnostics/index.ts';

/**
 * Says a YAML problem in the words and with the line that Helm's YAML library gives, so that people find them again.
 * That library names the line of the scanner from 1, that of the parser from 0, and the first line not at all.
 */
export function goYamlProblem(text: string, problem: Diagnostic): string {
  const { message } = problem;
  const line = problem.location?.line ?? 1;
  const column = problem.location?.column ?? 1;
  if (problem.code === 'MANIFEST_UNKNOWN_ANCHOR') {
    return `yaml: unknown anchor '${/`\*(.*?)`/.exec(message)?.[1] ?? ''}' referenced`;
  }
  if (problem.code === 'MANIFEST_INVALID_MERGE') return 'yaml: map merge requires map or sequence of maps as the value';
  if (problem.code === 'MANIFEST_INVALID_NUMBER') {
    const literal = /`(.*?)`/.exec(message)?.[1]?.toLowerCase() ?? '';
    return `json: unsupported value: ${literal.includes('nan') ? 'NaN' : literal.startsWith('-') ? '-Inf' : '+Inf'}`;
  }
  for (const [pattern, words, at] of phrases) {
    if (!pattern.test(message)) continue;
    const said = typeof words === 'string' ? words : words(text, line, column);
    return said.startsWith('yaml: ') ? said : `yaml: ${where(at(text, line, column))}${said}`;
  }
  return `yaml: ${where(line > 1 ? line : 0)}${message.replace(/^invalid YAML: /, '')}`;
}

function where(line: number): string {
  return line > 0 ? `line ${line}: ` : '';
}

type Line = (text: string, line: number, column: number) => number;

/** A problem of the scanner: the line from 1, but nothing on the first one. */
const scanner: Line = (_text, line) => (line > 1 ? line : 0);

/** A problem of the parser: the line from 0. At the end of the text it counts as one further. */
const parser: Line = (text, line, column) => line - 1 + (isEnd(text, line) && column > 1 ? 1 : 0);

const nextLine: Line = (_text, line) => line + 1;

/** A text over several lines that turns out to be a key: the line of its colon. */
const colonLine: Line = (text, line, column) => {
  const lines = text.split('\n');
  const first = lines[line - 1]?.slice(column - 1) ?? '';
  if (/:(\s|$)/.test(first)) return line > 1 ? line : 0;
  for (let i = line; i < lines.length; i++) if (/:(\s|$)/.test(lines[i]!)) return i + 1;
  return line > 1 ? line : 0;
};

function isEnd(text: string, line: number): boolean {
  return line >= text.trimEnd().split('\n').length;
}

/** Inside a list the library misses the next dash, elsewhere the next key. */
function missingItem(text: string, line: number): string {
  const lines = text.split('\n');
  const own = /^ */.exec(lines[line - 1] ?? '')![0].length;
  for (let i = line - 2; i >= 0; i--) {
    const indent = /^ */.exec(lines[i]!)![0].length;
    if (lines[i]!.trim() === '' || indent > own) continue;
    return indent === own && /^ *-( |$)/.test(lines[i]!)
      ? "did not find expected '-' indicator"
      : 'did not find expected key';
  }
  return 'did not find expected key';
}

function brokenKey(text: string, line: number, column: number): string {
  const isItem = /^- /.test(text.split('\n')[line - 1]?.slice(column - 1) ?? '');
  const colon = colonLine(text, line, column);
  if (isItem) return `yaml: ${where(line - 1)}did not find expected key`;
  return `yaml: ${where(colon)}mapping values are not allowed in this context`;
}

const phrases: readonly [RegExp, string | ((text: string, line: number, column: number) => string), Line][] = [
  [/nested mappings/, 'mapping values are not allowed in this context', colonLine],
  [/implicit keys need/, brokenKey, scanner],
  [/implicit map keys/, "could not find expected ':'", nextLine],
  [/flow sequence in block/, "did not find expected ',' or ']'", parser],
  [/flow map in block|not allowed within flow/, "did not find expected ',' or '}'", parser],
  [/missing closing/, 'found unexpected end of stream', scanner],
  [/all mapping items|unexpected scalar at node end/, missingItem, parser],
  [/reserved character|tabs are not allowed/, 'found character that cannot start any token', scanner],
  [/block scalar header/, 'did not find expected comment or line break', scanner],
  [/block scalar lines/, 'found a tab character where an indentation space is expected', scanner],
  [/invalid escape/, 'found unknown escape character', scanner],
  [/unexpected flow-/, 'did not find expected node content', parser],
  [/unexpected block-seq-ind/, 'block sequence entries are not allowed in this context', scanner],
  [/directive/, 'found unknown directive name', scanner],
];
