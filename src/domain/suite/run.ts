import {
  isObject,
  type JsonObject,
  type JsonValue,
  nameOf,
  namespaceOf,
  type Resource,
} from '../../foundations/kube/index.ts';
import {
  type CompiledPolicies,
  type EngineResponse,
  evaluateWith,
  type Fact,
  type FactSource,
  type Lookup,
  phases,
  selectObjects,
} from '../engine/index.ts';
import { type InputSettings, inputFor } from './values.ts';

/** The responses of all policies to all resources, by resource. */
export type ResponsesByResource = ReadonlyMap<Resource, readonly EngineResponse[]>;

/** Judges resources one policy at a time, since a Values file may give each policy other input. */
export async function judgeResources(
  policies: CompiledPolicies,
  resources: readonly Resource[],
  settings: InputSettings,
  facts: FactSource,
): Promise<ResponsesByResource> {
  const known = new Map<string, Fact>();
  const responses = new Map<Resource, readonly EngineResponse[]>();
  for (const resource of resources) {
    responses.set(resource, await judgeResource(policies, resource, settings, facts, known));
  }
  return responses;
}

async function judgeResource(
  policies: CompiledPolicies,
  resource: Resource,
  settings: InputSettings,
  facts: FactSource,
  known: Map<string, Fact>,
): Promise<readonly EngineResponse[]> {
  const found: EngineResponse[] = [];
  let current = resource;
  for (const phase of phases) {
    for (const compiled of policies.policies) {
      if (!compiled.phases.has(phase)) continue;
      const input = inputFor(current, compiled.policy.name, settings);
      const one = { policies: [compiled], phases: [phase], diagnostics: [] };
      const responses = await evaluateWith(facts, one, input, known);
      found.push(...responses);
      for (const { patchedResource, results } of responses) {
        // A change that failed leaves nothing to judge.
        if (results.some((result) => result.patchedResource === null)) return found;
        current = patchedResource ?? current;
      }
    }
  }
  return found;
}

/** Answers lookups from the mocks of a test file and from the cluster resources it names. */
export class MockFacts implements FactSource {
  readonly #calls: readonly JsonObject[];
  readonly #globalContext: readonly JsonObject[];
  readonly #resources: readonly Resource[];

  constructor(calls: readonly JsonObject[], globalContext: readonly JsonObject[], resources: readonly Resource[]) {
    this.#calls = calls;
    this.#globalContext = globalContext;
    this.#resources = resources;
  }

  fetch(lookup: Lookup): Promise<Fact> {
    return Promise.resolve(this.#answer(lookup));
  }

  #answer(lookup: Lookup): Fact {
    switch (lookup.kind) {
      case 'configMap': {
        const found = this.#resources.find(
          (resource) =>
            resource.kind === 'ConfigMap' &&
            nameOf(resource) === lookup.name &&
            (namespaceOf(resource) || 'default') === lookup.namespace,
        );
        return found
          ? valueFact({ data: found['data'] ?? {}, metadata: found['metadata'] ?? {} })
          : { kind: 'unavailable' };
      }
      case 'objects':
        return valueFact([...selectObjects(this.#resources, lookup)]);
      case 'apiCall':
        return this.#answerCall(lookup.method, lookup.urlPath);
      case 'service':
        return this.#answerCall(lookup.method, lookup.url);
      case 'globalContext': {
        const entry = this.#globalContext.find(({ name }) => name === lookup.name);
        return entry ? valueFact(entry['data'] ?? entry['resources'] ?? null) : { kind: 'unavailable' };
      }
      default:
        return { kind: 'unavailable' };
    }
  }

  #answerCall(method: string, url: string): Fact {
    const call = this.#calls.find(
      (candidate) =>
        (candidate['url'] ?? candidate['urlPath']) === url &&
        (candidate['method'] === undefined || candidate['method'] === method),
    );
    const response = call?.['response'];
    if (!isObject(response)) return { kind: 'unavailable' };
    const status = typeof response['statusCode'] === 'number' ? response['statusCode'] : 200;
    if (status < 200 || status >= 300) return { kind: 'error', message: `HTTP ${status} from ${url}` };
    return valueFact(response['body'] ?? null);
  }
}

function valueFact(value: JsonValue): Fact {
  return { kind: 'value', value };
}
