import type { Fact, FactSource, Lookup } from '../../domain/engine/index.ts';
import type { JsonValue } from '../../foundations/kube/index.ts';
import { BlockedAddresses, defaultBlocked } from './blocked-addresses.ts';
import { type HttpAnswer, type HttpRequest, sendRequest } from './http-request.ts';
import { bodyOf } from './request-data.ts';

type ServiceLookup = Extract<Lookup, { readonly kind: 'service' }>;

export interface ServiceLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

const defaultLimits: ServiceLimits = { timeoutMs: 30_000, maxBytes: 2 * 1024 * 1024 };
const maxRedirects = 10;
const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Makes the HTTP calls of `apiCall.service`. The headers are those of the policy and no others: credentials of a cluster
 * are for its API server, and a policy's own go no further than to the host that it names.
 */
export class ServiceCalls implements FactSource {
  readonly #blocked: BlockedAddresses;
  readonly #limits: ServiceLimits;

  constructor(blocked: readonly string[] = defaultBlocked, limits: ServiceLimits = defaultLimits) {
    this.#blocked = new BlockedAddresses(blocked);
    this.#limits = limits;
  }

  async fetch(lookup: Lookup): Promise<Fact> {
    if (lookup.kind !== 'service') return { kind: 'unavailable' };
    try {
      return valueOf(await this.#call(lookup));
    } catch (error) {
      return failed(`failed to execute HTTP request: ${(error as Error).message}`);
    }
  }

  async #call(lookup: ServiceLookup): Promise<HttpAnswer> {
    let request = this.#requestOf(lookup);
    for (let i = 0; i < maxRedirects; i++) {
      const against = this.#blocked.reasonAgainst(request.url.hostname);
      if (against) throw new Error(against);
      const answer = await sendRequest(request);
      const { location } = answer.headers;
      if (location === undefined || !redirects.has(answer.status)) return answer;
      request = redirected(request, answer.status, new URL(location, request.url));
    }
    throw new Error(`stopped after ${maxRedirects} redirects`);
  }

  #requestOf({ method, url, headers = [], data, caBundle }: ServiceLookup): HttpRequest {
    const body = method === 'POST' ? bodyOf(data) : undefined;
    const given = Object.fromEntries(headers.map(({ key, value }) => [key.toLowerCase(), value]));
    return {
      method,
      url: new URL(url),
      headers: { ...(body !== undefined && { 'content-length': `${Buffer.byteLength(body)}` }), ...given },
      ...(body !== undefined && { body }),
      ...(caBundle && { tls: { ca: caBundle, minVersion: 'TLSv1.2' } }),
      lookup: this.#blocked.lookup,
      ...this.#limits,
    };
  }
}

/** What asks again where a server points to: secrets stay with the host they were for, and POST becomes GET as in Go. */
function redirected(request: HttpRequest, status: number, url: URL): HttpRequest {
  const dropped = new Set(url.host === request.url.host ? [] : ['authorization', 'cookie', 'www-authenticate']);
  const { body, ...rest } = request;
  if (status === 307 || status === 308) return { ...request, url, headers: without(request.headers, dropped) };
  dropped.add('content-length').add('content-type');
  return { ...rest, method: 'GET', url, headers: without(request.headers, dropped) };
}

function without(headers: HttpRequest['headers'], dropped: ReadonlySet<string>): HttpRequest['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}

function valueOf({ status, statusText, body }: HttpAnswer): Fact {
  const text = body.toString('utf8');
  if (status < 200 || status >= 300) return failed(`HTTP ${status} ${statusText}: ${text.slice(0, 1000)}`);
  try {
    return { kind: 'value', value: JSON.parse(text) as JsonValue };
  } catch (error) {
    return failed(`the answer is no JSON: ${(error as Error).message}`);
  }
}

function failed(reason: string): Fact {
  return { kind: 'error', message: `failed to fetch data for APICall: ${reason}` };
}
