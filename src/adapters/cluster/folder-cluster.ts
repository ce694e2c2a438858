import { type Fact, type FactSource, type Lookup, selectObjects } from '../../domain/engine/index.ts';
import {
  gvkOf,
  isClusterScoped,
  type JsonValue,
  labelsOf,
  matchLabelSelector,
  nameOf,
  namespaceOf,
  type Resource,
  resourceNameOf,
} from '../../foundations/kube/index.ts';

type ResourceLookup = Extract<Lookup, { kind: 'resource' }>;

/** A set of resources that answers as an API server would: what a folder of manifests is to the engine. */
export class FolderCluster implements FactSource {
  readonly #resources: readonly Resource[];
  readonly #namespaces: ReadonlyMap<string, Resource>;

  constructor(resources: readonly Resource[]) {
    this.#resources = resources;
    const namespaces = resources.filter(({ kind, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1');
    this.#namespaces = new Map(namespaces.map((namespace) => [nameOf(namespace), namespace]));
  }

  /** What is known of a resource's namespace; nothing when the folder does not hold it. */
  namespaceOf(resource: Resource): { namespaceLabels?: Readonly<Record<string, string>>; namespaceObject?: Resource } {
    const namespaceObject = this.#namespaces.get(namespaceOf(resource));
    return namespaceObject ? { namespaceLabels: labelsOf(namespaceObject), namespaceObject } : {};
  }

  /** An object, the list of all when `name` is empty, or nothing. */
  lookup(apiVersion: string, kind: string, namespace: string, name: string): JsonValue | undefined {
    const items = this.#resources.filter(
      (candidate) => candidate.kind === kind && isOf(candidate, apiVersion, resourceNameOf(kind), namespace),
    );
    if (name !== '') return items.find((candidate) => nameOf(candidate) === name);
    return { apiVersion, kind: `${kind}List`, metadata: { resourceVersion: '' }, items };
  }

  fetch(lookup: Lookup): Promise<Fact> {
    return Promise.resolve(this.#answer(lookup));
  }

  #answer(lookup: Lookup): Fact {
    switch (lookup.kind) {
      case 'configMap': {
        const found = this.#find('v1', 'configmaps', lookup.namespace, lookup.name);
        if (!found)
          return { kind: 'error', message: `configmaps "${lookup.name}" not found in namespace ${lookup.namespace}` };
        return { kind: 'value', value: { data: found['data'] ?? {}, metadata: found['metadata'] ?? {} } };
      }
      case 'apiCall':
        return lookup.method === 'GET' ? this.#get(lookup.urlPath) : { kind: 'unavailable' };
      case 'resource':
        return this.#answerResource(lookup);
      case 'objects':
        return { kind: 'value', value: [...selectObjects(this.#resources, lookup)] };
      default:
        return { kind: 'unavailable' };
    }
  }

  #answerResource({ apiVersion, resource, namespace, name, labels, post }: ResourceLookup): Fact {
    if (post) return { kind: 'unavailable' };
    if (name !== undefined) {
      const found = this.#resources.find(
        (candidate) => isOf(candidate, apiVersion, resource, namespace) && nameOf(candidate) === name,
      );
      // What is in a namespace is found in it only, and what is in none in none.
      return { kind: 'value', value: found && namespaceOf(found) === namespace ? found : null };
    }
    const selector = labels ? { matchLabels: labels as Record<string, string> } : {};
    return this.#list(apiVersion, resource, namespace, (candidate) =>
      matchLabelSelector(selector, labelsOf(candidate)),
    );
  }

  /** `/api/v1/namespaces/NS/pods/NAME`, `/apis/GROUP/VERSION/...`, with or without namespace and name. */
  #get(urlPath: string): Fact {
    const path = urlPath.split('?')[0]!;
    const found = /^\/(?:api\/(v1)|apis\/([^/]+\/[^/]+))(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?$/.exec(
      path,
    );
    if (!found) return { kind: 'error', message: `\`${urlPath}\` is no path of the Kubernetes API` };
    const [, core, group, namespace = '', resource = '', name] = found;
    const apiVersion = core ?? group!;
    return name === undefined
      ? this.#list(apiVersion, resource, namespace)
      : this.#object(apiVersion, resource, namespace, name);
  }

  #object(apiVersion: string, resource: string, namespace: string, name: string): Fact {
    const found = this.#find(apiVersion, resource, namespace, name);
    return found ? { kind: 'value', value: found } : { kind: 'error', message: `${resource} "${name}" not found` };
  }

  #list(
    apiVersion: string,
    resource: string,
    namespace: string,
    isWanted: (candidate: Resource) => boolean = () => true,
  ): Fact {
    const items = this.#resources.filter(
      (candidate) => isOf(candidate, apiVersion, resource, namespace) && isWanted(candidate),
    );
    return {
      kind: 'value',
      value: { apiVersion, kind: items[0] ? `${items[0].kind}List` : 'List', items: [...items] },
    };
  }

  #find(apiVersion: string, resource: string, namespace: string, name: string): Resource | undefined {
    return this.#resources.find(
      (candidate) => isOf(candidate, apiVersion, resource, namespace) && nameOf(candidate) === name,
    );
  }
}

function isOf(candidate: Resource, apiVersion: string, resource: string, namespace: string): boolean {
  if (candidate.apiVersion !== apiVersion || resourceNameOf(candidate.kind) !== resource) return false;
  return namespace === '' || isClusterScoped(gvkOf(candidate)) === true || namespaceOf(candidate) === namespace;
}
