import { type Fact, type FactSource, type Lookup, selectObjects } from '../../domain/engine/index.ts';
import { parseKindSelector } from '../../domain/policy/index.ts';
import { getKey, isResource, type JsonObject, type JsonValue } from '../../foundations/kube/index.ts';
import { type ApiServer, pathOf } from './api-server.ts';
import { bodyOf } from './request-data.ts';
import { kindsBySelector, selectKinds } from './select-kinds.ts';

const pageSize = 500;

/** A real cluster answers: its objects, and what its API server says to calls. */
export class ClusterFacts implements FactSource {
  readonly #server: ApiServer;

  constructor(server: ApiServer) {
    this.#server = server;
  }

  async fetch(lookup: Lookup): Promise<Fact> {
    try {
      return await this.#answer(lookup);
    } catch (error) {
      return { kind: 'error', message: `${attempt(lookup)}: ${(error as Error).message}` };
    }
  }

  async #answer(lookup: Lookup): Promise<Fact> {
    switch (lookup.kind) {
      case 'configMap': {
        const found = await this.#server.call('GET', pathOf('v1', 'configmaps', lookup.namespace, lookup.name));
        return valueFact({ data: getKey(found, 'data') ?? {}, metadata: getKey(found, 'metadata') ?? {} });
      }
      case 'apiCall': {
        const body = lookup.method === 'POST' ? bodyOf(lookup.data) : undefined;
        return valueFact(await this.#server.call(lookup.method, lookup.urlPath, body));
      }
      case 'resource': {
        const { apiVersion, resource, namespace, name, labels } = lookup;
        const path = pathOf(apiVersion, resource, namespace, name);
        return valueFact(
          await this.#server.call('GET', name === undefined && labels ? path + selecting(labels) : path),
        );
      }
      case 'objects':
        return valueFact(await this.#objects(lookup));
      default:
        return { kind: 'unavailable' };
    }
  }

  /** A namespace without wildcards narrows what is read; everything else is looked at here. */
  async #objects(lookup: Extract<Lookup, { readonly kind: 'objects' }>): Promise<JsonValue> {
    const exact = /[*?]/.test(lookup.namespace) ? '' : lookup.namespace;
    const kinds = await selectKinds(this.#server, kindsBySelector(parseKindSelector(lookup.selects)));
    const lists = await Promise.all(
      kinds.map((kind) => this.#server.list(kind, kind.namespaced ? exact : '', pageSize)),
    );
    return [...selectObjects(lists.flat().filter(isResource), lookup)];
  }
}

function selecting(labels: JsonObject): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${String(value)}`);
  return `?labelSelector=${encodeURIComponent(pairs.join(','))}`;
}

/** What was tried, in the reference's words. */
function attempt(lookup: Lookup): string {
  switch (lookup.kind) {
    case 'configMap':
      return `failed to get configmap ${lookup.namespace}/${lookup.name} `;
    case 'apiCall':
      return `failed to fetch data for APICall: failed to ${lookup.method} resource with raw url: ${lookup.urlPath}`;
    case 'resource':
      return `failed to get ${lookup.resource}${lookup.name === undefined ? '' : ` ${lookup.name}`}`;
    default:
      return 'failed to ask the cluster';
  }
}

function valueFact(value: JsonValue): Fact {
  return { kind: 'value', value };
}
