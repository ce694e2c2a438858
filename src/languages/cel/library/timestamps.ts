import { civilOf } from '../../../foundations/kube/index.ts';
import { asInt } from '../value/number.ts';
import { type CelDuration, CelError, type CelTimestamp, type Result } from '../value/value.ts';
import type { Cost } from './cost.ts';
import type { LibraryRows } from './function-table.ts';

type Civil = ReturnType<typeof civilOf>;

const getters: Readonly<Record<string, (civil: Civil) => number>> = {
  getFullYear: ({ year }) => year,
  getMonth: ({ month }) => month - 1,
  getDate: ({ day }) => day,
  getDayOfMonth: ({ day }) => day - 1,
  getDayOfWeek: ({ weekday }) => weekday,
  getDayOfYear: ({ yearDay }) => yearDay - 1,
  getHours: ({ hour }) => hour,
  getMinutes: ({ minute }) => minute,
  getSeconds: ({ second }) => second,
  getMilliseconds: ({ nanosecond }) => Math.floor(nanosecond / 1_000_000),
};

const durationGetters: Readonly<Record<string, (nanos: bigint) => bigint>> = {
  getHours: (nanos) => nanos / 3_600_000_000_000n,
  getMinutes: (nanos) => nanos / 60_000_000_000n,
  getSeconds: (nanos) => nanos / 1_000_000_000n,
  getMilliseconds: (nanos) => nanos / 1_000_000n,
};

const clocks = new Map<string, Intl.DateTimeFormat>();
const maxClocks = 50;

/** Throws for a zone that is none. Kept, a bounded number of them: making one is far dearer than reading it. */
function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock) {
    const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      ...numeric,
      second: 'numeric',
    });
    if (clocks.size >= maxClocks) clocks.clear();
    clocks.set(zone, clock);
  }
  return clock;
}

/** Seconds east of Greenwich of `+02:00`, `02:00` or a zone's name at an instant; `undefined` for no zone. */
function zoneOffset(nanos: bigint, zone: string): number | undefined {
  if (zone === '' || zone === 'UTC') return 0;
  const fixed = /^([+-]?)(\d{1,2}):(\d{2})$/.exec(zone);
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 3600 + Number(fixed[3]) * 60);
  if (!/^[A-Za-z]/.test(zone)) return undefined;
  try {
    const instant = Number(nanos / 1_000_000_000n) * 1000;
    const parts = clockOf(zone).formatToParts(instant);
    const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)!.value);
    const local = new Date(0);
    local.setUTCFullYear(part('year'), part('month') - 1, part('day'));
    local.setUTCHours(part('hour'), part('minute'), part('second'));
    return Math.round((local.getTime() - instant) / 1000);
  } catch {
    return undefined;
  }
}

const zoneCost: Cost = (_, _time: CelTimestamp, zone: string) => 100 + zone.length;

function getterRows(name: string, read: (civil: Civil) => number): LibraryRows {
  const inZone = ({ nanos }: CelTimestamp, zone: string): Result => {
    const offset = zoneOffset(nanos, zone);
    return offset === undefined
      ? new CelError(`unknown time zone ${zone}`)
      : read(civilOf({ unixNanos: nanos, offset }));
  };
  return [
    [`timestamp.${name}(): int`, ({ nanos }: CelTimestamp) => read(civilOf({ unixNanos: nanos, offset: 0 }))],
    [`timestamp.${name}(string): int`, inZone, zoneCost],
  ];
}

/** Source: CEL specification, "Timestamp and duration"; UTC where no zone is given, as in Kubernetes. */
export const timestampRows: LibraryRows = [
  ...Object.entries(getters).flatMap(([name, read]) => getterRows(name, read)),
  ...Object.entries(durationGetters).map(
    ([name, read]) => [`duration.${name}(): int`, ({ nanos }: CelDuration) => asInt(read(nanos))] as const,
  ),
];
