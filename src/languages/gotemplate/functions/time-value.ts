import {
  civilOf,
  formatGoTime,
  type GoTime,
  monthNames,
  RFC3339_NANO,
  subtractTime,
  truncateTime,
} from '../../../foundations/kube/index.ts';
import { formatInteger } from '../format/format-integer.ts';
import { formatText } from '../format/format-text.ts';
import { quote } from '../format/quote.ts';
import { emptySpec, type Spec } from '../format/spec.ts';
import { toBytes } from '../runtime/bytes.ts';
import { fn, type GoFunction, refused } from '../runtime/function.ts';
import { GoInt, GoMap, GoStruct, type GoValue, int, int64 } from '../runtime/value.ts';
import { byteList } from './convert.ts';
import { addDate, roundTime } from './time-arithmetic.ts';

const printed = '2006-01-02 15:04:05.999999999 -0700 MST';
const secondNanos = 1_000_000_000n;
/** Seconds from the first instant of the year 1 to 1970. */
const sinceYearOne = 62_135_596_800n;

const payloadOf = (value: GoStruct): GoTime => value.shape.payload as GoTime;

/** A time that was read or taken on this machine, whose zone shows as `Local` in Go syntax and is UTC. */
export function localTime(time: GoTime): GoStruct {
  return timeValue(time, time.offset === 0 && time.zone === undefined);
}

/** A time as Go's `time.Time`, with its methods. */
export function timeValue(time: GoTime, isLocal = false): GoStruct {
  return new GoStruct({
    type: 'time.Time',
    payload: time,
    isStringer: true,
    print: () => formatGoTime(time, printed),
    goString: () => goString(time, isLocal),
    parts: () => ({
      wall: new GoInt(nanosecondsOf(time), 'uint64'),
      ext: int64(unixSeconds(time) + sinceYearOne),
      loc: locationPart(isUtc(time) && !isLocal),
    }),
    json: () => formatGoTime(time, RFC3339_NANO),
    methods: {
      ...partMethods(time, isLocal),
      ...zoneMethods(time, isLocal),
      ...orderMethods(time),
      ...arithmeticMethods(time, isLocal),
    },
  });
}

function partMethods(time: GoTime, isLocal: boolean): Record<string, GoFunction> {
  const part = (value: (civil: ReturnType<typeof civilOf>) => number): GoFunction =>
    fn([], () => int(value(civilOf(time))));
  return {
    Year: part(({ year }) => year),
    Month: fn([], () => new GoInt(BigInt(civilOf(time).month), 'time.Month')),
    Weekday: fn([], () => new GoInt(BigInt(civilOf(time).weekday), 'time.Weekday')),
    Day: part(({ day }) => day),
    YearDay: part(({ yearDay }) => yearDay),
    Hour: part(({ hour }) => hour),
    Minute: part(({ minute }) => minute),
    Second: part(({ second }) => second),
    Nanosecond: part(({ nanosecond }) => nanosecond),
    Unix: fn([], () => int64(unixSeconds(time))),
    UnixMilli: fn([], () => int64(floorDivide(time.unixNanos, 1_000_000n))),
    UnixMicro: fn([], () => int64(floorDivide(time.unixNanos, 1000n))),
    UnixNano: fn([], () => int64(time.unixNanos)),
    Format: fn(['string'], (layout) => formatGoTime(time, layout)),
    AppendFormat: fn(['any', 'string'], (before, layout) =>
      byteList(toBytes(`${before === null ? '' : before}${formatGoTime(time, layout)}`)),
    ),
    String: fn([], () => formatGoTime(time, printed)),
    GoString: fn([], () => goString(time, isLocal)),
    IsZero: fn([], () => unixSeconds(time) === -sinceYearOne && nanosecondsOf(time) === 0n),
    ISOWeek: refused([], 'invalid function signature for ISOWeek: second return value should be error; is int'),
    Date: refused([], 'function Date has 3 return values; should be 1 or 2'),
    Clock: refused([], 'function Clock has 3 return values; should be 1 or 2'),
  };
}

function zoneMethods(time: GoTime, isLocal: boolean): Record<string, GoFunction> {
  const utc = fn([], () => timeValue({ unixNanos: time.unixNanos, offset: 0 }));
  return {
    UTC: utc,
    // The time of this machine is UTC.
    Local: fn([], () => localTime({ unixNanos: time.unixNanos, offset: 0 })),
    IsDST: fn([], () => false),
    Location: fn([], () => locationValue(time, isLocal)),
    Zone: refused([], 'invalid function signature for Zone: second return value should be error; is int'),
  };
}

function orderMethods(time: GoTime): Record<string, GoFunction> {
  const against = (test: (order: bigint) => GoValue): GoFunction =>
    fn(['time'], (other) => test(time.unixNanos - payloadOf(other).unixNanos));
  return {
    Equal: against((order) => order === 0n),
    Before: against((order) => order < 0n),
    After: against((order) => order > 0n),
    Compare: against((order) => int(order < 0n ? -1 : order > 0n ? 1 : 0)),
    Sub: fn(['time'], (other) => new GoInt(subtractTime(time, payloadOf(other)), 'time.Duration')),
  };
}

function arithmeticMethods(time: GoTime, isLocal: boolean): Record<string, GoFunction> {
  return {
    Add: fn(['duration'], (by) => timeValue({ ...time, unixNanos: time.unixNanos + by }, isLocal)),
    AddDate: fn(['int', 'int', 'int'], (years, months, days) => timeValue(addDate(time, years, months, days), isLocal)),
    Truncate: fn(['duration'], (by) => timeValue(truncateTime(time, by), isLocal)),
    Round: fn(['duration'], (by) => timeValue(roundTime(time, by), isLocal)),
  };
}

function goString(time: GoTime, isLocal: boolean): string {
  const { year, month, day, hour, minute, second, nanosecond } = civilOf(time);
  const zone = isLocal ? 'time.Local' : isUtc(time) ? 'time.UTC' : `time.Location(${quote(time.zone ?? '')})`;
  return `time.Date(${year}, time.${monthNames[month - 1]}, ${day}, ${hour}, ${minute}, ${second}, ${nanosecond}, ${zone})`;
}

const isUtc = (time: GoTime): boolean => time.offset === 0 && time.zone === undefined;

/** The pointer to the zone: none for UTC. An address is different each time, so it shows as none too. */
function locationPart(isNone: boolean): GoStruct {
  const shown = (spec: Spec): string => {
    if (isNone) return '<nil>';
    const zero = formatInteger(spec, 'v', int(0));
    return `&{${formatText(spec, 'v', 'UTC')} [] [] ${formatText(spec, 'v', '')} ${zero} ${zero} <nil>}`;
  };
  return new GoStruct({
    type: '*time.Location',
    print: () => shown(emptySpec()),
    format: (spec, verb) => (verb === 'v' ? shown(spec) : 'bodxX'.includes(verb) ? '0' : undefined),
    json: () => new GoMap(),
  });
}

function locationValue(time: GoTime, isLocal: boolean): GoStruct {
  const name = (): string => (isLocal ? 'Local' : isUtc(time) ? 'UTC' : (time.zone ?? ''));
  return new GoStruct({
    type: '*time.Location',
    print: name,
    isStringer: true,
    json: () => new GoMap(),
    methods: { String: fn([], name) },
  });
}

export const isLocal = (value: GoStruct): boolean => value.shape.goString!().endsWith('time.Local)');

export function isTime(value: GoValue): value is GoStruct {
  return value instanceof GoStruct && value.shape.type === 'time.Time';
}

/** Whole seconds since 1970, rounded down. */
export function unixSeconds({ unixNanos }: GoTime): bigint {
  return floorDivide(unixNanos, secondNanos);
}

function nanosecondsOf({ unixNanos }: GoTime): bigint {
  return unixNanos - floorDivide(unixNanos, secondNanos) * secondNanos;
}

function floorDivide(a: bigint, b: bigint): bigint {
  return (a - (((a % b) + b) % b)) / b;
}
