import type { JsonValue } from '../../foundations/kube/index.ts';
import { FunctionError, fromPlain, GoList, GoMap, type GoValue } from '../../languages/gotemplate/index.ts';
import {
  type ManifestDocument,
  type ManifestPath,
  numberText,
  parseFirstManifest,
} from '../../languages/manifest/index.ts';
import { readShape, type Shape } from './typed.ts';

/** A YAML text that cannot be read: Go's words, and where. */
export class YamlError extends FunctionError {
  readonly line: number | undefined;
  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

/**
 * Reads one YAML document as the Kubernetes libraries do: through JSON, so every number is a float64.
 * A text without content gives null.
 *
 * @throws YamlError in the words of Helm's YAML library.
 */
export function readYaml(text: string): JsonValue {
  return readDocument(text)?.value ?? null;
}

/**
 * Reads one YAML document into a type of Helm. A text without content gives `undefined`. Of several types, as Helm reads
 * some files more than once, the last gives the value.
 *
 * @throws YamlError in the words of Helm's YAML library, FunctionError in those of Go's decoder
 */
export function readTypedYaml(text: string, ...shapes: readonly Shape[]): JsonValue | undefined {
  const document = readDocument(text);
  if (!document) return undefined;
  const literal = (path: ManifestPath, value: number): string => {
    const { start, end } = document.range(path)!;
    return numberText(document.source.text.slice(start, end), value);
  };
  return shapes.map((shape) => readShape(document.value, shape, literal)).at(-1);
}

function readDocument(text: string): ManifestDocument | undefined {
  const found = parseFirstManifest(text);
  if (!found || !('words' in found)) return found;
  throw new YamlError(`error converting YAML to JSON: ${found.words}`, found.diagnostic.location?.line);
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
