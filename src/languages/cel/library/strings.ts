import { formatGoFloat } from '../../../foundations/kube/index.ts';
import { CelError, CelType, CelUint, type CelValue, doubleOf, isDouble, isInt, isList, isMap, noOverload, typeName } from '../value.ts';
import { type CelFunction, global, member } from './function.ts';
import { toText } from './standard.ts';

// String extensions, version 2. Source: cel-go, ext/strings.

const text = (call: (s: string, ...rest: CelValue[]) => CelValue | CelError): CelFunction['call'] => ([s, ...rest]) => (typeof s === 'string' ? call(s, ...rest) : noOverload);

function replace(s: string, old: CelValue | undefined, by: CelValue | undefined, count: CelValue | undefined): CelValue | CelError {
  if (typeof old !== 'string' || typeof by !== 'string' || (count !== undefined && !isInt(count))) return noOverload;
  let left = count === undefined || Number(count) < 0 ? Number.POSITIVE_INFINITY : Number(count);
  if (left === Number.POSITIVE_INFINITY) return s.replaceAll(old, () => by);
  let rest = s;
  let done = '';
  for (; left > 0; left--) {
    const at = rest.indexOf(old);
    if (at < 0) break;
    done += rest.slice(0, at) + by;
    rest = rest.slice(at + old.length);
    if (old === '') {
      done += rest.slice(0, 1);
      rest = rest.slice(1);
    }
  }
  return done + rest;
}

function split(s: string, separator: CelValue | undefined, count: CelValue | undefined): CelValue | CelError {
  if (typeof separator !== 'string' || (count !== undefined && !isInt(count))) return noOverload;
  const parts = separator === '' ? [...s] : s.split(separator);
  const limit = count === undefined ? -1 : Number(count);
  if (limit === 0) return [];
  return limit < 0 || parts.length <= limit ? parts : [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

function indexOf(s: string, part: CelValue | undefined, from: CelValue | undefined, last: boolean): CelValue | CelError {
  if (typeof part !== 'string' || (from !== undefined && !isInt(from))) return noOverload;
  const chars = [...s];
  const wanted = [...part];
  const start = from === undefined ? (last ? chars.length - wanted.length : 0) : Number(from);
  if (from !== undefined && (start < 0 || start > chars.length)) return new CelError(`index out of range: ${start}`);
  const at = (index: number) => wanted.every((char, offset) => chars[index + offset] === char);
  if (last) {
    for (let index = Math.min(start, chars.length - wanted.length); index >= 0; index--) if (at(index)) return index;
  } else for (let index = start; index + wanted.length <= chars.length; index++) if (at(index)) return index;
  return -1;
}

function substring(s: string, from: CelValue | undefined, to: CelValue | undefined): CelValue | CelError {
  const chars = [...s];
  const start = Number(from);
  const end = to === undefined ? chars.length : Number(to);
  if (!isInt(from) || (to !== undefined && !isInt(to))) return noOverload;
  if (start < 0 || start > chars.length || end < start || end > chars.length) return new CelError(`index out of range: ${start < 0 || start > chars.length ? start : end}`);
  return chars.slice(start, end).join('');
}

const ascii = (s: string, from: RegExp, change: (char: string) => string) => s.replace(from, change);

/** `'%s is %d'.format([...])` */
function format(pattern: string, list: CelValue | undefined): CelValue | CelError {
  if (!isList(list)) return noOverload;
  let next = 0;
  let problem: CelError | undefined;
  const fail = (message: string) => {
    problem ??= new CelError(`error during formatting: ${message}`);
    return '';
  };
  const formatted = pattern.replaceAll(/%(?:\.(\d+))?([a-zA-Z%])/g, (_, precision: string | undefined, verb: string) => {
    if (verb === '%') return '%';
    if (next >= list.length) return fail(`index ${next} out of range`);
    const value = list[next++]!;
    return clause(verb, value, precision === undefined ? 6 : Number(precision)) ?? fail(`unsupported or mismatched clause "${verb}" for ${typeName(value)}`);
  });
  return problem ?? formatted;
}

function clause(verb: string, value: CelValue, precision: number): string | undefined {
  const whole = isInt(value) ? BigInt(value) : value instanceof CelUint ? value.value : undefined;
  switch (verb) {
    case 's':
      return showValue(value);
    case 'd':
      return whole?.toString() ?? (isDouble(value) && !Number.isFinite(doubleOf(value)) ? formatGoFloat(doubleOf(value), 'v') : undefined);
    case 'f':
      return isDouble(value) ? doubleOf(value).toFixed(precision) : whole === undefined ? undefined : Number(whole).toFixed(precision);
    case 'e':
      return isDouble(value) ? doubleOf(value).toExponential(precision).replace(/e([+-])(\d)$/, 'e$10$2') : undefined;
    case 'b':
      return typeof value === 'boolean' ? (value ? '1' : '0') : whole?.toString(2);
    case 'o':
      return whole?.toString(8);
    case 'x':
    case 'X': {
      const hex = typeof value === 'string' ? hexOf(new TextEncoder().encode(value)) : value instanceof Uint8Array ? hexOf(value) : whole?.toString(16);
      return verb === 'X' ? hex?.toUpperCase() : hex;
    }
    default:
      return undefined;
  }
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function showValue(value: CelValue): string {
  if (value === null) return 'null';
  if (isList(value)) return `[${value.map(showValue).join(', ')}]`;
  if (value instanceof CelType) return value.name;
  if (isMap(value)) {
    const entries = Object.keys(value).sort().map((key) => `${key}: ${showValue(value[key]!)}`);
    return `{${entries.join(', ')}}`;
  }
  const shown = toText(value);
  return shown instanceof CelError ? typeName(value) : String(shown);
}

function quote(s: string): string {
  const escaped = s.replaceAll(/[\u0007\b\f\n\r\t\v\\"]/g, (char) => ({ '\u0007': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v', '\\': '\\\\', '"': '\\"' })[char]!);
  return `"${escaped}"`;
}

export const stringFunctions: readonly CelFunction[] = [
  member('charAt', 2, 'string', text((s, at) => {
    const chars = [...s];
    if (!isInt(at)) return noOverload;
    const index = Number(at);
    if (index < 0 || index > chars.length) return new CelError(`index out of range: ${index}`);
    return chars[index] ?? '';
  })),
  member('indexOf', [2, 3], 'int', ([target, part, from]) => {
    if (isList(target)) return listIndex(target, part!, false);
    return typeof target === 'string' ? indexOf(target, part, from, false) : noOverload;
  }),
  member('lastIndexOf', [2, 3], 'int', ([target, part, from]) => {
    if (isList(target)) return listIndex(target, part!, true);
    return typeof target === 'string' ? indexOf(target, part, from, true) : noOverload;
  }),
  member('join', [1, 2], 'string', ([list, separator]) => {
    if (!isList(list) || (separator !== undefined && typeof separator !== 'string')) return noOverload;
    return list.every((item) => typeof item === 'string') ? list.join(separator ?? '') : noOverload;
  }),
  member('lowerAscii', 1, 'string', text((s) => ascii(s, /[A-Z]/g, (char) => char.toLowerCase()))),
  member('upperAscii', 1, 'string', text((s) => ascii(s, /[a-z]/g, (char) => char.toUpperCase()))),
  member('replace', [3, 4], 'string', text(replace)),
  member('split', [2, 3], 'list', text(split)),
  member('substring', [2, 3], 'string', text(substring)),
  member('trim', 1, 'string', text((s) => s.trim())),
  member('format', 2, 'string', text(format)),
  global('strings.quote', 1, 'string', text(quote)),
];

function listIndex(list: readonly CelValue[], item: CelValue, last: boolean): number {
  const same = (candidate: CelValue) => JSON.stringify(candidate) === JSON.stringify(item);
  return last ? list.findLastIndex(same) : list.findIndex(same);
}
