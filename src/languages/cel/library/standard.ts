import { civilOf, compileRegex, formatGoFloat, formatGoTime, parseDuration, parseGoTime, RFC3339 } from '../../../foundations/kube/index.ts';
import {
  asDouble,
  asInt,
  asUint,
  CelDuration,
  CelError,
  CelOpaque,
  CelTimestamp,
  CelType,
  CelUint,
  type CelValue,
  doubleOf,
  isDouble,
  isInt,
  isList,
  isMap,
  noOverload,
  typeName,
} from '../value.ts';
import { both, type CelFunction, global, member } from './function.ts';

// The standard functions. Source: CEL specification, "List of Standard Definitions".

const text = (call: (s: string, ...rest: CelValue[]) => CelValue | CelError): CelFunction['call'] => ([s, ...rest]) => (typeof s === 'string' ? call(s, ...rest) : noOverload);
const twoTexts = (call: (s: string, t: string) => CelValue | CelError) => text((s, t) => (typeof t === 'string' ? call(s, t) : noOverload));

function size(value: CelValue | undefined): CelValue | CelError {
  if (typeof value === 'string') return [...value].length;
  if (isList(value) || value instanceof Uint8Array) return value.length;
  return isMap(value) ? Object.keys(value).length : noOverload;
}

export function matches(s: string, pattern: string): boolean | CelError {
  const regex = compileRegex(pattern);
  return 'error' in regex ? new CelError(`error parsing regexp: ${regex.error}`) : regex.test(s);
}

function toInt(value: CelValue | undefined): CelValue | CelError {
  if (isInt(value)) return value;
  if (isDouble(value)) {
    const double = doubleOf(value);
    return Number.isFinite(double) && Math.abs(double) < 2 ** 63 ? asInt(BigInt(Math.trunc(double))) : new CelError('integer overflow');
  }
  if (value instanceof CelUint) return asInt(value.value);
  if (value instanceof CelTimestamp) return asInt(value.nanos / 1_000_000_000n);
  if (value instanceof CelDuration) return asInt(value.nanos);
  if (typeof value === 'string') return /^[+-]?\d+$/.test(value) ? asInt(BigInt(value)) : new CelError(`strconv.ParseInt: parsing "${value}": invalid syntax`);
  return noOverload;
}

function toUint(value: CelValue | undefined): CelValue | CelError {
  if (value instanceof CelUint) return value;
  if (isInt(value)) return asUint(BigInt(value));
  if (isDouble(value)) return Number.isFinite(doubleOf(value)) ? asUint(BigInt(Math.trunc(doubleOf(value)))) : new CelError('unsigned integer overflow');
  if (typeof value === 'string') return /^\d+$/.test(value) ? asUint(BigInt(value)) : new CelError(`strconv.ParseUint: parsing "${value}": invalid syntax`);
  return noOverload;
}

function toDouble(value: CelValue | undefined): CelValue | CelError {
  if (isDouble(value)) return value;
  if (isInt(value)) return asDouble(Number(value));
  if (value instanceof CelUint) return asDouble(Number(value.value));
  if (typeof value === 'string') {
    const number = value.trim() === value && value !== '' ? Number(value.replace(/^([+-]?)inf(inity)?$/i, '$1Infinity')) : Number.NaN;
    return Number.isNaN(number) && !/^nan$/i.test(value) ? new CelError(`strconv.ParseFloat: parsing "${value}": invalid syntax`) : asDouble(number);
  }
  return noOverload;
}

export function toText(value: CelValue | undefined): CelValue | CelError {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || isInt(value)) return String(value);
  if (isDouble(value)) return formatGoFloat(doubleOf(value), 'v');
  if (value instanceof CelUint) return String(value.value);
  if (value instanceof Uint8Array) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(value);
    } catch {
      return new CelError('invalid UTF-8 in bytes, cannot convert to string');
    }
  }
  if (value instanceof CelTimestamp) return formatGoTime({ unixNanos: value.nanos, offset: 0 }, '2006-01-02T15:04:05.999999999Z07:00');
  if (value instanceof CelDuration) return durationText(value.nanos);
  return value instanceof CelOpaque ? value.text : noOverload;
}

/** Seconds with a fraction, as the JSON form of a duration. */
function durationText(nanos: bigint): string {
  const sign = nanos < 0n ? '-' : '';
  const size = nanos < 0n ? -nanos : nanos;
  const fraction = (size % 1_000_000_000n).toString().padStart(9, '0').replace(/0+$/, '');
  return `${sign}${size / 1_000_000_000n}${fraction ? `.${fraction}` : ''}s`;
}

function toTimestamp(value: CelValue | undefined): CelValue | CelError {
  if (value instanceof CelTimestamp) return value;
  if (isInt(value)) return new CelTimestamp(BigInt(value) * 1_000_000_000n);
  if (typeof value !== 'string') return noOverload;
  const time = parseGoTime(RFC3339, value);
  return 'error' in time ? new CelError(time.error) : new CelTimestamp(time.unixNanos);
}

function toDuration(value: CelValue | undefined): CelValue | CelError {
  if (value instanceof CelDuration) return value;
  if (isInt(value)) return new CelDuration(BigInt(value));
  if (typeof value !== 'string') return noOverload;
  const nanos = parseDuration(value);
  return nanos === undefined ? new CelError(`time: invalid duration "${value}"`) : new CelDuration(nanos);
}

/** An offset such as `+02:00`, or a zone name, in seconds. */
function zoneOffset(nanos: bigint, zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'UTC') return 0;
  const fixed = /^([+-]?)(\d\d):(\d\d)$/.exec(zone);
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 3600 + Number(fixed[3]) * 60);
  try {
    const instant = new Date(Number(nanos / 1_000_000n));
    const shown = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(instant);
    const part = (type: string) => Number(shown.find((candidate) => candidate.type === type)!.value);
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return Math.round((local - Math.floor(instant.getTime() / 1000) * 1000) / 1000);
  } catch {
    return undefined;
  }
}

function timeGetter(name: string, ofTime: (civil: ReturnType<typeof civilOf>) => number, ofDuration?: (nanos: bigint) => bigint): CelFunction {
  return member(name, [1, 2], 'int', ([value, zone]) => {
    if (value instanceof CelDuration && ofDuration && zone === undefined) return asInt(ofDuration(value.nanos));
    if (!(value instanceof CelTimestamp) || (zone !== undefined && typeof zone !== 'string')) return noOverload;
    const offset = zoneOffset(value.nanos, zone);
    return offset === undefined ? new CelError(`unknown time zone ${zone}`) : ofTime(civilOf({ unixNanos: value.nanos, offset }));
  });
}

export const standardFunctions: readonly CelFunction[] = [
  both('size', 1, 'int', ([value]) => size(value)),
  member('contains', 2, 'bool', twoTexts((s, t) => s.includes(t))),
  member('startsWith', 2, 'bool', twoTexts((s, t) => s.startsWith(t))),
  member('endsWith', 2, 'bool', twoTexts((s, t) => s.endsWith(t))),
  both('matches', 2, 'bool', twoTexts(matches)),
  global('int', 1, 'int', ([value]) => toInt(value)),
  global('uint', 1, 'uint', ([value]) => toUint(value)),
  global('double', 1, 'double', ([value]) => toDouble(value)),
  global('string', 1, 'string', ([value]) => toText(value)),
  global('bool', 1, 'bool', ([value]) => {
    if (typeof value === 'boolean') return value;
    if (typeof value !== 'string') return noOverload;
    if (['true', 'True', 'TRUE', 't', '1'].includes(value)) return true;
    return ['false', 'False', 'FALSE', 'f', '0'].includes(value) ? false : new CelError(`strconv.ParseBool: parsing "${value}": invalid syntax`);
  }),
  global('bytes', 1, 'bytes', ([value]) => (value instanceof Uint8Array ? value : typeof value === 'string' ? new TextEncoder().encode(value) : noOverload)),
  global('timestamp', 1, 'timestamp', ([value]) => toTimestamp(value)),
  global('duration', 1, 'duration', ([value]) => toDuration(value)),
  global('dyn', 1, 'dyn', ([value]) => value!),
  global('type', 1, 'type', ([value]) => new CelType(typeName(value!))),
  timeGetter('getFullYear', ({ year }) => year),
  timeGetter('getMonth', ({ month }) => month - 1),
  timeGetter('getDate', ({ day }) => day),
  timeGetter('getDayOfMonth', ({ day }) => day - 1),
  timeGetter('getDayOfWeek', ({ weekday }) => weekday),
  timeGetter('getDayOfYear', ({ yearDay }) => yearDay - 1),
  timeGetter('getHours', ({ hour }) => hour, (nanos) => nanos / 3_600_000_000_000n),
  timeGetter('getMinutes', ({ minute }) => minute, (nanos) => nanos / 60_000_000_000n),
  timeGetter('getSeconds', ({ second }) => second, (nanos) => nanos / 1_000_000_000n),
  timeGetter('getMilliseconds', ({ nanosecond }) => Math.floor(nanosecond / 1_000_000), (nanos) => (nanos / 1_000_000n) % 1000n),
];

