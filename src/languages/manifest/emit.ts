import { formatGoFloat, isObject, type JsonValue } from '../../foundations/kube/index.ts';
import { writeText } from './emit-scalar.ts';
import { sortKeys } from './key-order.ts';

/** JSON data, with whole numbers that may be wider than a float64. */
export type YamlValue = JsonValue | bigint | YamlValue[] | { [key: string]: YamlValue };

interface Layout {
  /** Lists below a key are indented, as `toYamlPretty` has them. */
  readonly indentLists: boolean;
}

const keyLimit = 128;

/** Writes a value as the Kubernetes libraries do: block style, keys in natural order. No line break at the end. */
export function toYaml(value: YamlValue): string {
  return writeRoot(value, { indentLists: false });
}

/** The same with lists indented below their key. */
export function toYamlPretty(value: YamlValue): string {
  return writeRoot(value, { indentLists: true });
}

function writeRoot(value: YamlValue, layout: Layout): string {
  if (isCollection(value)) return writeBlock(value, 0, layout).trimStart();
  return writeScalar(value, 2, 0, false);
}

function isCollection(value: YamlValue): value is YamlValue[] | { [key: string]: YamlValue } {
  return (Array.isArray(value) && value.length > 0) || (isObject(value) && Object.keys(value).length > 0);
}

/** A collection whose first line begins at the present place; the following at `indent`. */
function writeBlock(value: YamlValue[] | { [key: string]: YamlValue }, indent: number, layout: Layout): string {
  const margin = ' '.repeat(indent);
  if (Array.isArray(value)) {
    return value.map((item, index) => `${index === 0 ? '' : margin}- ${writeItem(item, indent, layout)}`).join('\n');
  }
  return sortKeys(Object.keys(value))
    .map((key, index) => `${index === 0 ? '' : margin}${writeEntry(key, value[key]!, indent, layout)}`)
    .join('\n');
}

function writeItem(item: YamlValue, indent: number, layout: Layout): string {
  return isCollection(item) ? writeBlock(item, indent + 2, layout) : writeScalar(item, indent + 2, indent + 2, false);
}

function writeEntry(key: string, value: YamlValue, indent: number, layout: Layout): string {
  const name = writeText(key, { indent: indent + 2, column: indent, key: true });
  const long = /[\n\r]/.test(key) || new TextEncoder().encode(key).length > keyLimit;
  const head = long ? `? ${writeText(key, { indent: indent + 2, column: indent + 2, key: false })}\n${' '.repeat(indent)}` : name;
  const column = long ? indent : indent + [...name].length;
  if (!isCollection(value)) return `${head}: ${writeScalar(value, indent + 2, column + 2, false)}`;
  if (long) return `${head}: ${writeBlock(value, indent + 2, layout)}`;
  const inner = Array.isArray(value) && !layout.indentLists ? indent : indent + 2;
  return `${head}:\n${' '.repeat(inner)}${writeBlock(value, inner, layout)}`;
}

function writeScalar(value: YamlValue, indent: number, column: number, key: boolean): string {
  if (typeof value === 'string') return writeText(value, { indent, column, key });
  if (typeof value === 'number') return writeNumber(value);
  if (Array.isArray(value)) return '[]';
  if (typeof value === 'object' && value !== null) return '{}';
  return String(value);
}

/** Whole numbers that fit 64 bits are written in full, others in Go's shortest form. */
function writeNumber(value: number): string {
  if (Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 64) return BigInt(value).toString();
  return formatGoFloat(value, 'v');
}
