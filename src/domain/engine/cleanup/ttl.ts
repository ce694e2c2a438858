import {
  getPath,
  labelsOf,
  parseDuration,
  parseGoTime,
  type Resource,
  RFC3339,
} from '../../../foundations/kube/index.ts';

/** The label that gives an object an end. */
export const ttlLabel = 'cleanup.kyverno.io/ttl';

/** When an object is deleted by its own label, in milliseconds since 1970, or why the label says nothing. */
export type TimeToLive = { readonly deletedAt: number } | { readonly problem: string };

/**
 * Reads the label `cleanup.kyverno.io/ttl`: a duration since creation (`1h30m`, `2d`, `1 week`) or an instant
 * (`2026-01-31`, `2026-01-31T235959Z`). `undefined` without the label. Source: Kyverno, "Cleanup", TTL label.
 */
export function timeToLive(resource: Resource): TimeToLive | undefined {
  const text = labelsOf(resource)[ttlLabel];
  if (text === undefined) return undefined;
  const instant = parseInstant(text);
  if (instant !== undefined) return { deletedAt: instant };
  const duration = parseLongDuration(text);
  if (duration === undefined) return { problem: `\`${text}\` is neither a duration nor a date` };
  const created = getPath(resource, ['metadata', 'creationTimestamp']);
  const time = typeof created === 'string' ? parseGoTime(RFC3339, created) : undefined;
  if (!time) return { problem: 'the object has no creationTimestamp to count from' };
  return { deletedAt: Date.parse(created as string) + duration };
}

/** `YYYY-MM-DD`, or with a time that has no colons, since labels cannot hold them. */
function parseInstant(text: string): number | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2})(\d{2})(\d{2})Z)?$/.exec(text);
  if (!found) return undefined;
  const [, date, hours = '00', minutes = '00', seconds = '00'] = found;
  const instant = Date.parse(`${date}T${hours}:${minutes}:${seconds}Z`);
  return Number.isNaN(instant) ? undefined : instant;
}

const second = 1000;

/** Exact names of units, and beginnings of longer ones, with their length in milliseconds. Minutes win over milliseconds. */
const units: readonly (readonly [RegExp, number])[] = [
  [/^(ns|nano)/, 1e-6],
  [/^(us|µs|micro)/, 1e-3],
  [/^(ms$|milli)/, 1],
  [/^(s$|sec)/, second],
  [/^(m$|min)/, 60 * second],
  [/^(h$|hr$|hour)/, 3600 * second],
  [/^(d$|day)/, 86_400 * second],
  [/^(w$|wk$|week)/, 7 * 86_400 * second],
];

/** A Go duration, or numbers with units up to weeks, added up. Milliseconds. */
function parseLongDuration(text: string): number | undefined {
  const short = parseDuration(text);
  if (short !== undefined) return Number(short) / 1e6;
  let total: number | undefined;
  for (const [, number, name] of text.matchAll(/(\d+)\s*([A-Za-zµ]+)/g)) {
    const unit = units.find(([pattern]) => pattern.test(name!.toLowerCase()));
    if (unit) total = (total ?? 0) + Number(number) * unit[1];
  }
  return total;
}
