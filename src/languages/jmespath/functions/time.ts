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
import type { Run } from '../run.ts';
import { define, type FunctionDefinition } from './function.ts';

// Kyverno's time functions. Source: Kyverno, "JMESPath", time filters; layouts are Go's, by example.

function parse(text: string, layout = RFC3339): GoTime {
  const time = parseGoTime(layout, text);
  if ('error' in time) throw new FunctionFailure(time.error);
  return time;
}

function show(time: GoTime): string {
  return formatGoTime(time, RFC3339);
}

function durationOf(text: string): bigint {
  const duration = parseDuration(text);
  if (duration !== undefined) return duration;
  const shown = JSON.stringify(text);
  const unit = /[\d.]([^\d.]+)/.exec(text)?.[1];
  if (unit && !/^(?:ns|us|µs|μs|ms|s|m|h)$/.test(unit)) {
    throw new FunctionFailure(`time: unknown unit ${JSON.stringify(unit)} in duration ${shown}`);
  }
  const bare = /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text);
  throw new FunctionFailure(bare ? `time: missing unit in duration ${shown}` : `time: invalid duration ${shown}`);
}

function now({ context }: Run, offset = 0): GoTime {
  return { unixNanos: BigInt(Math.floor(context.now)) * 1_000_000n, offset };
}

/** A layout that is a whole number stands for seconds since 1970. */
function parseAny(layout: string, text: string): GoTime {
  if (!/^[+-]?\d+$/.test(layout)) return parse(text, layout);
  if (!/^[+-]?\d+$/.test(text))
    throw new FunctionFailure(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return { unixNanos: BigInt(text) * 1_000_000_000n, offset: 0 };
}

const isBefore = (a: GoTime, b: GoTime) => a.unixNanos < b.unixNanos;

export const timeFunctions: readonly FunctionDefinition[] = [
  define<[string, string, string]>(
    'time_since(string, string, string) string',
    'layout, from, to: the time between; an empty layout is RFC 3339, an empty end is now',
    ([layout, from, to], run) => {
      const format = layout || RFC3339;
      const start = parse(from, format);
      return formatDuration(subtractTime(to === '' ? now(run) : parse(to, format), start));
    },
  ),
  define<[]>('time_now() string', 'this instant in the local zone', (_, run) => show(now(run, run.context.zoneOffset))),
  define<[]>('time_now_utc() string', 'this instant in UTC', (_, run) => show(now(run))),
  define<[string, string]>('time_add(string, string) string', 'an instant later by a duration', ([text, by]) => {
    const time = parse(text);
    return show({ ...time, unixNanos: time.unixNanos + durationOf(by) });
  }),
  define<[string, string]>(
    'time_parse(string, string) string',
    'layout, text: an instant in another layout; a layout of digits means seconds since 1970',
    ([layout, text]) => show(parseAny(layout, text)),
  ),
  define<[string]>('time_to_cron(string) string', 'a cron schedule for an instant', ([text]) => {
    const { minute, hour, day, month, weekday } = civilOf(parse(text));
    return `${minute} ${hour} ${day} ${month} ${weekday}`;
  }),
  define<[string]>('time_utc(string) string', 'an instant in UTC', ([text]) =>
    show({ unixNanos: parse(text).unixNanos, offset: 0 }),
  ),
  define<[string, string]>('time_diff(string, string) string', 'second instant minus the first', ([from, to]) => {
    const start = parse(from);
    return formatDuration(subtractTime(parse(to), start));
  }),
  define<[string, string]>('time_before(string, string) bool', 'whether the first is earlier', ([a, b]) =>
    isBefore(parse(a), parse(b)),
  ),
  define<[string, string]>('time_after(string, string) bool', 'whether the first is later', ([a, b]) => {
    const first = parse(a);
    return isBefore(parse(b), first);
  }),
  define<[string, string, string]>(
    'time_between(string, string, string) bool',
    'whether the first lies between the others',
    ([text, from, to]) => {
      const time = parse(text);
      const start = parse(from);
      const end = parse(to);
      return isBefore(start, time) && isBefore(time, end);
    },
  ),
  define<[string, string]>('time_truncate(string, string) string', 'rounded down to a duration', ([text, to]) => {
    const time = parse(text);
    return show(truncateTime(time, durationOf(to)));
  }),
];
