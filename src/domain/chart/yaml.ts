import type { JsonValue } from '../../foundations/kube/index.ts';
import { FunctionError, fromPlain, GoList, GoMap, type GoValue } from '../../languages/gotemplate/index.ts';
import { describeGoYamlError, parseManifests } from '../../languages/manifest/index.ts';

/** A YAML text that cannot be read: Go's words, and where. */
export class YamlError extends FunctionError {
  readonly line: number | undefined;
  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

const secondDocument = 'did not find expected <document start>';

/**
 * Reads one YAML document as the Kubernetes libraries do: through JSON, so every number is a float64.
 * A text without content gives null.
 *
 * @throws YamlError in the words of Helm's YAML library.
 */
export function readYaml(text: string): JsonValue {
  const { documents, diagnostics } = parseManifests(text, '');
  const problem = diagnostics[0];
  if (problem) {
    const words = describeGoYamlError(text) ?? `yaml: ${problem.message}`;
    const { line: end = 1, column = 1 } = problem.location ?? {};
    // Go's reader stops where the first document ends, and never sees what makes no sense behind it.
    if (words.endsWith(secondDocument) && (end > 1 || column > 1)) {
      const lines = text.split('\n');
      return readYaml([...lines.slice(0, end - 1), lines[end - 1]!.slice(0, column - 1)].join('\n'));
    }
    throw new YamlError(`error converting YAML to JSON: ${words}`, problem.location?.line);
  }
  return documents[0]?.value ?? null;
}

/** Reads one YAML document whose root must be a map; nothing gives an empty map. */
export function readYamlMap(text: string): GoMap {
  const value = fromPlain(readYaml(text));
  if (value === null) return new GoMap();
  if (value instanceof GoMap) return value;
  throw new YamlError(
    `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonKind(value)} into Go value of type map[string]interface {}`,
  );
}

export function jsonKind(value: GoValue): string {
  if (value instanceof GoList) return 'array';
  if (value instanceof GoMap) return 'object';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'number';
}
