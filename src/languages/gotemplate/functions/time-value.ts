import { fn, type GoFunction } from '../runtime/function.ts';
import { GoInt, GoStruct, type GoValue, int, int64 } from '../runtime/value.ts';
import { formatMoment, type Moment } from '../time/layout.ts';

const printed = '2006-01-02 15:04:05.999999999 -0700 MST';
const rfc3339 = '2006-01-02T15:04:05.999999999Z07:00';

/** A moment as Go's `time.Time`, with its methods. */
export function timeValue(moment: Moment): GoStruct {
  const at = new Date(moment.ms + moment.offset * 60000);
  const part = (value: () => number): GoFunction => fn([], () => int(value()));
  return new GoStruct({
    type: 'time.Time',
    payload: moment,
    print: () => formatMoment(moment, printed),
    json: () => formatMoment(moment, rfc3339),
    methods: {
      Format: fn(['string'], (layout) => formatMoment(moment, layout)),
      Year: part(() => at.getUTCFullYear()),
      Month: fn([], () => new GoInt(BigInt(at.getUTCMonth() + 1), 'time.Month')),
      Weekday: fn([], () => new GoInt(BigInt(at.getUTCDay()), 'time.Weekday')),
      Day: part(() => at.getUTCDate()),
      Hour: part(() => at.getUTCHours()),
      Minute: part(() => at.getUTCMinutes()),
      Second: part(() => at.getUTCSeconds()),
      Unix: fn([], () => int64(BigInt(Math.floor(moment.ms / 1000)))),
      UnixNano: fn([], () => int64(BigInt(moment.ms) * 1000000n + BigInt(moment.nanos))),
      UTC: fn([], () => timeValue({ ...moment, offset: 0, zone: 'UTC' })),
      String: fn([], () => formatMoment(moment, printed)),
    },
  });
}

export function isTime(value: GoValue): value is GoStruct {
  return value instanceof GoStruct && value.shape.type === 'time.Time';
}
