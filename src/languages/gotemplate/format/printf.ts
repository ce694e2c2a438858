import { formatGoFloat } from '../../../foundations/kube/index.ts';
import { fromBytes, toBytes } from '../runtime/bytes.ts';
import type { Run } from '../runtime/run.ts';
import { typeOf } from '../runtime/types.ts';
import { GoInt, GoList, GoMap, GoStruct, type GoValue, sortedKeys } from '../runtime/value.ts';
import { Walk } from '../runtime/walk.ts';
import { formatG } from './float.ts';
import { badVerb, printMap, printValue } from './print.ts';
import { hexOf, quote } from './quote.ts';

interface Spec {
  plus: boolean;
  minus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  width: number | undefined;
  precision: number | undefined;
}

/** Go's `fmt.Sprintf`, with its complaints in the text: `%!d(string=x)`, `%!s(MISSING)`, `%!(EXTRA int=1)`. */
export function sprintf(run: Run, format: string, args: readonly GoValue[]): string {
  const parts: string[] = [];
  let next = 0;
  let reordered = false;
  let at = 0;
  while (at < format.length) {
    const percent = format.indexOf('%', at);
    if (percent < 0) {
      parts.push(format.slice(at));
      break;
    }
    if (percent > at) parts.push(format.slice(at, percent));
    at = percent + 1;
    const spec: Spec = {
      plus: false,
      minus: false,
      sharp: false,
      space: false,
      zero: false,
      width: undefined,
      precision: undefined,
    };
    for (; '+-# 0'.includes(format[at] ?? '!'); at++) setFlag(spec, format[at]!);
    let badIndex = false;
    const index = (): void => {
      const match = /^\[(\d*)\]/.exec(format.slice(at, at + 12));
      if (!match) {
        if (format[at] === '[') {
          const close = format.indexOf(']', at);
          badIndex = true;
          at = close < 0 ? at + 1 : close + 1;
        }
        return;
      }
      at += match[0].length;
      reordered = true;
      const wanted = Number(match[1]);
      if (match[1] === '' || wanted < 1 || wanted > args.length) badIndex = true;
      else next = wanted - 1;
    };
    const star = (what: string): number | undefined => {
      at++;
      const value = args[next++];
      if (value instanceof GoInt && value.value <= 1000000n && value.value >= -1000000n) return Number(value.value);
      parts.push(`%!(BAD${what})`);
      return undefined;
    };
    const number = (): number | undefined => {
      const digits = /^\d+/.exec(format.slice(at, at + 8))?.[0];
      if (!digits) return undefined;
      at += digits.length;
      return Number(digits);
    };
    index();
    if (format[at] === '*') {
      spec.width = star('WIDTH');
      if (spec.width !== undefined && spec.width < 0) {
        spec.minus = true;
        spec.width = -spec.width;
      }
    } else spec.width = number();
    if (format[at] === '.') {
      at++;
      index();
      if (format[at] === '*') spec.precision = star('PREC');
      else spec.precision = number() ?? 0;
    }
    index();
    if (at >= format.length) {
      parts.push('%!(NOVERB)');
      break;
    }
    run.checkLength((spec.width ?? 0) + (spec.precision ?? 0));
    const verb = String.fromCodePoint(format.codePointAt(at)!);
    at += verb.length;
    if (verb === '%') parts.push('%');
    else if (badIndex) parts.push(`%!${verb}(BADINDEX)`);
    else if (next >= args.length) parts.push(`%!${verb}(MISSING)`);
    // With %+v the plus is for the names of fields, not for signs.
    else parts.push(formatArg(verb === 'v' ? { ...spec, plus: false } : spec, verb, args[next++]!));
  }
  if (!reordered && next < args.length) {
    const extra = args.slice(next).map((arg) => (arg === null ? '<nil>' : `${typeOf(arg)}=${printValue(arg)}`));
    parts.push(`%!(EXTRA ${extra.join(', ')})`);
  }
  return parts.join('');
}

function setFlag(spec: Spec, flag: string): void {
  if (flag === '+') spec.plus = true;
  else if (flag === '-') spec.minus = true;
  else if (flag === '#') spec.sharp = true;
  else if (flag === ' ') spec.space = true;
  else spec.zero = true;
}

/** Nothing inside of a list or map looks the same whatever the verb is. */
function formatInside(spec: Spec, verb: string, item: GoValue, walk: Walk): string {
  return item === null ? '<nil>' : formatArg(spec, verb, item, walk);
}

function formatArg(spec: Spec, verb: string, value: GoValue, walk = new Walk()): string {
  walk.visit();
  if (verb === 'T') return pad(spec, typeOf(value));
  if (verb === 'p') return badVerb(verb, value);
  if (value === null) return verb === 'v' ? pad(spec, '<nil>') : `%!${verb}(<nil>)`;
  if (typeof value === 'string') return formatString(spec, verb, value);
  if (typeof value === 'boolean') {
    return verb === 't' || verb === 'v' ? pad(spec, String(value)) : badVerb(verb, value);
  }
  if (typeof value === 'number') return formatNumber(spec, verb, value);
  if (value instanceof GoInt) return formatInteger(spec, verb, value);
  if (value instanceof GoList) {
    if (value.bytes && 'sxXq'.includes(verb)) return formatString(spec, verb, fromBytes(value.bytes));
    if (verb === 'v' && spec.sharp) return goSyntax(value);
    return `[${value.items.map((item) => formatInside(spec, verb, item, walk)).join(' ')}]`;
  }
  if (value instanceof GoMap) {
    if (verb === 'v' && spec.sharp) return goSyntax(value);
    return printMapWith(spec, verb, value, walk);
  }
  if (value instanceof GoStruct) return 'vs'.includes(verb) ? pad(spec, value.shape.print()) : badVerb(verb, value);
  return badVerb(verb, value);
}

function printMapWith(spec: Spec, verb: string, value: GoMap, walk: Walk): string {
  if (verb === 'v') return printMap(value, (item) => formatInside(spec, verb, item, walk));
  const entries = sortedKeys(value).map(
    (key) => `${formatString(spec, verb, key)}:${formatInside(spec, verb, value.get(key)!, walk)}`,
  );
  return `map[${entries.join(' ')}]`;
}

/** `%#v` of a value. */
function goSyntax(value: GoValue, walk = new Walk()): string {
  walk.visit();
  if (value === null) return 'interface {}(nil)';
  if (typeof value === 'string') return quote(value);
  if (value instanceof GoList) return `${value.type}{${value.items.map((item) => goSyntax(item, walk)).join(', ')}}`;
  if (value instanceof GoMap) {
    const entries = sortedKeys(value).map((key) => `${quote(key)}:${goSyntax(value.get(key)!, walk)}`);
    return `${value.type}{${entries.join(', ')}}`;
  }
  return printValue(value);
}

function formatString(spec: Spec, verb: string, value: string): string {
  const cut = spec.precision === undefined ? value : [...value].slice(0, spec.precision).join('');
  switch (verb) {
    case 'v':
      return pad(spec, spec.sharp ? quote(cut) : cut);
    case 's':
      return pad(spec, cut);
    case 'q':
      if (spec.sharp && !cut.includes('`') && !/[\p{Cc}\ufeff]/u.test(cut.replaceAll('\t', ''))) {
        return pad(spec, `\`${cut}\``);
      }
      return pad(spec, quote(cut, '"', spec.plus));
    case 'x':
    case 'X': {
      const bytes = toBytes(value);
      const digits = hexOf(spec.precision === undefined ? bytes : bytes.subarray(0, spec.precision), verb === 'X');
      const spaced = spec.space ? (digits.match(/../g) ?? []).join(' ') : digits;
      return pad(spec, spec.sharp && digits ? `0${verb}${spaced}` : spaced);
    }
  }
  return badVerb(verb, value);
}

function formatNumber(spec: Spec, verb: string, value: number): string {
  const precision = spec.precision;
  let text: string;
  switch (verb) {
    case 'v':
      text = formatG(value, precision ?? -1);
      break;
    case 'g':
    case 'G':
      text = formatG(value, precision ?? -1);
      break;
    case 'e':
    case 'E':
      text = formatGoFloat(value, 'e', precision ?? 6);
      break;
    case 'f':
    case 'F':
      text = formatGoFloat(value, 'f', precision ?? 6);
      break;
    default:
      return badVerb(verb, value);
  }
  if (spec.sharp && verb !== 'v') text = withPoint(text, verb === 'g' || verb === 'G' ? (precision ?? 6) : 0);
  if (verb === 'G' || verb === 'E') text = text.toUpperCase();
  return padNumber(spec, text);
}

/** `#` keeps the decimal point, and for `%g` the zeros behind it, up to so many digits that count. */
function withPoint(text: string, digits: number): string {
  const found = /^([-+]?)([\d.]+)(e.*)?$/.exec(text);
  if (!found) return text;
  const [, sign = '', number = '', tail = ''] = found;
  const counted = number.replace('.', '').replace(/^0+/, '').length + (number === '0' ? 1 : 0);
  const point = number.includes('.') ? '' : '.';
  return `${sign}${number}${point}${'0'.repeat(Math.max(digits - counted, 0))}${tail}`;
}

const bases: Readonly<Record<string, number>> = { d: 10, v: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };
const prefixes: Readonly<Record<string, string>> = { b: '0b', o: '0', x: '0x', X: '0X' };

function formatInteger(spec: Spec, verb: string, arg: GoInt): string {
  const value = arg.value;
  if ((verb === 'v' || verb === 's') && arg.type.startsWith('time.')) return pad(spec, printValue(arg));
  if (verb === 'c' || verb === 'q' || verb === 'U') {
    const valid = value >= 0n && value <= 0x10ffffn;
    const rune = valid ? String.fromCodePoint(Number(value)) : '\ufffd';
    if (verb === 'c') return pad(spec, rune);
    if (verb === 'q') return pad(spec, quote(rune, "'", spec.plus));
    const name = `U+${value.toString(16).toUpperCase().padStart(4, '0')}`;
    return pad(spec, spec.sharp ? `${name} '${rune}'` : name);
  }
  const base = bases[verb];
  if (!base) return badVerb(verb, arg);
  const negative = value < 0n;
  let digits = (negative ? -value : value).toString(base);
  if (verb === 'X') digits = digits.toUpperCase();
  if (spec.precision !== undefined) {
    digits = spec.precision === 0 && value === 0n ? '' : digits.padStart(spec.precision, '0');
  }
  const sign = negative ? '-' : spec.plus ? '+' : spec.space ? ' ' : '';
  const prefix = verb === 'O' ? '0o' : spec.sharp && prefixes[verb] ? prefixes[verb] : '';
  if (spec.zero && !spec.minus && spec.width !== undefined && spec.precision === undefined) {
    digits = digits.padStart(spec.width - sign.length, '0');
  }
  return pad({ ...spec, zero: false }, sign + prefix + digits);
}

function padNumber(spec: Spec, text: string): string {
  const negative = text.startsWith('-') || text.startsWith('+');
  const digits = negative ? text.slice(1) : text;
  const sign = text.startsWith('-') ? '-' : spec.plus || text.startsWith('+') ? '+' : spec.space ? ' ' : '';
  if (spec.zero && !spec.minus && spec.width !== undefined && /\d/.test(text)) {
    return sign + digits.padStart(spec.width - sign.length, '0');
  }
  return pad({ ...spec, zero: false }, sign + digits);
}

function pad(spec: Spec, text: string): string {
  if (spec.width === undefined) return text;
  const missing = spec.width - [...text].length;
  if (missing <= 0) return text;
  if (spec.minus) return text + ' '.repeat(missing);
  return (spec.zero ? '0' : ' ').repeat(missing) + text;
}
