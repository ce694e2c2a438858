import { parse, TomlDate, TomlError } from 'smol-toml';
import { formatGoTime, type GoTime, RFC3339_NANO } from '../../foundations/kube/index.ts';
import {
  FunctionError,
  type GoFunction,
  GoInt,
  GoList,
  GoMap,
  GoStruct,
  type GoValue,
  int64,
  isTime,
  list,
  map,
  printValue,
  type Run,
  runFn,
  sortedKeys,
  timeValue,
} from '../../languages/gotemplate/index.ts';

/** Writes TOML as Helm does: keys sorted, plain values before tables, every float with a point. */
function writeToml(run: Run, value: GoValue): string {
  if (value === null) throw new FunctionError('reflect: call of reflect.Value.Type on zero Value');
  if (value instanceof GoStruct && value.shape.parts && value.shape.type !== 'time.Time') {
    const fields = value.shape.json();
    if (fields instanceof GoMap) return told(() => structText(fields));
  }
  if (!(value instanceof GoMap)) return told(() => inline(value));
  const out: string[] = [];
  return told(() => {
    writeTable(run, value, [], out);
    return out.join('');
  });
}

/** A struct keeps the order of its fields. */
function structText(fields: GoMap): string {
  return [...fields].map(([key, value]) => `${keyText(key)} = ${inline(value)}\n`).join('');
}

/** Helm gives what is wrong as the text. */
function told(write: () => string): string {
  try {
    return write();
  } catch (error) {
    if (error instanceof TomlRefusal) return error.message;
    throw error;
  }
}

class TomlRefusal extends Error {}

function isTable(value: GoValue): boolean {
  return (
    value instanceof GoMap ||
    (value instanceof GoList && value.items.length > 0 && value.items.every((item) => item instanceof GoMap))
  );
}

function writeTable(run: Run, table: GoMap, path: readonly string[], out: string[]): void {
  run.step(16 * (table.size + 1));
  const indent = '  '.repeat(Math.max(path.length, 0));
  const keys = sortedKeys(table).filter((key) => table.get(key) !== null);
  for (const key of keys) {
    const value = table.get(key)!;
    if (!isTable(value)) out.push(`${indent}${keyText(key)} = ${inline(value)}\n`);
  }
  for (const key of keys) {
    const value = table.get(key)!;
    if (!isTable(value)) continue;
    const inner = [...path, keyText(key)];
    for (const item of value instanceof GoList ? value.items : [value]) {
      if (path.length === 0 && out.length > 0) out.push('\n');
      const [open, close] = value instanceof GoList ? ['[[', ']]'] : ['[', ']'];
      out.push(`${indent}${open}${inner.join('.')}${close}\n`);
      writeTable(run, item as GoMap, inner, out);
    }
  }
}

function keyText(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : quoted(key);
}

function inline(value: GoValue): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return printValue(value).replace('+', '').toLowerCase();
    const text = printValue(value);
    return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
  }
  if (value instanceof GoInt && value.type !== 'time.Duration') return value.value.toString();
  if (value instanceof GoList) {
    if (value.items.includes(null)) throw new TomlRefusal('toml: cannot encode array with nil element');
    return `[${value.items.map(inline).join(', ')}]`;
  }
  if (value instanceof GoMap) {
    const entries = sortedKeys(value).map((key) => `${keyText(key)} = ${inline(value.get(key)!)}`);
    return `{${entries.join(', ')}}`;
  }
  if (value instanceof GoStruct && value.shape.type === '*semver.Version') return quoted(value.shape.print());
  if (isTime(value)) {
    const time = value.shape.payload as GoTime;
    return formatGoTime(time, localLayouts[time.zone ?? ''] ?? RFC3339_NANO);
  }
  return printValue(value);
}

/** Times without an offset are told by the name of their zone, as Helm's TOML library does. */
const localLayouts: Readonly<Record<string, string>> = {
  'datetime-local': '2006-01-02T15:04:05.999999999',
  'date-local': '2006-01-02',
  'time-local': '15:04:05.999999999',
};

/** The nanoseconds below a millisecond of the times of a text, by their milliseconds, in order: the reader drops them. */
type FinerTimes = ReadonlyMap<string, bigint[]>;

function finerTimes(text: string): FinerTimes {
  const found = new Map<string, bigint[]>();
  for (const [, clock, fraction] of text.matchAll(/(\d\d:\d\d:\d\d\.\d{3})(\d{1,6})/g)) {
    const rest = BigInt(fraction!.padEnd(6, '0'));
    found.set(clock!, [...(found.get(clock!) ?? []), rest]);
  }
  return found;
}

function timeOf(date: TomlDate, finer: FinerTimes): GoTime {
  const clock = /\d\d:\d\d:\d\d\.\d{3}/.exec(date.toISOString())?.[0] ?? '';
  const unixNanos = BigInt(date.getTime()) * 1_000_000n + (finer.get(clock)?.shift() ?? 0n);
  if (date.isLocal()) {
    return {
      unixNanos,
      offset: 0,
      zone: date.isDateTime() ? 'datetime-local' : date.isDate() ? 'date-local' : 'time-local',
    };
  }
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(date.toISOString()) ?? [];
  return { unixNanos, offset: sign ? Number(`${sign}1`) * (Number(hours) * 3600 + Number(minutes) * 60) : 0 };
}

function quoted(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '\b': '\\b',
    '\t': '\\t',
    '\n': '\\n',
    '\f': '\\f',
    '\r': '\\r',
    '"': '\\"',
    '\\': '\\\\',
  };
  return `"${text.replace(/["\\\x00-\x1f\x7f]/g, (char) => names[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}

function readToml(run: Run, text: string): GoValue {
  run.reads(text, 4);
  try {
    return fromToml(parse(text, { integersAsBigInt: 'asNeeded' } as never), finerTimes(text));
  } catch (error) {
    if (error instanceof TomlRefusal) return map([['Error', refusalAt(text, error)]]);
    if (!(error instanceof TomlError)) throw error;
    return map([['Error', tomlProblem(text, error)]]);
  }
}

/** A refused number with the line that it is on. */
function refusalAt(text: string, { message }: TomlRefusal): string {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.includes(message.split(' ')[0]!));
  const key = /^\s*([^=\s]+)\s*=/.exec(lines[at] ?? '')?.[1];
  return `toml: line ${at + 1}${key === undefined ? '' : ` (last key ${JSON.stringify(key)})`}: ${message}`;
}

/** What Helm's library says of a line, for the mistakes that are common. */
function tomlWords(line: string, problem: string, isLast: boolean): string | undefined {
  const value = /=\s*([^\s#]*)/.exec(line)?.[1] ?? '';
  if (problem.endsWith('unfinished string')) return `unexpected EOF; expected ${value.startsWith('"') ? `'"'` : `"'"`}`;
  if (problem.endsWith('illegal leading zero'))
    return `Invalid integer ${JSON.stringify(value)}: cannot have leading zeroes`;
  if (problem.endsWith('invalid value') && /^[a-z]/.test(value))
    return `expected value but found ${JSON.stringify(value)} instead`;
  if (problem.includes('trying to redefine')) {
    const key = /^\s*\[*\s*([\w.-]+)/.exec(line)?.[1];
    return `Key '${key}' has already been defined.`;
  }
  if (/^\s*=/.test(line)) return "unexpected '=': key name appears blank";
  if (/^\s*\[[^\]]*$/.test(line) && isLast) return "expected '.' or ']' to end table name, but got '\\x00' instead";
  if (/^\s*[\w-]+\s*$/.test(line) && isLast) return "unexpected EOF; expected key separator '='";
  if (problem.endsWith('expected comma or end of structure') && isLast && line.includes('[')) {
    return "expected a comma (',') or array terminator (']'), but got end of file";
  }
  return undefined;
}

/** A problem in the form that Helm's TOML library gives it; its words only where a value is missing at the end. */
function tomlProblem(text: string, error: TomlError): string {
  const lines = text.split('\n');
  const found = /^\s*([^=\s]+)\s*=\s*(.*)$/.exec(lines[error.line - 1] ?? '');
  const at = found ? `line ${error.line} (last key ${JSON.stringify(found[1])})` : `line ${error.line}`;
  const ends = found?.[2] === '' && error.line === lines.length;
  const [first] = error.message.split('\n');
  if (first!.includes('each key-value declaration must be followed')) {
    const char = lines[error.line - 1]?.[error.column - 1] ?? '';
    return `toml: line ${error.line}: expected a top-level item to end with a newline, comment, or EOF, but got '${char}' instead`;
  }
  const words = tomlWords(lines[error.line - 1] ?? '', first!, error.line === lines.length);
  if (words !== undefined) return `toml: ${at}: ${words}`;
  return `toml: ${at}: ${ends ? 'unexpected EOF; expected value' : first!.replace('Invalid TOML document: ', '')}`;
}

function fromToml(value: unknown, finer: FinerTimes): GoValue {
  if (typeof value === 'bigint') {
    if (BigInt.asIntN(64, value) !== value) throw new TomlRefusal(`${value} is out of range for int64`);
    return int64(value);
  }
  if (value instanceof TomlDate) return timeValue(timeOf(value, finer));
  if (Array.isArray(value)) return list(value.map((item) => fromToml(item, finer)));
  if (typeof value === 'object' && value !== null) {
    return map(Object.entries(value).map(([key, item]) => [key, fromToml(item, finer)]));
  }
  return value as GoValue;
}

export const tomlFunctions: Readonly<Record<string, GoFunction>> = {
  toToml: runFn(['any'], writeToml),
  fromToml: runFn(['string'], readToml),
};
