import { formatGoFloat, isObject, type JsonValue } from '../../foundations/kube/index.ts';
import { isMultiline, keyLimit, type ScalarRules, styleOf, utf8Length } from './emit-style.ts';
import { YamlWriter } from './emit-writer.ts';
import { readThroughJson } from './json-text.ts';
import { sortKeys } from './key-order.ts';

/** JSON data, with whole numbers that may be wider than a float64. */
export type YamlValue = JsonValue | bigint | YamlValue[] | { [key: string]: YamlValue };

interface Dialect extends ScalarRules {
  /** Lists below a key are indented, as `toYamlPretty` has them. */
  readonly indentLists: boolean;
  /** Blanks a level. */
  readonly step: number;
  /** Lines longer than this are folded at blanks. */
  readonly width: number;
  /** How a number is written; a bigint is always written in full. */
  readonly number: (value: number) => string;
  /** What becomes of a text before it is written. */
  readonly text: (text: string) => string;
}

/** The Marshal of sigs.k8s.io/yaml: the value passes through JSON first. */
const kubernetes: Dialect = {
  version: 2,
  indentLists: false,
  step: 2,
  width: 80,
  number: writeJsonNumber,
  text: readThroughJson,
};

/** Helm's `toYamlPretty`: another version of the library, which never folds and prints every number as a float. */
const pretty: Dialect = {
  version: 3,
  indentLists: true,
  step: 2,
  width: Number.POSITIVE_INFINITY,
  number: (value) => formatGoFloat(value, 'v'),
  text: (text) => text,
};

/** That library's own Marshal, with which Kyverno's command line prints resources, whose numbers are whole there. */
const wide: Dialect = { ...pretty, step: 4, number: writeJsonNumber };

/** Writes a value as the Kubernetes libraries do: block style, keys in natural order. No line break at the end. */
export function toYaml(value: YamlValue): string {
  return write(value, kubernetes);
}

/** The same with lists indented below their key, no folding, and float64 numbers as `1e+06`. */
export function toYamlPretty(value: YamlValue): string {
  return write(value, pretty);
}

/** As `toYamlPretty`, with four blanks a level, and whole numbers in full. */
export function toYamlWide(value: YamlValue): string {
  return write(value, wide);
}

function write(value: YamlValue, dialect: Dialect): string {
  const writer = new YamlWriter(dialect.width);
  writeNode(value, -1, 'root', writer, dialect);
  return writer.finish();
}

/** What a node is part of: a key on one line, the value behind a key, a list item, or the whole document. */
type Place = 'root' | 'item' | 'value' | 'long key';

function writeNode(value: YamlValue, indent: number, place: Place, writer: YamlWriter, dialect: Dialect): void {
  if (Array.isArray(value) && value.length > 0) return writeList(value, indent, place, writer, dialect);
  if (isObject(value) && Object.keys(value).length > 0) return writeMap(value, indent, place, writer, dialect);
  const inner = indent < 0 ? dialect.step : deeper(indent, place, dialect);
  if (typeof value === 'string') return writeText(dialect.text(value), inner, false, writer, dialect);
  writer.writeWord(writePlainValue(value, dialect));
}

/** The column of what stands below: behind the dash of a list item, else at the next multiple of the step. */
function deeper(column: number, place: Place, { step }: Dialect): number {
  return place === 'item' ? column + 2 : step * Math.floor((column + step) / step);
}

function writePlainValue(value: YamlValue, dialect: Dialect): string {
  if (typeof value === 'number') return dialect.number(value);
  if (Array.isArray(value)) return '[]';
  return typeof value === 'object' && value !== null ? '{}' : String(value);
}

function writeText(text: string, indent: number, key: boolean, writer: YamlWriter, dialect: Dialect): void {
  writer.writeText(text, styleOf(text, key, dialect), indent, key);
}

function writeList(
  list: readonly YamlValue[],
  parent: number,
  place: Place,
  writer: YamlWriter,
  dialect: Dialect,
): void {
  const inline = place !== 'item' && place !== 'root' && !writer.atLineStart && !dialect.indentLists;
  const indent = parent < 0 ? 0 : inline ? parent : deeper(parent, place, dialect);
  for (const item of list) {
    writer.startLine(indent);
    writer.writeIndicator('-', true);
    writeNode(item, indent, 'item', writer, dialect);
  }
}

function writeMap(
  map: { readonly [key: string]: YamlValue },
  parent: number,
  place: Place,
  writer: YamlWriter,
  dialect: Dialect,
): void {
  const indent = parent < 0 ? 0 : deeper(parent, place, dialect);
  for (const key of sortKeys(Object.keys(map), dialect.version)) {
    const name = dialect.text(key);
    const value = map[key]!;
    writer.startLine(indent);
    if (isMultiline(name) || utf8Length(name) > keyLimit) {
      writer.writeIndicator('?', true);
      writeText(name, deeper(indent, 'value', dialect), false, writer, dialect);
      writer.startLine(indent);
      writer.writeIndicator(':', true);
    } else {
      writeText(name, deeper(indent, 'value', dialect), true, writer, dialect);
      writer.writeGlued(':');
    }
    writeNode(value, indent, 'value', writer, dialect);
  }
}

/** Whole numbers that fit 64 bits are written in full, with the digits that JSON gives them; others as floats. */
function writeJsonNumber(value: number): string {
  if (Number.isInteger(value) && value > -(2 ** 63) && value < 2 ** 64) return String(value === 0 ? 0 : value);
  return formatGoFloat(value, 'v');
}
