import { dayNames, monthNames } from './go-time-layout.ts';

/** What is known of a time while it is read. */
export interface TimeParts {
  year: number;
  month: number | undefined;
  day: number | undefined;
  yearDay: number | undefined;
  hour: number;
  minute: number;
  second: number;
  nanosecond: number;
  afternoon: boolean | undefined;
  offset: number | undefined;
  zone: string | undefined;
}

/** An element of digits: how it is written, and where its value goes. Returns a word when the value is out of range. */
interface NumberElement {
  readonly digits: RegExp;
  readonly set: (parts: TimeParts, value: number) => string | undefined;
}

const two = /^\d{2}/;
const oneOrTwo = /^\d{1,2}/;
const setMonth: NumberElement['set'] = (parts, value) => {
  parts.month = value;
  return value < 1 || value > 12 ? 'month' : undefined;
};
const setDay: NumberElement['set'] = (parts, value) => {
  parts.day = value;
  return undefined;
};
const setHour12: NumberElement['set'] = (parts, value) => {
  parts.hour = value;
  return value > 12 ? 'hour' : undefined;
};
const setMinute: NumberElement['set'] = (parts, value) => {
  parts.minute = value;
  return value > 59 ? 'minute' : undefined;
};
const setSecond: NumberElement['set'] = (parts, value) => {
  parts.second = value;
  return value > 59 ? 'second' : undefined;
};
const setYearDay: NumberElement['set'] = (parts, value) => {
  parts.yearDay = value;
  return undefined;
};

const numberElements: Readonly<Record<string, NumberElement>> = {
  '2006': {
    digits: /^\d{4}/,
    set: (parts, value) => {
      parts.year = value;
      return undefined;
    },
  },
  '06': {
    digits: two,
    set: (parts, value) => {
      parts.year = value + (value >= 69 ? 1900 : 2000);
      return undefined;
    },
  },
  '1': { digits: oneOrTwo, set: setMonth },
  '01': { digits: two, set: setMonth },
  '2': { digits: oneOrTwo, set: setDay },
  _2: { digits: /^ ?\d{1,2}/, set: setDay },
  '02': { digits: two, set: setDay },
  '002': { digits: /^\d{3}/, set: setYearDay },
  __2: { digits: /^ {0,2}\d{1,3}/, set: setYearDay },
  '15': {
    digits: oneOrTwo,
    set: (parts, value) => {
      parts.hour = value;
      return value > 23 ? 'hour' : undefined;
    },
  },
  '3': { digits: oneOrTwo, set: setHour12 },
  '03': { digits: two, set: setHour12 },
  '4': { digits: oneOrTwo, set: setMinute },
  '04': { digits: two, set: setMinute },
  '5': { digits: oneOrTwo, set: setSecond },
  '05': { digits: two, set: setSecond },
};

/** The number of characters read; a word when the value is out of its range; `undefined` when it is not there. */
export function readElement(
  element: string,
  rest: string,
  parts: TimeParts,
  next: string | undefined,
): number | string | undefined {
  const number = Object.hasOwn(numberElements, element) ? numberElements[element] : undefined;
  if (number) {
    const text = number.digits.exec(rest)?.[0];
    if (text === undefined) return undefined;
    const wrong = number.set(parts, Number(text));
    if (wrong !== undefined) return wrong;
    return number.set === setSecond
      ? text.length + readLooseFraction(rest.slice(text.length), parts, next)
      : text.length;
  }
  switch (element) {
    case 'January':
    case 'Jan':
      return readName(monthNames, element === 'Jan', rest, (index) => {
        parts.month = index + 1;
      });
    case 'Monday':
    case 'Mon':
      return readName(dayNames, element === 'Mon', rest, () => {});
    case 'PM':
    case 'pm': {
      const found = (element === 'PM' ? /^[AP]M/ : /^[ap]m/).exec(rest)?.[0];
      if (!found) return undefined;
      parts.afternoon = found.toLowerCase() === 'pm';
      return 2;
    }
    case 'MST':
      return readZoneName(rest, parts);
    default:
      return element[0] === '.' || element[0] === ','
        ? readFraction(element, rest, parts)
        : readOffset(element, rest, parts);
  }
}

/** A fraction may follow the seconds although the layout has none. */
function readLooseFraction(rest: string, parts: TimeParts, next: string | undefined): number {
  if (next && /^[.,][09]/.test(next)) return 0;
  const fraction = /^[.,]\d+/.exec(rest)?.[0];
  if (!fraction) return 0;
  parts.nanosecond = nanoseconds(fraction.slice(1));
  return fraction.length;
}

function readName(
  names: readonly string[],
  short: boolean,
  rest: string,
  found: (index: number) => void,
): number | undefined {
  const index = names.findIndex((name) => {
    const wanted = short ? name.slice(0, 3) : name;
    return rest.slice(0, wanted.length).toLowerCase() === wanted.toLowerCase();
  });
  if (index < 0) return undefined;
  found(index);
  return short ? 3 : names[index]!.length;
}

function readFraction(element: string, rest: string, parts: TimeParts): number | undefined {
  const match = /^[.,]\d+/.exec(rest)?.[0];
  if (element[1] === '9') {
    if (!match) return 0;
    parts.nanosecond = nanoseconds(match.slice(1));
    return match.length;
  }
  if (!match || match.length < element.length) return undefined;
  parts.nanosecond = nanoseconds(match.slice(1, element.length));
  return element.length;
}

function nanoseconds(digits: string): number {
  return Number(digits.slice(0, 9).padEnd(9, '0'));
}

function readOffset(element: string, rest: string, parts: TimeParts): number | string | undefined {
  if (element[0] === 'Z' && rest[0] === 'Z') {
    parts.offset = 0;
    return 1;
  }
  const separator = element.includes(':') ? ':' : '';
  const count = element.replace(/\D/g, '').length / 2;
  const match = new RegExp(`^([+-])${Array(count).fill('(\\d{2})').join(separator)}`).exec(rest);
  if (!match) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(2).map(Number);
  if (hours > 24) return 'time zone offset hour';
  if (minutes > 60) return 'time zone offset minute';
  if (seconds > 60) return 'time zone offset second';
  parts.offset = (match[1] === '-' ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
  return match[0].length;
}

/** `UTC`, `GMT+5`, three or four capitals, or a small signed number. */
function readZoneName(rest: string, parts: TimeParts): number | undefined {
  if (rest.startsWith('UTC')) {
    parts.offset = 0;
    parts.zone = 'UTC';
    return 3;
  }
  const name = zoneNameOf(rest);
  if (!name) return undefined;
  parts.zone = name;
  if (name.startsWith('GMT') && name.length > 3) parts.offset ??= Number(name.slice(3)) * 3600;
  return name.length;
}

function zoneNameOf(rest: string): string | undefined {
  if (rest.length < 3) return undefined;
  if (/^(ChST|MeST)/.test(rest)) return rest.slice(0, 4);
  const shift = (text: string) => /^[+-]0*(?:1?\d|2[0-3])(?!\d)/.exec(text)?.[0];
  if (rest.startsWith('GMT')) return `GMT${shift(rest.slice(3)) ?? ''}`;
  if (rest[0] === '+' || rest[0] === '-') return shift(rest);
  const capitals = /^[A-Z]*/.exec(rest)![0];
  if (capitals.length === 3 || capitals === 'WITA') return capitals;
  return (capitals.length === 4 || capitals.length === 5) && capitals.endsWith('T') ? capitals : undefined;
}
