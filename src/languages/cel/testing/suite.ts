import { parseDuration, parseGoTime, RFC3339 } from '../../../foundations/kube/index.ts';
import { MapBuilder } from '../value/map.ts';
import { asDouble, asInt } from '../value/number.ts';
import { CelDuration, CelTimestamp, CelTypeValue, CelUint, type CelValue } from '../value/value.ts';

/** A value as the conformance suite writes it: protobuf JSON of cel.expr.Value. */
export interface SuiteValue {
  readonly nullValue?: unknown;
  readonly boolValue?: boolean;
  readonly int64Value?: string | number;
  readonly uint64Value?: string | number;
  readonly doubleValue?: number | string;
  readonly stringValue?: string;
  readonly bytesValue?: string;
  readonly typeValue?: string;
  readonly listValue?: { readonly values?: readonly SuiteValue[] };
  readonly mapValue?: { readonly entries?: readonly { readonly key: SuiteValue; readonly value: SuiteValue }[] };
  readonly objectValue?: { readonly '@type': string; readonly value?: unknown };
}

export interface SuiteTest {
  readonly original: {
    readonly name?: string;
    readonly expr: string;
    readonly value?: SuiteValue;
    readonly typedResult?: { readonly result?: SuiteValue };
    readonly evalError?: unknown;
    readonly anyEvalErrors?: unknown;
    readonly unknown?: unknown;
    readonly disableCheck?: boolean;
    readonly checkOnly?: boolean;
    readonly container?: string;
    readonly bindings?: Readonly<Record<string, { readonly value?: SuiteValue }>>;
    readonly typeEnv?: readonly { readonly name: string; readonly ident?: unknown; readonly function?: unknown }[];
  };
}

export interface Suite {
  readonly name: string;
  readonly suites?: readonly Suite[];
  readonly tests?: readonly SuiteTest[];
}

/** A value of the suite; `undefined` for protobuf messages, which CEL in Kubernetes does not have. */
export function fromSuite(value: SuiteValue): CelValue | undefined {
  if ('nullValue' in value) return null;
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.int64Value !== undefined) return asInt(BigInt(value.int64Value)) as CelValue;
  if (value.uint64Value !== undefined) return new CelUint(BigInt(value.uint64Value));
  if (value.doubleValue !== undefined) return asDouble(Number(value.doubleValue));
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.bytesValue !== undefined) return Uint8Array.from(atob(value.bytesValue), (char) => char.charCodeAt(0));
  if (value.typeValue !== undefined) return new CelTypeValue(value.typeValue);
  if (value.listValue) return all((value.listValue.values ?? []).map(fromSuite));
  if (value.mapValue) {
    const map = new MapBuilder();
    for (const entry of value.mapValue.entries ?? []) {
      const [key, item] = [fromSuite(entry.key), fromSuite(entry.value)];
      if (key === undefined || item === undefined) return undefined;
      map.set(key, item);
    }
    return map.build();
  }
  return value.objectValue && wellKnown(value.objectValue);
}

function all(values: readonly (CelValue | undefined)[]): CelValue | undefined {
  return values.some((value) => value === undefined) ? undefined : (values as readonly CelValue[]);
}

function wellKnown({ '@type': type, value }: NonNullable<SuiteValue['objectValue']>): CelValue | undefined {
  if (type.endsWith('google.protobuf.Duration')) return new CelDuration(parseDuration(String(value))!);
  if (!type.endsWith('google.protobuf.Timestamp')) return undefined;
  const time = parseGoTime(RFC3339, String(value));
  return 'error' in time ? undefined : new CelTimestamp(time.unixNanos);
}
