import { parseGoTime } from '../../../foundations/kube/index.ts';
import { quote } from '../../../languages/gotemplate/index.ts';

export function dateProblem(text: string): string | undefined {
  const parsed = parseGoTime('2006-01-02', text);
  return 'error' in parsed ? parsed.error : undefined;
}

export function dateTimeProblem(text: string): string | undefined {
  if (text.length < 20) return 'less than 20 characters long';
  if (text[10]!.toLowerCase() !== 't') return '11th character must be t or T';
  const date = dateProblem(text.slice(0, 10));
  if (date !== undefined) return `invalid date element: ${date}`;
  const time = timeProblem(text.slice(11));
  return time === undefined ? undefined : `invalid time element: ${time}`;
}

export function timeProblem(text: string): string | undefined {
  if (text.length < 9) return 'less than 9 characters long';
  if (text[2] !== ':' || text[5] !== ':') return 'missing colon in correct place';
  const parts = text.slice(0, 8).split(':');
  if (!parts.every((part) => /^[+-]?\d+$/.test(part))) return 'invalid hour/min/sec';
  const [hour, minute, second] = parts.map(Number) as [number, number, number];
  if (hour < 0 || minute < 0 || second < 0) return 'non-positive hour/min/sec';
  if (hour > 23 || minute > 59 || second > 60) return 'hour/min/sec out of range';
  let rest = text.slice(8);
  if (rest.startsWith('.')) {
    const digits = /^\d*/.exec(rest.slice(1))![0];
    if (digits === '') return 'no digits in second fraction';
    rest = rest.slice(1 + digits.length);
  }
  const offset = offsetMinutes(rest);
  if (typeof offset === 'string') return offset;
  // Leap seconds are inserted at the end of a day in UTC.
  const utc = (hour * 60 + minute - offset + 24 * 60) % (24 * 60);
  return second >= 60 && utc !== 23 * 60 + 59 ? 'invalid leap second' : undefined;
}

/** Minutes ahead of UTC, or what is wrong. */
function offsetMinutes(text: string): number | string {
  if (text === 'z' || text === 'Z') return 0;
  if (text.length !== 6) return 'offset must be 6 characters long';
  if (!/^[+-]/.test(text)) return 'offset must begin with plus/minus';
  if (text[3] !== ':') return 'missing colon in offset in correct place';
  const parts = text.slice(1).split(':');
  if (!parts.every((part) => /^[+-]?\d+$/.test(part))) return 'invalid hour/min in offset';
  const [hour, minute] = parts.map(Number) as [number, number];
  if (hour < 0 || minute < 0) return 'non-positive hour/min in offset';
  if (hour > 23 || minute > 59) return 'hour/min in offset out of range';
  return (text.startsWith('-') ? -1 : 1) * (hour * 60 + minute);
}

export function durationProblem(text: string): string | undefined {
  if (!text.startsWith('P')) return 'must start with P';
  if (text === 'P') return 'nothing after P';
  if (text.endsWith('W')) {
    const weeks = text.slice(1, -1);
    if (weeks === '') return 'no number in week';
    return /^\d+$/.test(weeks) ? undefined : 'invalid week';
  }
  for (const [i, part] of text.slice(1).split('T').entries()) {
    if (i > 0 && part === '') return 'no time elements';
    if (i > 1) return 'more than one T';
    const found = elementsProblem(part, i === 0 ? 'YMD' : 'HMS');
    if (found !== undefined) return found;
  }
  return undefined;
}

function elementsProblem(part: string, all: string): string | undefined {
  let units = all;
  for (let rest = part; rest !== ''; ) {
    const digits = /^\d*/.exec(rest)![0];
    if (digits === '') return 'missing number';
    const unit = rest[digits.length];
    if (unit === undefined) return 'missing unit';
    const at = units.indexOf(unit);
    if (at < 0)
      return all.includes(unit) ? `unit ${quote(unit, "'")} out of order` : `invalid unit ${quote(unit, "'")}`;
    units = units.slice(at + 1);
    rest = rest.slice(digits.length + 1);
  }
  return undefined;
}
