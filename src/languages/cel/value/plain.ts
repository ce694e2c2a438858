import {
  encodeBase64,
  formatDuration,
  formatGoFloat,
  formatGoTime,
  type JsonObject,
  type JsonValue,
  setKey,
} from '../../../foundations/kube/index.ts';
import { MapBuilder, mapEntries } from './map.ts';
import { asDouble } from './number.ts';
import {
  CelDouble,
  CelDuration,
  CelError,
  type CelMap,
  CelOpaque,
  CelOptional,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  type CelValue,
  type Result,
} from './value.ts';

const rfc3339Nano = '2006-01-02T15:04:05.999999999Z07:00';

/** The time in the text that `string(timestamp)` gives. */
export function timestampText({ nanos, offset }: CelTimestamp): string {
  return formatGoTime({ unixNanos: nanos, offset }, rfc3339Nano);
}

/** A duration in seconds, as `string(duration)` gives it: `3600s`, `1.5s`. */
export function durationText(nanos: bigint): string {
  // As cel-go: seconds as a double, so that long durations lose their nanoseconds.
  const seconds = Number(nanos / 1_000_000_000n) + Number(nanos % 1_000_000_000n) / 1e9;
  return `${formatGoFloat(seconds, 'f', -1)}s`;
}

/** JSON data as Go's decoder reads it: every number is a double. */
export function withDoubles(value: JsonValue): CelValue {
  if (typeof value === 'number') return asDouble(value);
  if (Array.isArray(value)) return value.map(withDoubles);
  if (typeof value !== 'object' || value === null) return value;
  const fields = new MapBuilder();
  for (const [key, item] of Object.entries(value)) fields.set(key, withDoubles(item));
  return fields.build();
}

/** A value as JSON data, for messages and traces. */
export function toPlain(value: Result): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') {
    return value;
  }
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map((item: CelValue) => toPlain(item));
  if (value instanceof CelDouble) return value.value;
  if (value instanceof CelUint) return Number(value.value);
  if (value instanceof CelTimestamp) return timestampText(value);
  if (value instanceof CelDuration) return formatDuration(value.nanos);
  if (value instanceof CelOptional) return value.value === undefined ? null : toPlain(value.value);
  if (value instanceof CelTypeValue) return value.name;
  if (value instanceof CelOpaque) return value.text;
  if (value instanceof CelError) return value.message;
  if (value instanceof Uint8Array) return encodeBase64(value);
  const plain: JsonObject = {};
  for (const [key, item] of mapEntries(value as CelMap)) setKey(plain, String(toPlain(key)), toPlain(item));
  return plain;
}
