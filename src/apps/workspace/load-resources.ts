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
import type { ManifestDocument } from '../../languages/manifest/index.ts';

/** A resource and where it is written. */
export interface LocatedResource {
  readonly resource: Resource;
  readonly document: ManifestDocument;
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
    for (const document of read.documents) resources.push(...resourcesOf(document, document.value, diagnostics));
  }
  return { resources: withoutDuplicates(resources, diagnostics), diagnostics };
}

function resourcesOf(document: ManifestDocument, value: JsonValue, diagnostics: Diagnostic[]): LocatedResource[] {
  if (!isResource(value)) {
    diagnostics.push({
      code: 'RESOURCE_NO_KIND',
      severity: 'warning',
      message: 'a document has no `apiVersion` and `kind`, so it is no resource',
      location: document.locate([]),
      help: 'add both, or leave the file out',
    });
    return [];
  }
  const items = value['items'];
  if (value.kind.endsWith('List') && Array.isArray(items))
    return items.flatMap((item) => resourcesOf(document, item, diagnostics));
  return [{ resource: withNamespace(value), document }];
}

function withNamespace(resource: Resource): Resource {
  if (namespaceOf(resource) || isClusterScoped(gvkOf(resource)) !== false) return resource;
  const metadata: JsonObject = isObject(resource['metadata']) ? resource['metadata'] : {};
  return { ...resource, metadata: { ...metadata, namespace: 'default' } };
}

function withoutDuplicates(resources: readonly LocatedResource[], diagnostics: Diagnostic[]): LocatedResource[] {
  const seen = new Map<string, LocatedResource>();
  for (const located of resources) {
    const { resource, document } = located;
    const key = JSON.stringify([gvkOf(resource).group, resource.kind, namespaceOf(resource), nameOf(resource)]);
    if (!seen.has(key) || nameOf(resource) === '') {
      seen.set(nameOf(resource) === '' ? `${key}#${seen.size}` : key, located);
      continue;
    }
    diagnostics.push({
      code: 'RESOURCE_DUPLICATE',
      severity: 'warning',
      message: `${resource.kind} \`${nameOf(resource)}\` is written twice: the first counts`,
      location: document.locate(['metadata', 'name']),
      help: 'remove one of them',
    });
  }
  return [...seen.values()];
}
