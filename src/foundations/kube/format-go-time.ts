import { civilOf, type GoTime } from './go-time.ts';
import { dayNames, monthNames, parseLayout } from './go-time-layout.ts';

/** Prints a time by a Go layout, such as `2006-01-02T15:04:05Z07:00`. */
export function formatGoTime(time: GoTime, layout: string): string {
  const civil = civilOf(time);
  return parseLayout(layout)
    .map(({ kind, text }) => (kind === 'text' ? text : formatElement(text, time, civil)))
    .join('');
}

function formatElement(element: string, time: GoTime, civil: ReturnType<typeof civilOf>): string {
  const month = monthNames[civil.month - 1]!;
  const day = dayNames[civil.weekday]!;
  const hour12 = civil.hour % 12 || 12;
  switch (element) {
    case 'January':
      return month;
    case 'Jan':
      return month.slice(0, 3);
    case 'Monday':
      return day;
    case 'Mon':
      return day.slice(0, 3);
    case '1':
      return `${civil.month}`;
    case '01':
      return pad(civil.month);
    case '2':
      return `${civil.day}`;
    case '_2':
      return `${civil.day}`.padStart(2, ' ');
    case '02':
      return pad(civil.day);
    case '__2':
      return `${civil.yearDay}`.padStart(3, ' ');
    case '002':
      return pad(civil.yearDay, 3);
    case '15':
      return pad(civil.hour);
    case '3':
      return `${hour12}`;
    case '03':
      return pad(hour12);
    case '4':
      return `${civil.minute}`;
    case '04':
      return pad(civil.minute);
    case '5':
      return `${civil.second}`;
    case '05':
      return pad(civil.second);
    case '2006':
      return civil.year < 0 ? `-${pad(-civil.year, 4)}` : pad(civil.year, 4);
    case '06':
      return pad(((civil.year % 100) + 100) % 100);
    case 'PM':
      return civil.hour >= 12 ? 'PM' : 'AM';
    case 'pm':
      return civil.hour >= 12 ? 'pm' : 'am';
    case 'MST':
      return formatZoneName(time);
    default:
      return element[0] === '.' || element[0] === ','
        ? formatFraction(element, civil.nanosecond)
        : formatOffset(element, time.offset);
  }
}

function formatZoneName({ zone, offset }: GoTime): string {
  if (zone) return zone;
  if (offset === 0) return 'UTC';
  return formatOffset('-0700', offset);
}

function formatOffset(element: string, offset: number): string {
  if (element[0] === 'Z' && offset === 0) return 'Z';
  const size = Math.abs(offset);
  const separator = element.includes(':') ? ':' : '';
  const parts = [Math.trunc(size / 3600), Math.trunc(size / 60) % 60, size % 60].map((part) => pad(part));
  const count = element.replace(/\D/g, '').length / 2;
  return (offset < 0 ? '-' : '+') + parts.slice(0, count).join(separator);
}

function formatFraction(element: string, nanosecond: number): string {
  const digits = pad(nanosecond, 9).slice(0, element.length - 1);
  if (element[1] === '0') return element[0] + digits;
  const short = digits.replace(/0+$/, '');
  return short && element[0] + short;
}

function pad(value: number, width = 2): string {
  return `${value}`.padStart(width, '0');
}
