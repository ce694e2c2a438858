import { type JsonObject, nameOf, namespaceOf, type Resource, resourceNameOf } from '../../foundations/kube/index.ts';
import type { Fact, FactSource, Lookup } from '../engine/index.ts';

type ResourceLookup = Extract<Lookup, { kind: 'resource' }>;

/** What a Context file holds. */
export interface ContextMocks {
  readonly resources: readonly Resource[];
  readonly images: readonly JsonObject[];
}

/**
 * Answers from a Context file as Kyverno's command line does: objects of exactly the namespace that is named, labels
 * disregarded, and an error for the list of a type that the file has nothing of. Compared with `kyverno test`.
 */
export class ContextFacts implements FactSource {
  readonly #mocks: ContextMocks;

  constructor(mocks: ContextMocks) {
    this.#mocks = mocks;
  }

  fetch(lookup: Lookup): Promise<Fact> {
    return Promise.resolve(this.#answer(lookup));
  }

  #answer(lookup: Lookup): Fact {
    switch (lookup.kind) {
      case 'resource':
        return lookup.post ? { kind: 'unavailable' } : this.#resource(lookup);
      case 'imageData': {
        const image = this.#mocks.images.find((candidate) => candidate['image'] === lookup.reference);
        return image ? { kind: 'value', value: image } : { kind: 'unavailable' };
      }
      default:
        return { kind: 'unavailable' };
    }
  }

  #resource({ apiVersion, resource, namespace, name }: ResourceLookup): Fact {
    const all = this.#mocks.resources.filter(
      (candidate) => candidate.apiVersion === apiVersion && resourceNameOf(candidate.kind) === resource,
    );
    const items = all.filter((candidate) => namespaceOf(candidate) === namespace);
    if (name !== undefined)
      return { kind: 'value', value: items.find((candidate) => nameOf(candidate) === name) ?? null };
    if (all.length > 0) return { kind: 'value', value: { items } };
    const [group] = apiVersion.split('/').slice(0, -1);
    return { kind: 'error', message: `${group ? `${resource}.${group}` : resource} resource not found` };
  }
}
