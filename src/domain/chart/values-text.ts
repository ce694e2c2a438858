import { FunctionError, GoMap } from '../../languages/gotemplate/index.ts';
import { readYamlMap, YamlError } from './yaml.ts';

/**
 * The values of a text: a text may hold several documents, which are merged.
 *
 * @throws FunctionError in the words of Helm
 */
export function readValuesText(text: string): GoMap {
  let values = new GoMap();
  // Helm reads line by line, and no line keeps the break that it had.
  for (const { part, line } of documentsOf(text.replaceAll('\r\n', '\n'))) {
    try {
      values = mergeMaps(values, readYamlMap(part));
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      const at = error instanceof YamlError && error.line !== undefined ? line + error.line : undefined;
      throw new YamlError(`cannot unmarshal yaml document: ${error.message}`, at);
    }
  }
  return values;
}

/** Every line that begins with `---` separates, also inside a text; only blanks and a comment may follow on it. */
function documentsOf(text: string): { readonly part: string; readonly line: number }[] {
  if (!text.startsWith('---') && !text.includes('\n---')) return [{ part: text, line: 0 }];
  const documents: { part: string; line: number }[] = [];
  let lines: string[] = [];
  let start = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (!line.startsWith('---')) {
      lines.push(line);
      continue;
    }
    const rest = line.slice(3).trim();
    if (rest !== '' && !rest.startsWith('#')) {
      throw new YamlError(`error reading yaml document: invalid Yaml document separator: ${rest}`, index + 1);
    }
    if (lines.length > 0) documents.push({ part: `${lines.join('\n')}\n`, line: start });
    lines = [];
    start = index + 1;
  }
  return lines.some((line) => line !== '') ? [...documents, { part: lines.join('\n'), line: start }] : documents;
}

/** A new map: maps of both are merged deep, otherwise the stronger value is taken, nulls included. */
export function mergeMaps(weaker: GoMap, stronger: GoMap): GoMap {
  const out = new GoMap(weaker);
  for (const [key, value] of stronger) {
    const known = out.get(key);
    out.set(key, value instanceof GoMap && known instanceof GoMap ? mergeMaps(known, value) : value);
  }
  return out;
}
