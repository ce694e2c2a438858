import { formatDuration } from '../format/print.ts';
import { FunctionError } from '../runtime/errors.ts';
import { fn, type GoFunction, runFn } from '../runtime/function.ts';
import type { Run } from '../runtime/run.ts';
import { GoInt, GoStruct, type GoValue } from '../runtime/value.ts';
import { formatMoment, type Moment, parseDuration, parseMoment } from '../time/layout.ts';
import { toInt64 } from './convert.ts';
import { isTime, timeValue } from './time-value.ts';

/** Go's zero time, what `toDate` gives for a text that does not fit. */
const zeroTime: Moment = { ms: Date.parse('0001-01-01T00:00:00Z'), nanos: 0, offset: 0, zone: 'UTC' };

function now(run: Run): Moment {
  return { ms: run.providers.now(), nanos: 0, offset: 0, zone: 'UTC' };
}

/** A time, or seconds since 1970 of an integer; anything else means now. */
function momentOf(run: Run, value: GoValue): Moment {
  if (isTime(value)) return value.shape.payload as Moment;
  if (value instanceof GoInt) return { ms: Number(value.value) * 1000, nanos: 0, offset: 0, zone: 'UTC' };
  return now(run);
}

function inZone(moment: Moment, zone: string): Moment {
  if (zone === '' || zone === 'UTC' || zone === 'Local') return { ...moment, offset: 0, zone: 'UTC' };
  try {
    const at = new Date(moment.ms);
    const name = (style: 'longOffset' | 'short', locale = 'en-US'): string =>
      new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: style })
        .formatToParts(at)
        .find((part) => part.type === 'timeZoneName')?.value ?? '';
    const match = /([+-])(\d{2}):(\d{2})/.exec(name('longOffset'));
    const minutes = match ? Number(match[2]) * 60 + Number(match[3]) : 0;
    return { ...moment, offset: match?.[1] === '-' ? -minutes : minutes, zone: name('short') };
  } catch {
    return { ...moment, offset: 0, zone: 'UTC' };
  }
}

function shift(text: string, value: GoStruct): GoValue {
  const by = parseDuration(text);
  if (by === undefined) throw new FunctionError(`time: invalid duration ${JSON.stringify(text)}`);
  const moment = value.shape.payload as Moment;
  const total = BigInt(moment.ms) * 1000000n + BigInt(moment.nanos) + by;
  const nanos = ((total % 1000000n) + 1000000n) % 1000000n;
  return timeValue({ ...moment, ms: Number((total - nanos) / 1000000n), nanos: Number(nanos) });
}

/** `duration` reads seconds from a text only; a number counts as none. */
function durationText(value: GoValue): string {
  const seconds =
    typeof value === 'string' ? toInt64(value) : value instanceof GoInt && value.type === 'int64' ? value.value : 0n;
  return formatDuration(seconds * 1000000000n);
}

/** The largest unit of a duration, cut: `2400h` is `3mo`. */
function roundedDuration(run: Run, value: GoValue): string {
  let nanos = 0n;
  if (typeof value === 'string') nanos = parseDuration(value) ?? 0n;
  else if (value instanceof GoInt && value.type === 'int64') nanos = value.value;
  else if (value instanceof GoStruct)
    nanos = BigInt(Math.round(run.providers.now() - (value.shape.payload as Moment).ms)) * 1000000n;
  const seconds = (nanos < 0n ? -nanos : nanos) / 1000000000n;
  const units: readonly [bigint, string][] = [
    [31536000n, 'y'],
    [2592000n, 'mo'],
    [86400n, 'd'],
    [3600n, 'h'],
    [60n, 'm'],
    [1n, 's'],
  ];
  const unit = units.find(([size]) => seconds >= size);
  return unit ? `${seconds / unit[0]}${unit[1]}` : '0s';
}

const date = runFn(['string', 'any'], (run, layout, value) => formatMoment(momentOf(run, value), layout));
const dateInZone = runFn(['string', 'any', 'string'], (run, layout, value, zone) =>
  formatMoment(inZone(momentOf(run, value), zone), layout),
);
const htmlDateInZone = runFn(['any', 'string'], (run, value, zone) =>
  formatMoment(inZone(momentOf(run, value), zone), '2006-01-02'),
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
  now: runFn([], (run) => timeValue(now(run))),
  date,
  dateInZone,
  date_in_zone: dateInZone,
  dateModify: modify,
  date_modify: modify,
  mustDateModify: mustModify,
  must_date_modify: mustModify,
  htmlDate: runFn(['any'], (run, value) => formatMoment(momentOf(run, value), '2006-01-02')),
  htmlDateInZone,
  toDate: fn(['string', 'string'], (layout, text) => timeValue(parseMoment(layout, text) ?? zeroTime)),
  mustToDate: fn(['string', 'string'], (layout, text) => {
    const moment = parseMoment(layout, text);
    if (!moment) {
      throw new FunctionError(`parsing time ${JSON.stringify(text)} as ${JSON.stringify(layout)}: cannot parse`);
    }
    return timeValue(moment);
  }),
  unixEpoch: fn(['time'], (value) => String(Math.floor((value.shape.payload as Moment).ms / 1000))),
  ago: runFn(['any'], (run, value) => {
    const seconds = Math.round((run.providers.now() - momentOf(run, value).ms) / 1000);
    return formatDuration(BigInt(seconds) * 1000000000n);
  }),
  duration: fn(['any'], durationText),
  durationRound: runFn(['any'], roundedDuration),
};
