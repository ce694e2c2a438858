import { readManifests } from '../../adapters/files/index.ts';
import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import {
  gvkOf,
  isClusterScoped,
  isObject,
  isResource,
  type JsonObject,
  type JsonValue,
  nameOf,
  namespaceOf,
  type Resource,
} from '../../foundations/kube/index.ts';
import type { ManifestDocument, ManifestPath } from '../../languages/manifest/index.ts';

/** A resource and where it is written. */
export interface LocatedResource {
  readonly resource: Resource;
  readonly document: ManifestDocument;
  /** Where it begins in the document: set for the items of a list. */
  readonly path?: ManifestPath;
}

export interface LoadedResources {
  readonly resources: readonly LocatedResource[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads resources from files and folders: lists are taken apart, a namespaced resource without a namespace is in
 * `default`, and of two with the same kind, namespace and name the first counts.
 */
export async function readResources(paths: readonly string[]): Promise<LoadedResources> {
  const resources: LocatedResource[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    const read = await readManifests(path);
    diagnostics.push(...read.diagnostics);
    for (const document of read.documents) resources.push(...resourcesOf(document, [], document.value, diagnostics));
  }
  return { resources: withoutDuplicates(resources, diagnostics), diagnostics };
}

function resourcesOf(
  document: ManifestDocument,
  path: ManifestPath,
  value: JsonValue,
  diagnostics: Diagnostic[],
): LocatedResource[] {
  if (!isResource(value)) {
    diagnostics.push({
      code: 'RESOURCE_NO_KIND',
      severity: 'warning',
      message: 'a document has no `apiVersion` and `kind`, so it is no resource',
      location: document.locate(path),
      help: 'add both, or leave the file out',
    });
    return [];
  }
  const items = value['items'];
  if (value.kind.endsWith('List') && Array.isArray(items))
    return items.flatMap((item, index) => resourcesOf(document, [...path, 'items', index], item, diagnostics));
  return [{ resource: withNamespace(value), document, ...(path.length > 0 ? { path } : {}) }];
}

function withNamespace(resource: Resource): Resource {
  if (namespaceOf(resource) || isClusterScoped(gvkOf(resource))) return resource;
  const metadata: JsonObject = isObject(resource['metadata']) ? resource['metadata'] : {};
  return { ...resource, metadata: { ...metadata, namespace: 'default' } };
}

function withoutDuplicates(resources: readonly LocatedResource[], diagnostics: Diagnostic[]): LocatedResource[] {
  const seen = new Map<string, LocatedResource>();
  for (const located of resources) {
    const { resource, document, path = [] } = located;
    const key = JSON.stringify([gvkOf(resource).group, resource.kind, namespaceOf(resource), nameOf(resource)]);
    if (!seen.has(key) || nameOf(resource) === '') {
      seen.set(nameOf(resource) === '' ? `${key}#${seen.size}` : key, located);
      continue;
    }
    diagnostics.push({
      code: 'RESOURCE_DUPLICATE',
      severity: 'warning',
      message: `${resource.kind} \`${nameOf(resource)}\` is written twice: the first counts`,
      location: document.locate([...path, 'metadata', 'name']),
      help: 'remove one of them',
    });
  }
  return [...seen.values()];
}
