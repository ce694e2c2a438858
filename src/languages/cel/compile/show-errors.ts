import type { CelCompileError } from './node.ts';

const maxSnippet = 16_384;

/** Compile errors as cel-go prints them: with the line, and an arrow under the place. */
export function showCompileErrors(expression: string, errors: readonly CelCompileError[]): string {
  return errors.map((error) => showError(expression, error)).join('\n');
}

function showError(expression: string, { message, offset }: CelCompileError): string {
  const before = expression.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  const column = [...before.slice(start)].length;
  const head = `ERROR: <input>:${line}:${column + 1}: ${message}`;
  const snippet = expression.slice(start).split('\n', 1)[0]!.replaceAll('\t', ' ');
  if (snippet.length > maxSnippet) return head;
  const chars = [...snippet];
  const dots = chars.slice(0, column).map((char) => (isWide(char) ? '．' : '.'));
  return `${head}\n | ${snippet}\n | ${dots.join('')}${isWide(chars[column] ?? '') ? '＾' : '^'}`;
}

/** Whether a character takes more than one byte: cel-go shows those twice as wide. */
function isWide(char: string): boolean {
  return (char.codePointAt(0) ?? 0) > 0x7f;
}
