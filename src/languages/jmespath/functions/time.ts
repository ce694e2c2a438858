import {
  civilOf,
  formatDuration,
  formatGoTime,
  type GoTime,
  parseDuration,
  parseGoTime,
  RFC3339,
  subtractTime,
  truncateTime,
} from '../../../foundations/kube/index.ts';
import { FunctionFailure } from '../errors.ts';
import { define, type FunctionContext, type FunctionDefinition } from './function.ts';

// Kyverno's time functions. Source: Kyverno, "JMESPath", time filters; layouts are Go's.

function parse(text: string, layout = RFC3339): GoTime {
  const time = parseGoTime(layout || RFC3339, text);
  if ('error' in time) throw new FunctionFailure(time.error);
  return time;
}

function show(time: GoTime): string {
  return formatGoTime(time, RFC3339);
}

function duration(text: string): bigint {
  const found = parseDuration(text);
  if (found === undefined) throw new FunctionFailure(`time: invalid duration "${text}"`);
  return found;
}

function now({ now: instant }: FunctionContext): GoTime {
  return { unixNanos: BigInt(Math.floor(instant / 1000)) * 1_000_000_000n, offset: 0 };
}

const before = (a: string, b: string) => parse(a).unixNanos < parse(b).unixNanos;

export const timeFunctions: readonly FunctionDefinition[] = [
  define<[string, string, string]>(
    'time_since',
    'sss',
    'string',
    'time between two instants; an empty second one is now',
    ([layout, from, to], context) =>
      formatDuration(subtractTime(to === '' ? now(context) : parse(to, layout), parse(from, layout))),
  ),
  define<[]>('time_now', '', 'string', 'this instant', (_, context) => show(now(context))),
  define<[]>('time_now_utc', '', 'string', 'this instant in UTC', (_, context) => show(now(context))),
  define<[string, string]>('time_add', 'ss', 'string', 'an instant later by a duration', ([time, by]) => {
    const at = parse(time);
    return show({ ...at, unixNanos: at.unixNanos + duration(by) });
  }),
  define<[string, string]>(
    'time_parse',
    'ss',
    'string',
    'an instant in another layout, or seconds since 1970',
    ([layout, text]) => {
      if (/^\d+$/.test(layout)) return show({ unixNanos: BigInt(layout) * 1_000_000_000n, offset: 0 });
      return show(parse(text, layout));
    },
  ),
  define<[string]>('time_to_cron', 's', 'string', 'a cron schedule for an instant', ([time]) => {
    const { minute, hour, day, month, weekday } = civilOf(parse(time));
    return `${minute} ${hour} ${day} ${month} ${weekday}`;
  }),
  define<[string]>('time_utc', 's', 'string', 'an instant in UTC', ([time]) =>
    show({ unixNanos: parse(time).unixNanos, offset: 0 }),
  ),
  define<[string, string]>('time_diff', 'ss', 'string', 'second instant minus the first', ([from, to]) =>
    formatDuration(subtractTime(parse(to), parse(from))),
  ),
  define<[string, string]>('time_before', 'ss', 'boolean', 'whether the first is earlier', ([a, b]) => before(a, b)),
  define<[string, string]>('time_after', 'ss', 'boolean', 'whether the first is later', ([a, b]) => before(b, a)),
  define<[string, string, string]>(
    'time_between',
    'sss',
    'boolean',
    'whether the first lies between the others',
    ([time, from, to]) => before(from, time) && before(time, to),
  ),
  define<[string, string]>('time_truncate', 'ss', 'string', 'rounded down to a duration', ([time, to]) =>
    show(truncateTime(parse(time), duration(to))),
  ),
];
