import {
  isObject,
  type JsonObject,
  type JsonValue,
  jsonEqual,
  labelsOf,
  nameOf,
  namespaceOf,
  type Resource,
} from '../../foundations/kube/index.ts';
import { toYaml } from '../../languages/manifest/index.ts';

/** What an expected file says about one object: that it is missing there, that it differs, or nothing when it is equal. */
export type ObjectMismatch = { readonly kind: 'missing' | 'different'; readonly message: string };

/** Compares an object with the one of its kind and name in a file of expected objects. Source: Kyverno, "kyverno test". */
export function compareObject(
  actual: Resource,
  expected: readonly Resource[],
  file: string,
): ObjectMismatch | undefined {
  const found = expected.find(
    (candidate) =>
      candidate.apiVersion === actual.apiVersion &&
      candidate.kind === actual.kind &&
      nameOf(candidate) === nameOf(actual) &&
      namespaceOf(candidate) === namespaceOf(actual),
  );
  const shown = [actual.kind, namespaceOf(actual), nameOf(actual)].filter(Boolean).join('/');
  if (!found) return { kind: 'missing', message: `${shown} is not in ${file}` };
  const [have, want] = [tidy(actual), tidy(found)];
  if (jsonEqual(have, want)) return undefined;
  return { kind: 'different', message: `${shown} differs from ${file}:\n${describeDifference(have, want)}` };
}

/** Labels of the generate controller, nulls and empty maps and lists do not count. */
function tidy(resource: Resource): JsonObject {
  const labels = Object.entries(labelsOf(resource)).filter(([name]) => !name.startsWith('generate.kyverno.io/'));
  const metadata = {
    ...(isObject(resource['metadata']) ? resource['metadata'] : {}),
    labels: Object.fromEntries([['app.kubernetes.io/managed-by', 'kyverno'], ...labels]),
  };
  return prune({ ...resource, metadata }) as JsonObject;
}

function prune(value: JsonValue): JsonValue | undefined {
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    const items = value.flatMap((item) => prune(item) ?? []);
    return items.length > 0 ? items : undefined;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, JsonValue][] => {
    const pruned = prune(item);
    return pruned === undefined ? [] : [[key, pruned]];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** The paths that differ, with both values: short enough to read in a table. */
function describeDifference(have: JsonValue, want: JsonValue): string {
  const lines = differences(have, want, '');
  const more = lines.length > maxLines ? [`and ${lines.length - maxLines} more`] : [];
  return [...lines.slice(0, maxLines), ...more].join('\n');
}

const maxLines = 10;

function differences(have: JsonValue | undefined, want: JsonValue | undefined, path: string): string[] {
  if (jsonEqual(have, want)) return [];
  if (isObject(have) && isObject(want)) {
    const keys = [...new Set([...Object.keys(have), ...Object.keys(want)])].sort();
    return keys.flatMap((key) => differences(have[key], want[key], path ? `${path}.${key}` : key));
  }
  if (Array.isArray(have) && Array.isArray(want)) {
    const length = Math.max(have.length, want.length);
    return Array.from({ length }, (_, index) => differences(have[index], want[index], `${path}[${index}]`)).flat();
  }
  return [`${path}: want ${show(want)}, got ${show(have)}`];
}

function show(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'object' ? JSON.stringify(value) : toYaml(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
