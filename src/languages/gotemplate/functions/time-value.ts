import { civilOf, formatGoTime, type GoTime, RFC3339_NANO } from '../../../foundations/kube/index.ts';
import { fn, type GoFunction } from '../runtime/function.ts';
import { GoInt, GoStruct, type GoValue, int, int64 } from '../runtime/value.ts';

const printed = '2006-01-02 15:04:05.999999999 -0700 MST';

/** A time as Go's `time.Time`, with its methods. */
export function timeValue(time: GoTime): GoStruct {
  const part = (value: (civil: ReturnType<typeof civilOf>) => number): GoFunction =>
    fn([], () => int(value(civilOf(time))));
  return new GoStruct({
    type: 'time.Time',
    payload: time,
    print: () => formatGoTime(time, printed),
    json: () => formatGoTime(time, RFC3339_NANO),
    methods: {
      Format: fn(['string'], (layout) => formatGoTime(time, layout)),
      Year: part(({ year }) => year),
      Month: fn([], () => new GoInt(BigInt(civilOf(time).month), 'time.Month')),
      Weekday: fn([], () => new GoInt(BigInt(civilOf(time).weekday), 'time.Weekday')),
      Day: part(({ day }) => day),
      Hour: part(({ hour }) => hour),
      Minute: part(({ minute }) => minute),
      Second: part(({ second }) => second),
      Unix: fn([], () => int64(unixSeconds(time))),
      UnixNano: fn([], () => int64(time.unixNanos)),
      UTC: fn([], () => timeValue({ unixNanos: time.unixNanos, offset: 0 })),
      String: fn([], () => formatGoTime(time, printed)),
    },
  });
}

export function isTime(value: GoValue): value is GoStruct {
  return value instanceof GoStruct && value.shape.type === 'time.Time';
}

/** Whole seconds since 1970, rounded down. */
export function unixSeconds({ unixNanos }: GoTime): bigint {
  const second = 1_000_000_000n;
  return (unixNanos - (((unixNanos % second) + second) % second)) / second;
}
