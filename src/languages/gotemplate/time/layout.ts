import { days, months } from './names.ts';

/** Go's time layouts: a layout shows how the moment 2006-01-02 15:04:05 -0700 would be written. */

export interface Moment {
  /** Milliseconds since 1970 in UTC. */
  readonly ms: number;
  /** Nanoseconds below the millisecond. */
  readonly nanos: number;
  /** Offset of the zone in minutes, and its name. */
  readonly offset: number;
  readonly zone: string;
}

const element =
  /January|Jan|Monday|Mon|MST|2006|__2|_2|002|01|02|03|04|05|06|15|PM|pm|-07:00:00|-070000|-07:00|-0700|-07|Z07:00:00|Z070000|Z07:00|Z0700|Z07|[.,]0+(?!\d)|[.,]9+(?!\d)|1|2|3|4|5/g;

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

export function formatMoment(moment: Moment, layout: string): string {
  const at = new Date(moment.ms + moment.offset * 60000);
  const hour12 = at.getUTCHours() % 12 || 12;
  const fraction = pad(at.getUTCMilliseconds(), 3) + pad(moment.nanos, 6);
  return layout.replace(element, (name) => {
    switch (name) {
      case 'January':
        return months[at.getUTCMonth()]!;
      case 'Jan':
        return months[at.getUTCMonth()]!.slice(0, 3);
      case 'Monday':
        return days[at.getUTCDay()]!;
      case 'Mon':
        return days[at.getUTCDay()]!.slice(0, 3);
      case 'MST':
        return moment.zone || zoneText(moment.offset, '-0700');
      case '2006':
        return pad(at.getUTCFullYear(), 4);
      case '06':
        return pad(at.getUTCFullYear() % 100);
      case '01':
        return pad(at.getUTCMonth() + 1);
      case '1':
        return String(at.getUTCMonth() + 1);
      case '02':
        return pad(at.getUTCDate());
      case '_2':
        return String(at.getUTCDate()).padStart(2);
      case '2':
        return String(at.getUTCDate());
      case '002':
        return pad(dayOfYear(at), 3);
      case '__2':
        return String(dayOfYear(at)).padStart(3);
      case '15':
        return pad(at.getUTCHours());
      case '03':
        return pad(hour12);
      case '3':
        return String(hour12);
      case '04':
        return pad(at.getUTCMinutes());
      case '4':
        return String(at.getUTCMinutes());
      case '05':
        return pad(at.getUTCSeconds());
      case '5':
        return String(at.getUTCSeconds());
      case 'PM':
        return at.getUTCHours() >= 12 ? 'PM' : 'AM';
      case 'pm':
        return at.getUTCHours() >= 12 ? 'pm' : 'am';
    }
    if (name[0] === '.' || name[0] === ',') {
      const digits = fraction.slice(0, name.length - 1);
      if (name[1] === '0') return name[0] + digits;
      const trimmed = digits.replace(/0+$/, '');
      return trimmed && name[0] + trimmed;
    }
    if (name[0] === 'Z' && moment.offset === 0) return 'Z';
    return zoneText(moment.offset, name);
  });
}

function dayOfYear(at: Date): number {
  return Math.floor((at.getTime() - Date.UTC(at.getUTCFullYear(), 0, 1)) / 86400000) + 1;
}

function zoneText(offset: number, name: string): string {
  const sign = offset < 0 ? '-' : '+';
  const hours = pad(Math.floor(Math.abs(offset) / 60));
  const minutes = pad(Math.abs(offset) % 60);
  if (name.endsWith('07')) return sign + hours;
  const colon = name.includes(':') ? ':' : '';
  const seconds = name.length > 6 ? `${colon}00` : '';
  return sign + hours + colon + minutes + seconds;
}

/** What each element of a layout reads. */
const readers: Readonly<Record<string, string>> = {
  January: `(?<month>${months.join('|')})`,
  Jan: `(?<mon>${months.map((name) => name.slice(0, 3)).join('|')})`,
  Monday: `(?:${days.join('|')})`,
  Mon: `(?:${days.map((name) => name.slice(0, 3)).join('|')})`,
  MST: '(?<zone>UTC|GMT|[A-Z]{3,4})',
  2006: '(?<year>\\d{4})',
  '06': '(?<year2>\\d{2})',
  '01': '(?<m>\\d{2})',
  1: '(?<m>\\d{1,2})',
  '02': '(?<d>\\d{2})',
  _2: ' ?(?<d>\\d{1,2})',
  2: '(?<d>\\d{1,2})',
  15: '(?<h>\\d{2})',
  '03': '(?<h>\\d{2})',
  3: '(?<h>\\d{1,2})',
  '04': '(?<min>\\d{2})',
  4: '(?<min>\\d{1,2})',
  '05': '(?<s>\\d{2})(?:[.,](?<frac>\\d+))?',
  5: '(?<s>\\d{1,2})(?:[.,](?<frac>\\d+))?',
  PM: '(?<half>AM|PM)',
  pm: '(?<half>am|pm)',
};

/** Reads a text by a layout; `undefined` when it does not fit. */
export function parseMoment(layout: string, text: string): Moment | undefined {
  let pattern = '';
  let at = 0;
  const quoteMeta = (plain: string): string => plain.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
  for (const match of layout.matchAll(element)) {
    pattern += quoteMeta(layout.slice(at, match.index));
    const name = match[0];
    if (name[0] === '.' || name[0] === ',') pattern += '(?:[.,]\\d+)?';
    else if (name[0] === 'Z' || name[0] === '-') pattern += '(?<offset>Z|[+-]\\d{2}:?(?:\\d{2})?)';
    else pattern += readers[name] ?? quoteMeta(name);
    at = match.index + name.length;
  }
  pattern += quoteMeta(layout.slice(at));
  let found: RegExpExecArray | null;
  try {
    found = new RegExp(`^${pattern}$`, 'i').exec(text);
  } catch {
    return undefined;
  }
  if (!found) return undefined;
  const g = found.groups ?? {};
  const named = g['month'] ?? g['mon'];
  const month = named
    ? months.findIndex((name) => name.toLowerCase().startsWith(named.toLowerCase()))
    : Number(g['m'] ?? 1) - 1;
  const day = Number(g['d'] ?? 1);
  let hour = Number(g['h'] ?? 0);
  if (g['half']) hour = (hour % 12) + (/pm/i.test(g['half']) ? 12 : 0);
  const year = g['year']
    ? Number(g['year'])
    : g['year2']
      ? 1900 + Number(g['year2']) + (Number(g['year2']) < 69 ? 100 : 0)
      : 0;
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  if (date.getUTCMonth() !== month || date.getUTCDate() !== day || hour > 23) return undefined;
  date.setUTCHours(hour, Number(g['min'] ?? 0), Number(g['s'] ?? 0), 0);
  const fraction = (g['frac'] ?? '').padEnd(9, '0').slice(0, 9);
  const offset = readOffset(g['offset']);
  return {
    ms: date.getTime() - offset * 60000 + Number(fraction.slice(0, 3)),
    nanos: Number(fraction.slice(3)),
    offset,
    zone: offset === 0 ? 'UTC' : '',
  };
}

function readOffset(text: string | undefined): number {
  if (!text || text === 'Z') return 0;
  const digits = text.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return text.startsWith('-') ? -minutes : minutes;
}

/** Nanoseconds of a text such as `1h30m`, or `undefined`. */
export function parseDuration(text: string): bigint | undefined {
  const scale: Readonly<Record<string, number>> = {
    ns: 1,
    us: 1e3,
    µs: 1e3,
    μs: 1e3,
    ms: 1e6,
    s: 1e9,
    m: 60e9,
    h: 3600e9,
  };
  const match = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/.exec(text);
  if (!match) return undefined;
  let sum = 0n;
  for (const [, amount, unit] of match[2]!.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    sum += BigInt(Math.round(Number(amount) * scale[unit!]!));
  }
  return match[1] === '-' ? -sum : sum;
}
