import { compareBytes, compileRegex, isObject, type JsonValue, toGoJson } from '../../../foundations/kube/index.ts';

/** One place where a manifest and an object differ; `null` where one of them has nothing. */
export interface Difference {
  readonly key: string;
  readonly values: { readonly before: JsonValue; readonly after: JsonValue };
}

/** The values of an object by their paths, `spec.ports.0.port`. Empty maps and lists have none. */
export function flatten(value: JsonValue): ReadonlyMap<string, JsonValue> {
  const leaves = new Map<string, JsonValue>();
  const walk = (current: JsonValue, path: string): void => {
    if (!Array.isArray(current) && !isObject(current)) leaves.set(path, current);
    else for (const [key, child] of Object.entries(current)) walk(child, path ? `${path}.${key}` : key);
  };
  walk(value, '');
  return leaves;
}

/** Where an object is not what a signed manifest says, by path. Source: k8s-manifest-sigstore, its node differences. */
export function differences(manifest: JsonValue, object: JsonValue): readonly Difference[] {
  const before = flatten(manifest);
  const after = flatten(object);
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort(compareBytes);
  const found = keys.flatMap((key): Difference[] => {
    const values = { before: before.get(key) ?? null, after: after.get(key) ?? null };
    return values.before === values.after ? [] : [{ key, values: typed(values) }];
  });
  return found.filter((one) => !isMoved(one, found) && !isEmptyText(one) && !isDefaultImage(one));
}

/** Values of two types are shown with their types. */
function typed({ before, after }: Difference['values']): Difference['values'] {
  if (before === null || after === null || typeof before === typeof after) return { before, after };
  const show = (value: JsonValue) =>
    typeof value === 'string'
      ? `(type: string) ${value}`
      : `(type: ${goType(value)}) %!s(${goType(value)}=${toGoJson(value)})`;
  return { before: show(before), after: show(after) };
}

function goType(value: JsonValue): string {
  return typeof value === 'number' ? 'float64' : 'bool';
}

/** An element that only moved within its list shows as one that went and one that came. */
function isMoved({ key, values }: Difference, all: readonly Difference[]): boolean {
  if (!/\.\d+\./.test(key) || (values.before !== null && values.after !== null)) return false;
  const regex = compileRegex(key.replace(/\.\d+\./g, '\\.\\d+\\.'));
  return all.some(
    (other) =>
      'test' in regex &&
      regex.test(other.key) &&
      (values.after === null
        ? other.values.before === null && other.values.after === values.before
        : other.values.after === null && other.values.before === values.after),
  );
}

function isEmptyText({ values: { before, after } }: Difference): boolean {
  return (before === null && after === '') || (after === null && before === '');
}

/** `nginx` may have become `docker.io/nginx` or `nginx:latest`. */
function isDefaultImage({ key, values: { before, after } }: Difference): boolean {
  if (!key.endsWith('image') || typeof before !== 'string' || typeof after !== 'string') return false;
  return after === `docker.io/${before}` || after === `${before}:latest`;
}

export function showDifferences(items: readonly Difference[]): string {
  return toGoJson({ items: items.map(({ key, values }) => ({ key, values: { ...values } })) });
}
