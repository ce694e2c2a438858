import type { JsonValue } from '../../foundations/kube/index.ts';
import { toYaml, toYamlPretty } from './emit.ts';

/** How the text around an edit is written. */
export interface Surroundings {
  /** Column of the key or dash that the value belongs to. */
  readonly column: number;
  /** Inside brackets everything stays on one line. */
  readonly inFlow: boolean;
  readonly newline: string;
}

/** What follows the colon of a key: a blank and a scalar, or the lines of a block. */
export function writeBehindColon(value: JsonValue, around: Surroundings): string {
  if (isOneLine(value) || around.inFlow) return ` ${writeOneLine(value, around.inFlow)}`;
  return indentLines(toYaml({ x: value }).slice(2), around);
}

/** What follows the dash of a list item. */
export function writeBehindDash(value: JsonValue, around: Surroundings): string {
  if (isOneLine(value) || around.inFlow) return ` ${writeOneLine(value, around.inFlow)}`;
  return indentLines(toYaml([value]).slice(1), around);
}

export function writeKey(key: string, inFlow: boolean): string {
  return inFlow ? writeFlowText(key) : toYaml({ [key]: 0 }).slice(0, -3);
}

/** A scalar in the quotes of the one that it replaces, where they can hold it. */
export function writeLike(old: string, value: JsonValue, inFlow: boolean): string {
  if (typeof value !== 'string') return writeOneLine(value, inFlow);
  if (old.startsWith('"')) return JSON.stringify(value);
  if (old.startsWith("'") && /^[ -~\u00a0-\ud7ff]*$/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return writeOneLine(value, inFlow);
}

/** Whether a value needs no lines of its own. */
export function isOneLine(value: JsonValue): boolean {
  if (typeof value === 'string') return !value.includes('\n');
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

function writeOneLine(value: JsonValue, inFlow: boolean): string {
  if (typeof value === 'string') return inFlow ? writeFlowText(value) : writeUnfolded(value);
  if (typeof value !== 'object' || value === null) return toYaml(value);
  if (Array.isArray(value)) return `[${value.map((item) => writeOneLine(item, true)).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${writeFlowText(key)}: ${writeOneLine(item, true)}`);
  return `{${entries.join(', ')}}`;
}

/** The pretty form never folds; several lines become escapes. */
function writeUnfolded(text: string): string {
  return text.includes('\n') ? JSON.stringify(text) : toYamlPretty(text);
}

function writeFlowText(text: string): string {
  const isPlain = /^[\w./-][\w ./-]*$/.test(text) && toYamlPretty(text) === text;
  return isPlain ? text : JSON.stringify(text);
}

function indentLines(text: string, { column, newline }: Surroundings): string {
  return text
    .split('\n')
    .map((line, index) => (index === 0 || line === '' ? line : ' '.repeat(column) + line))
    .join(newline);
}
