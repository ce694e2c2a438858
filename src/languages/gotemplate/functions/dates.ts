import {
  formatDuration,
  formatGoTime,
  type GoTime,
  parseDuration,
  parseGoTime,
  quoteTimeText,
} from '../../../foundations/kube/index.ts';
import { FunctionError } from '../runtime/errors.ts';
import { fn, type GoFunction, runFn } from '../runtime/function.ts';
import type { Run } from '../runtime/run.ts';
import { GoInt, type GoStruct, type GoValue } from '../runtime/value.ts';
import { toInt64 } from './convert.ts';
import { isLocal, isTime, localTime, timeValue, unixSeconds } from './time-value.ts';
import { zoneName } from './zone-names.ts';

/** Go's zero time, what `toDate` gives for a text that does not fit. */
const zeroTime: GoTime = { unixNanos: BigInt(Date.parse('0001-01-01T00:00:00Z')) * 1_000_000n, offset: 0 };

function now(run: Run): GoTime {
  return { unixNanos: BigInt(Math.trunc(run.providers.now())) * 1_000_000n, offset: 0 };
}

/** A time, or seconds since 1970 of an integer; anything else means now. */
function timeFrom(run: Run, value: GoValue): GoTime {
  if (isTime(value)) return value.shape.payload as GoTime;
  if (value instanceof GoInt && (value.type === 'int' || value.type === 'int64'))
    return { unixNanos: value.value * 1_000_000_000n, offset: 0 };
  return now(run);
}

/** Dates repeat every 400 years, and their zones with them; JavaScript knows no more than 271821 years. */
const cycle = 12_622_780_800_000;

function inReach(milliseconds: number): number {
  return milliseconds < 8e15 ? Math.max(milliseconds, -8e15) : cycle + (milliseconds % cycle);
}

function inZone({ unixNanos }: GoTime, zone: string): GoTime {
  if (zone === '' || zone === 'UTC' || zone === 'Local') return { unixNanos, offset: 0 };
  try {
    const at = new Date(inReach(Number(unixNanos / 1_000_000n)));
    const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at);
    const shown = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const match = /([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(shown);
    const seconds = match ? Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0) : 0;
    const offset = match?.[1] === '-' ? -seconds : seconds;
    return { unixNanos, offset, zone: zoneName(zone, offset) };
  } catch {
    return { unixNanos, offset: 0 };
  }
}

function shift(text: string, value: GoStruct): GoValue {
  const by = parseDuration(text);
  if (by === undefined) throw new FunctionError(durationProblem(text));
  const time = value.shape.payload as GoTime;
  return timeValue({ ...time, unixNanos: time.unixNanos + by }, isLocal(value));
}

/** What is wrong with a duration: its form, or the unit of a number. */
function durationProblem(text: string): string {
  const rest = text.replace(/^[+-]/, '');
  const wrong = /^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))*(?:\d+\.?\d*|\.\d+)([^\d.]*)/.exec(rest);
  if (!wrong) return `time: invalid duration ${quoteTimeText(text)}`;
  const [, unit] = wrong;
  if (unit === '') return `time: missing unit in duration ${quoteTimeText(text)}`;
  return /^(?:ns|us|µs|μs|ms|s|m|h)$/.test(unit!)
    ? `time: invalid duration ${quoteTimeText(text)}`
    : `time: unknown unit ${quoteTimeText(unit!)} in duration ${quoteTimeText(text)}`;
}

/** `duration` reads seconds from a text only; a number counts as none. */
function durationText(value: GoValue): string {
  const seconds =
    typeof value === 'string' ? toInt64(value) : value instanceof GoInt && value.type === 'int64' ? value.value : 0n;
  return formatDuration(seconds * 1000000000n);
}

const second = 1_000_000_000n;

/** The largest unit of a duration, cut: `2400h` is `3mo`. */
function roundedDuration(run: Run, value: GoValue): string {
  let nanos = 0n;
  if (typeof value === 'string') nanos = parseDuration(value) ?? 0n;
  else if (value instanceof GoInt && value.type === 'int64') nanos = value.value;
  else if (isTime(value)) nanos = now(run).unixNanos - (value.shape.payload as GoTime).unixNanos;
  const size = nanos < 0n ? -nanos : nanos;
  const units: readonly [bigint, string][] = [
    [31536000n, 'y'],
    [2592000n, 'mo'],
    [86400n, 'd'],
    [3600n, 'h'],
    [60n, 'm'],
    [1n, 's'],
  ];
  // A whole unit counts in the smaller one: `1h` is `60m`.
  const unit = units.find(([seconds]) => size > seconds * second);
  return unit ? `${size / (unit[0] * second)}${unit[1]}` : '0s';
}

/** The time of this machine is UTC here, so that a rendering is the same everywhere. */
const date = runFn(['string', 'any'], (run, layout, value) =>
  formatGoTime(inZone(timeFrom(run, value), 'Local'), layout),
);
const dateInZone = runFn(['string', 'any', 'string'], (run, layout, value, zone) =>
  formatGoTime(inZone(timeFrom(run, value), zone), layout),
);
const htmlDateInZone = runFn(['any', 'string'], (run, value, zone) =>
  formatGoTime(inZone(timeFrom(run, value), zone), '2006-01-02'),
);
const modify = fn(['string', 'time'], (text, value) => {
  try {
    return shift(text, value);
  } catch {
    return value;
  }
});
const mustModify = fn(['string', 'time'], shift);

export const dateFunctions: Readonly<Record<string, GoFunction>> = {
  now: runFn([], (run) => localTime(now(run))),
  date,
  dateInZone,
  date_in_zone: dateInZone,
  dateModify: modify,
  date_modify: modify,
  mustDateModify: mustModify,
  must_date_modify: mustModify,
  htmlDate: runFn(['any'], (run, value) => formatGoTime(inZone(timeFrom(run, value), 'Local'), '2006-01-02')),
  htmlDateInZone,
  toDate: fn(['string', 'string'], (layout, text) => {
    const time = parseGoTime(layout, text);
    return 'error' in time ? timeValue(zeroTime) : localTime(time);
  }),
  mustToDate: fn(['string', 'string'], (layout, text) => {
    const time = parseGoTime(layout, text);
    if ('error' in time) throw new FunctionError(time.error);
    return localTime(time);
  }),
  unixEpoch: fn(['time'], (value) => unixSeconds(value.shape.payload as GoTime).toString()),
  ago: runFn(['any'], (run, value) => {
    const passed = Number(now(run).unixNanos - timeFrom(run, value).unixNanos);
    return formatDuration(BigInt(Math.round(passed / 1e9)) * 1_000_000_000n);
  }),
  duration: fn(['any'], durationText),
  durationRound: runFn(['any'], roundedDuration),
};
