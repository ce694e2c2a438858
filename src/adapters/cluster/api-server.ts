import { getKey, isObject, type JsonObject, type JsonValue } from '../../foundations/kube/index.ts';
import { type Agents, type HttpAnswer, keepAlive, sendRequest } from './http-request.ts';
import type { Connection } from './kubeconfig.ts';

const timeoutMs = 30_000;
const maxBytes = 64 * 1024 * 1024;

/** A kind of objects that a server has, and how it is called there. */
export interface ServedKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** As in addresses: `pods`. */
  readonly name: string;
  readonly namespaced: boolean;
  readonly listable: boolean;
}

/** The server understood a request, and did not do what it asked. */
export class RefusedRequest extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface Page {
  readonly items: readonly JsonValue[];
  readonly next: string;
  /** These are all items, those of earlier pages too. */
  readonly whole: boolean;
}

/** A Kubernetes API server: what it serves, and its objects. Nothing is changed, save what POST calls of policies ask. */
export class ApiServer {
  readonly #connection: Connection;
  readonly #served = new Map<string, Promise<ReadonlyMap<string, ServedKind>>>();
  #groups: Promise<readonly string[]> | undefined;
  #agents: Agents | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The version of the server, such as `v1.35.4`. */
  async version(): Promise<string> {
    return String(getKey(await this.#read('/version'), 'gitVersion'));
  }

  /** Every `group/version` and `group/version/Kind` that is served. */
  async apiVersions(): Promise<readonly string[]> {
    const all = new Set<string>();
    for (const version of await this.groupVersions()) {
      all.add(version);
      for (const kind of (await this.kindsOf(version)).keys()) all.add(`${version}/${kind}`);
    }
    return [...all];
  }

  /** Every `group/version`; of each group the preferred one first. */
  groupVersions(): Promise<readonly string[]> {
    this.#groups ??= this.#readGroups();
    return this.#groups;
  }

  /** The kinds of a `group/version`. */
  kindsOf(apiVersion: string): Promise<ReadonlyMap<string, ServedKind>> {
    let served = this.#served.get(apiVersion);
    if (!served) {
      served = this.#discover(apiVersion);
      this.#served.set(apiVersion, served);
    }
    return served;
  }

  /** An object, the list of all when `name` is empty, or nothing. */
  async lookup(apiVersion: string, kind: string, namespace: string, name: string): Promise<JsonValue | undefined> {
    const served = (await this.kindsOf(apiVersion)).get(kind);
    if (!served) {
      throw new Error(
        `unable to get apiresource from unstructured: ${apiVersion}, Kind=${kind}: the server does not serve it`,
      );
    }
    return this.#read(pathOf(apiVersion, served.name, served.namespaced ? namespace : '', name));
  }

  /** All objects of a kind, in pages. */
  async list({ apiVersion, kind, name }: ServedKind, namespace: string, pageSize: number): Promise<JsonObject[]> {
    const path = pathOf(apiVersion, name, namespace);
    let items: JsonValue[] = [];
    let next = '';
    do {
      const page = await this.#page(path, pageSize, next);
      if (page.whole) items = [];
      items.push(...page.items);
      next = page.next;
    } while (next !== '');
    // The items of a list do not say what they are.
    return items.filter(isObject).map((item) => ({ ...item, apiVersion, kind }));
  }

  async #page(path: string, size: number, token: string): Promise<Page> {
    let [found, whole] = [undefined as JsonValue | undefined, false];
    try {
      found = await this.call('GET', `${path}?limit=${size}${token && `&continue=${encodeURIComponent(token)}`}`);
    } catch (error) {
      // The list that the token belongs to is forgotten: all of it is read anew, at once.
      if (!(error instanceof RefusedRequest) || error.status !== 410 || token === '') throw error;
      [found, whole] = [await this.call('GET', path), true];
    }
    const items = getKey(found, 'items');
    const next = getKey(getKey(found, 'metadata'), 'continue');
    return { items: Array.isArray(items) ? items : [], next: typeof next === 'string' ? next : '', whole };
  }

  /**
   * What the server answers to a call.
   *
   * @throws RefusedRequest with the server's words for an answer that is no success.
   */
  async call(method: string, path: string, body?: string): Promise<JsonValue> {
    const answer = await this.#send(method, path, body);
    const value = parse(answer.body);
    if (answer.status >= 200 && answer.status < 300) {
      if (value === undefined) throw new Error(`the server answered no JSON to ${method} ${path}`);
      return value;
    }
    const message = getKey(value, 'message') ?? `the server answered ${answer.status} to ${method} ${path}`;
    throw new RefusedRequest(answer.status, String(message));
  }

  /** What lies at a path; nothing when there is no such thing. */
  async #read(path: string): Promise<JsonValue | undefined> {
    try {
      return await this.call('GET', path);
    } catch (error) {
      if (error instanceof RefusedRequest && error.status === 404) return undefined;
      throw error;
    }
  }

  async #readGroups(): Promise<readonly string[]> {
    const groups = getKey(await this.#read('/apis'), 'groups');
    const versions = (Array.isArray(groups) ? groups : []).flatMap((group) => {
      const listed = getKey(group, 'versions');
      return Array.isArray(listed) ? listed.map((one) => String(getKey(one, 'groupVersion'))) : [];
    });
    return ['v1', ...versions];
  }

  /** Subresources (`pods/log`) are no kinds of their own. */
  async #discover(apiVersion: string): Promise<ReadonlyMap<string, ServedKind>> {
    const listed = getKey(await this.#read(rootOf(apiVersion)), 'resources');
    const served = new Map<string, ServedKind>();
    for (const one of Array.isArray(listed) ? listed : []) {
      const [name, kind] = [String(getKey(one, 'name')), String(getKey(one, 'kind'))];
      const verbs = getKey(one, 'verbs');
      const listable = Array.isArray(verbs) && verbs.includes('list');
      if (!name.includes('/') || !served.has(kind))
        served.set(kind, { apiVersion, kind, name, namespaced: getKey(one, 'namespaced') === true, listable });
    }
    return served;
  }

  #send(method: string, path: string, body?: string): Promise<HttpAnswer> {
    this.#agents ??= keepAlive();
    const { server, headers, tls } = this.#connection;
    return sendRequest({
      method,
      url: addressOf(server, path),
      headers: {
        accept: 'application/json',
        ...(body !== undefined && {
          'content-type': 'application/json',
          'content-length': `${Buffer.byteLength(body)}`,
        }),
        ...headers,
      },
      ...(body !== undefined && { body }),
      tls,
      agents: this.#agents,
      timeoutMs,
      maxBytes,
    });
  }
}

/** Paths may come from policies: credentials must not leave the server with them. */
function addressOf(server: string, path: string): URL {
  const base = new URL(server);
  const root = base.pathname.replace(/\/$/, '');
  const url = path.startsWith('/') ? new URL(base.origin + root + path) : undefined;
  if (url?.origin === base.origin && url.pathname.startsWith(`${root}/`)) return url;
  throw new Error(`\`${path}\` is no path of the API server`);
}

/** Where objects of a kind lie: all of them, those of a namespace, or one. */
export function pathOf(apiVersion: string, resource: string, namespace: string, name = ''): string {
  const within = namespace !== '' ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${rootOf(apiVersion)}${within}/${resource}${name && `/${encodeURIComponent(name)}`}`;
}

function rootOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Errors of proxies in between are no JSON. */
function parse(body: Buffer): JsonValue | undefined {
  try {
    return JSON.parse(body.toString('utf8')) as JsonValue;
  } catch {
    return undefined;
  }
}
