const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago, in one unit: `3 days ago`, `just now`. */
export function ago(time: number, now: number): string {
  const passed = now - time;
  if (passed < minute) return 'just now';
  return `${span(passed)} ago`;
}

/** A stretch of time in its largest whole unit. */
export function span(milliseconds: number): string {
  const [size, unit] = milliseconds >= day ? [day, 'day'] : milliseconds >= hour ? [hour, 'hour'] : [minute, 'minute'];
  return count(Math.max(1, Math.floor(milliseconds / Number(size))), String(unit));
}

/** `1 cluster`, `2 clusters`; give the plural where it is not an added s. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${new Intl.NumberFormat('en').format(number)} ${number === 1 ? one : many}`;
}

/** A date and time for people, in their own zone. */
export function stamp(time: number): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' }).format(time);
}

/** `Kind/namespace/name` */
export function resourceName(resource: {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}): string {
  return [resource.kind, resource.namespace, resource.name].filter(Boolean).join('/');
}
