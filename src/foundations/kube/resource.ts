import { getPath, isObject, type JsonObject, type JsonValue } from './json.ts';

/** A Kubernetes object: a parsed manifest with `apiVersion` and `kind`, or an object read from a cluster. */
export interface Resource extends JsonObject {
  apiVersion: string;
  kind: string;
}

export interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

export function isResource(value: JsonValue | undefined): value is Resource {
  return isObject(value) && typeof value['apiVersion'] === 'string' && typeof value['kind'] === 'string';
}

/** Group, version and kind; the core group is the empty string. */
export function gvkOf(resource: Resource): Gvk {
  const [first, second] = resource.apiVersion.split('/', 2);
  return second === undefined
    ? { group: '', version: first!, kind: resource.kind }
    : { group: first!, version: second, kind: resource.kind };
}

/** `metadata.name`, or an empty string. */
export function nameOf(resource: JsonObject): string {
  return textAt(resource, ['metadata', 'name']);
}

/** `metadata.namespace`, or an empty string. */
export function namespaceOf(resource: JsonObject): string {
  return textAt(resource, ['metadata', 'namespace']);
}

/** `metadata.labels` with its string values. */
export function labelsOf(resource: JsonObject): Readonly<Record<string, string>> {
  return stringMapAt(resource, ['metadata', 'labels']);
}

/** `metadata.annotations` with its string values. */
export function annotationsOf(resource: JsonObject): Readonly<Record<string, string>> {
  return stringMapAt(resource, ['metadata', 'annotations']);
}

/** `Kind/namespace/name`, or `Kind/name` for a cluster-scoped resource. */
export function resourceKey(resource: Resource): string {
  const namespace = namespaceOf(resource);
  return `${resource.kind}/${namespace ? `${namespace}/` : ''}${nameOf(resource)}`;
}

function textAt(object: JsonObject, path: readonly string[]): string {
  const value = getPath(object, path);
  return typeof value === 'string' ? value : '';
}

function stringMapAt(object: JsonObject, path: readonly string[]): Readonly<Record<string, string>> {
  const map = getPath(object, path);
  if (!isObject(map)) return {};
  return Object.fromEntries(
    Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
