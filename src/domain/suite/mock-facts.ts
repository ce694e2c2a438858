import {
  getKey,
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
      case 'http':
        return this.#answerHttp(lookup.method, lookup.url);
      case 'globalContext':
        return projected(this.#globalContext.get(lookup.name) ?? { kind: 'unavailable' }, lookup);
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
    const mock = this.#mockOf(method, url);
    if (!mock) return { kind: 'unavailable' };
    const { statusCode, body } = mock;
    if (statusCode < 200 || statusCode >= 300) return { kind: 'error', message: `HTTP ${statusCode} from ${url}` };
    return valueFact(body);
  }

  #answerHttp(method: string, url: string): Fact {
    const mock = this.#mockOf(method, url);
    return mock ? valueFact({ ...mock }) : { kind: 'unavailable' };
  }

  /** A mock that names the method comes before one for any. */
  #mockOf(method: string, url: string): { readonly body: JsonValue; readonly statusCode: number } | undefined {
    const calls = this.#calls.filter((call) => (call['url'] ?? call['urlPath']) === url);
    const methodOf = (call: JsonObject) =>
      String(call['method'] ?? '')
        .trim()
        .toUpperCase();
    const call = calls.find((one) => methodOf(one) === method) ?? calls.find((one) => methodOf(one) === '');
    const response = call?.['response'];
    if (!isObject(response)) return undefined;
    const { body = null, statusCode } = response;
    return { body, statusCode: typeof statusCode === 'number' && statusCode !== 0 ? statusCode : 200 };
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

function projected(fact: Fact, { name, projection }: { name: string; projection?: string }): Fact {
  if (fact.kind !== 'value' || !projection) return fact;
  const value = isObject(fact.value) ? getKey(fact.value, projection) : undefined;
  if (value !== undefined) return valueFact(value);
  const why = isObject(fact.value) ? '' : ': stored value is not an object';
  const [wanted, entry] = [projection, name].map((text) => JSON.stringify(text));
  return { kind: 'error', message: `projection ${wanted} not found in global context entry ${entry}${why}` };
}

function valueFact(value: JsonValue): Fact {
  return { kind: 'value', value };
}
