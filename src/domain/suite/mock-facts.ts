import {
  isObject,
  type JsonObject,
  type JsonValue,
  nameOf,
  namespaceOf,
  type Resource,
} from '../../foundations/kube/index.ts';
import { compileJmesPath, JmesPathError } from '../../languages/jmespath/index.ts';
import { type Fact, type FactSource, type Lookup, selectObjects } from '../engine/index.ts';

/** One of `globalContextEntries` of a test file; `resources` holds what its `resourceFiles` named, too. */
export interface GlobalContextMock {
  readonly name: string;
  readonly data?: JsonValue;
  readonly resources?: readonly JsonObject[];
  readonly fieldPath?: string;
  readonly projections?: readonly { readonly name: string; readonly path: string }[];
}

/** Answers lookups from the mocks of a test file and from the cluster resources it names. */
export class MockFacts implements FactSource {
  readonly #calls: readonly JsonObject[];
  readonly #globalContext: ReadonlyMap<string, Fact>;
  readonly #resources: readonly Resource[];

  constructor(
    calls: readonly JsonObject[],
    globalContext: readonly GlobalContextMock[],
    resources: readonly Resource[],
  ) {
    this.#calls = calls;
    this.#globalContext = new Map(globalContext.map((entry) => [entry.name, resolveEntry(entry)]));
    this.#resources = resources;
  }

  fetch(lookup: Lookup): Promise<Fact> {
    return Promise.resolve(this.#answer(lookup));
  }

  #answer(lookup: Lookup): Fact {
    switch (lookup.kind) {
      case 'configMap':
        return this.#configMap(lookup.namespace, lookup.name);
      case 'objects':
        return valueFact([...selectObjects(this.#resources, lookup)]);
      case 'apiCall':
        return this.#answerCall(lookup.method, lookup.urlPath);
      case 'service':
        return this.#answerCall(lookup.method, lookup.url);
      case 'globalContext':
        return projected(this.#globalContext.get(lookup.name) ?? { kind: 'unavailable' }, lookup.projection);
      default:
        return { kind: 'unavailable' };
    }
  }

  #configMap(namespace: string, name: string): Fact {
    const found = this.#resources.find(
      (resource) =>
        resource.kind === 'ConfigMap' &&
        nameOf(resource) === name &&
        (namespaceOf(resource) || 'default') === namespace,
    );
    return found
      ? valueFact({ data: found['data'] ?? {}, metadata: found['metadata'] ?? {} })
      : { kind: 'unavailable' };
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

/** The value of a mocked entry: its data or resources, through `fieldPath`, as a map of its projections where it has some. */
function resolveEntry({ data, resources, fieldPath, projections = [] }: GlobalContextMock): Fact {
  const search = (path: string, value: JsonValue) => compileJmesPath(path).search(value, { now: 0 });
  try {
    let root: JsonValue = resources ? [...resources] : (data ?? null);
    if (fieldPath) root = search(fieldPath, root);
    if (projections.length === 0) return valueFact(root);
    return valueFact(Object.fromEntries(projections.map(({ name, path }) => [name, search(path, root)])));
  } catch (error) {
    if (!(error instanceof JmesPathError)) throw error;
    return { kind: 'error', message: error.message };
  }
}

function projected(fact: Fact, projection: string | undefined): Fact {
  if (fact.kind !== 'value' || !projection) return fact;
  const value = isObject(fact.value) ? fact.value[projection] : undefined;
  return value === undefined ? { kind: 'error', message: `projection \`${projection}\` not found` } : valueFact(value);
}

function valueFact(value: JsonValue): Fact {
  return { kind: 'value', value };
}
