import type { Fact, FactSource, Lookup } from '../../domain/engine/index.ts';
import { getKey, getPath, isObject, type JsonObject, type JsonValue, nameOf } from '../../foundations/kube/index.ts';
import { compileJmesPath, JmesPathError } from '../../languages/jmespath/index.ts';

const versions = ['v2', 'v2beta1', 'v2alpha1'];
/** Of a call that fails, where the entry states no number. */
const defaultRetries = 3;

/**
 * Answers references to GlobalContextEntry objects: those given, or those that another source has, with the data that
 * the same source gives. An entry is read once, when it is first asked for; a command has no time to watch.
 * Source: Kyverno, "Global Context".
 */
export class GlobalContext implements FactSource {
  readonly #entries: ReadonlyMap<string, JsonObject>;
  readonly #source: FactSource;
  readonly #read = new Map<string, Promise<Fact>>();

  constructor(entries: readonly JsonObject[], source: FactSource) {
    this.#entries = new Map(entries.map((entry) => [nameOf(entry), entry]));
    this.#source = source;
  }

  async fetch(lookup: Lookup): Promise<Fact> {
    if (lookup.kind !== 'globalContext') return this.#source.fetch(lookup);
    // A reference may name a projection behind a dot; names of entries hold none.
    const [name = '', projection] = lookup.projection ? [lookup.name, lookup.projection] : lookup.name.split('.');
    const entry = this.#entries.get(name) ?? (await this.#findEntry(name));
    if (!entry) return { kind: 'unavailable' };
    let data = this.#read.get(name);
    if (!data) {
      data = this.#load(entry);
      this.#read.set(name, data);
    }
    return projected(await data, entry, projection);
  }

  async #findEntry(name: string): Promise<JsonObject | undefined> {
    for (const version of versions) {
      const fact = await this.#source.fetch({
        kind: 'resource',
        apiVersion: `kyverno.io/${version}`,
        resource: 'globalcontextentries',
        namespace: '',
        name,
      });
      if (fact.kind === 'value' && isObject(fact.value)) return fact.value;
    }
    return undefined;
  }

  async #load(entry: JsonObject): Promise<Fact> {
    const resources = getPath(entry, ['spec', 'kubernetesResource']);
    if (isObject(resources)) {
      const text = (key: string) => String(resources[key] ?? '');
      const fact = await this.#source.fetch({
        kind: 'resource',
        apiVersion: text('group') ? `${text('group')}/${text('version')}` : text('version'),
        resource: text('resource'),
        namespace: text('namespace'),
      });
      return fact.kind === 'value' ? { kind: 'value', value: getKey(fact.value, 'items') ?? [] } : fact;
    }
    const call = getPath(entry, ['spec', 'apiCall']);
    return isObject(call) ? this.#call(call) : failed(`${nameOf(entry)} says no place to load from`);
  }

  async #call(call: JsonObject): Promise<Fact> {
    const { retryLimit } = call;
    const tries = 1 + (typeof retryLimit === 'number' ? retryLimit : defaultRetries);
    const lookup = callLookup(call);
    let fact: Fact = { kind: 'unavailable' };
    for (let i = 0; i < tries; i++) {
      fact = await this.#source.fetch(lookup);
      if (fact.kind !== 'error') break;
    }
    return fact;
  }
}

function callLookup(call: JsonObject): Lookup {
  const { service, method = 'GET', urlPath, data } = call;
  const sent = { method: String(method), ...(data === undefined ? {} : { data }) };
  if (typeof urlPath === 'string' && urlPath !== '') return { kind: 'apiCall', urlPath, ...sent };
  const { url, headers, caBundle } = isObject(service) ? service : {};
  return {
    kind: 'service',
    url: String(url ?? ''),
    ...sent,
    ...(Array.isArray(headers) ? { headers: headers as unknown as { key: string; value: string }[] } : {}),
    ...(typeof caBundle === 'string' ? { caBundle } : {}),
  };
}

function projected(fact: Fact, entry: JsonObject, projection: string | undefined): Fact {
  if (fact.kind !== 'value' || !projection) return fact;
  const listed = getPath(entry, ['spec', 'projections']);
  const path = getKey(
    (Array.isArray(listed) ? listed : []).find((one) => getKey(one, 'name') === projection),
    'jmesPath',
  );
  if (typeof path !== 'string') return failed(`projection ${JSON.stringify(projection)} not found`);
  try {
    return { kind: 'value', value: search(path, fact.value) };
  } catch (error) {
    if (!(error instanceof JmesPathError)) throw error;
    return failed(`projection ${JSON.stringify(projection)}: ${error.message}`);
  }
}

function search(path: string, value: JsonValue): JsonValue {
  return compileJmesPath(path).search(value, { now: 0 });
}

function failed(reason: string): Fact {
  return { kind: 'error', message: `failed to read a GlobalContextEntry: ${reason}` };
}
