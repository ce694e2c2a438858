import http from 'node:http';
import https from 'node:https';
import { getKey, type JsonValue } from '../../foundations/kube/index.ts';
import type { Connection } from './kubeconfig.ts';

const timeoutMs = 30_000;
const maxBytes = 64 * 1024 * 1024;

interface ServedResource {
  readonly name: string;
  readonly namespaced: boolean;
}

/** A Kubernetes API server, read only: what it serves, and its objects. */
export class ApiServer {
  readonly #connection: Connection;
  readonly #served = new Map<string, Promise<ReadonlyMap<string, ServedResource>>>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The version of the server, such as `v1.35.4`. */
  async version(): Promise<string> {
    return String(getKey(await this.#read('/version'), 'gitVersion'));
  }

  /** Every `group/version` and `group/version/Kind` that is served. */
  async apiVersions(): Promise<readonly string[]> {
    const groups = getKey(await this.#read('/apis'), 'groups');
    const versions = (Array.isArray(groups) ? groups : []).flatMap((group) => {
      const listed = getKey(group, 'versions');
      return Array.isArray(listed) ? listed.map((one) => String(getKey(one, 'groupVersion'))) : [];
    });
    const all = new Set<string>();
    for (const version of ['v1', ...versions]) {
      all.add(version);
      for (const kind of (await this.#resourcesOf(version)).keys()) all.add(`${version}/${kind}`);
    }
    return [...all];
  }

  /** An object, the list of all when `name` is empty, or nothing. */
  async lookup(apiVersion: string, kind: string, namespace: string, name: string): Promise<JsonValue | undefined> {
    const resource = (await this.#resourcesOf(apiVersion)).get(kind);
    if (!resource) {
      throw new Error(
        `unable to get apiresource from unstructured: ${apiVersion}, Kind=${kind}: the server does not serve it`,
      );
    }
    const within = resource.namespaced && namespace !== '' ? `/namespaces/${encodeURIComponent(namespace)}` : '';
    const path = `${rootOf(apiVersion)}${within}/${resource.name}${name && `/${encodeURIComponent(name)}`}`;
    return this.#read(path);
  }

  /** What lies at a path; nothing when there is no such thing. */
  async #read(path: string): Promise<JsonValue | undefined> {
    const { status, value } = await this.#get(path);
    if (status === 404) return undefined;
    if (status === 200) return value;
    throw new Error(String(getKey(value, 'message') ?? `the server answered ${status} to GET ${path}`));
  }

  #resourcesOf(apiVersion: string): Promise<ReadonlyMap<string, ServedResource>> {
    let served = this.#served.get(apiVersion);
    if (!served) {
      served = this.#discover(apiVersion);
      this.#served.set(apiVersion, served);
    }
    return served;
  }

  /** Subresources (`pods/log`) are no kinds of their own. */
  async #discover(apiVersion: string): Promise<ReadonlyMap<string, ServedResource>> {
    const listed = getKey(await this.#read(rootOf(apiVersion)), 'resources');
    const served = new Map<string, ServedResource>();
    for (const one of Array.isArray(listed) ? listed : []) {
      const [name, kind] = [String(getKey(one, 'name')), String(getKey(one, 'kind'))];
      if (!name.includes('/') || !served.has(kind))
        served.set(kind, { name, namespaced: getKey(one, 'namespaced') === true });
    }
    return served;
  }

  #get(path: string): Promise<{ status: number; value: JsonValue | undefined }> {
    const { server, headers, tls } = this.#connection;
    const url = new URL(server.replace(/\/$/, '') + path);
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => reject(new Error(`Get ${JSON.stringify(url.href)}: ${error.message}`));
      const sent = { accept: 'application/json', ...headers } as http.OutgoingHttpHeaders;
      const options = { headers: sent, timeout: timeoutMs, ...(url.protocol === 'https:' && tls) };
      const request = (url.protocol === 'https:' ? https : http).get(url, options, (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > maxBytes) request.destroy(new Error(`the answer is larger than ${maxBytes} bytes`));
          else chunks.push(chunk);
        });
        response.on('error', fail);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, value: parse(Buffer.concat(chunks)) }));
      });
      request.on('timeout', () => request.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
      request.on('error', fail);
    });
  }
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
