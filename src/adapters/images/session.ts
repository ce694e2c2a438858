import { isObject, type JsonValue } from '../../foundations/kube/index.ts';
import { readBounded } from './bounded-body.ts';
import type { Credentials } from './credentials.ts';
import { allowsPlainHttp } from './reference.ts';
import { RegistryError, reasonOf, UnreachableError } from './registry-error.ts';

export interface Answer {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

interface RequestOptions {
  readonly accept: string;
  /** Bytes that are read at most. */
  readonly limit: number;
  /** Whether the registry may send us elsewhere: blobs often lie with another host. */
  readonly redirects?: boolean;
}

export interface SessionOptions {
  /** Plain HTTP is allowed for every host, not only for this machine. */
  readonly insecure: boolean;
  readonly credentials: (host: string) => Promise<Credentials | undefined>;
  /** How long one request may take, in milliseconds. */
  readonly timeout?: number;
}

const maxRedirects = 3;
const maxToken = 64 * 1024;

/** Speaks with registries: chooses HTTPS or plain HTTP, and gets a token where one is wanted. */
export class RegistrySession {
  readonly #options: SessionOptions;
  readonly #bases = new Map<string, Promise<string>>();
  readonly #tokens = new Map<string, string>();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  async get(host: string, repository: string, path: string, options: RequestOptions): Promise<Answer> {
    const url = `${await this.#base(host)}${path}`;
    const key = `${host}/${repository}`;
    let response = await this.#send(url, options, this.#tokens.get(key));
    if (response.status === 401) {
      const challenge = response.headers.get('www-authenticate') ?? '';
      await response.body?.cancel();
      const authorization = await this.#authorize(host, repository, challenge);
      if (authorization) {
        this.#tokens.set(key, authorization);
        response = await this.#send(url, options, authorization);
      }
    }
    if (!response.ok) throw await refusal(url, response);
    const bytes = await readBounded(response, options.limit, `GET ${url}`);
    const mediaType = (response.headers.get('content-type') ?? '').split(';')[0]!.trim();
    return { mediaType: mediaType === 'application/octet-stream' ? '' : mediaType, bytes };
  }

  async #send(url: string, options: RequestOptions, authorization: string | undefined): Promise<Response> {
    let current = url;
    for (let hop = 0; hop <= maxRedirects; hop++) {
      const here = new URL(current).host === new URL(url).host;
      const response = await this.#fetch(current, {
        accept: options.accept,
        // What lets us in here is nobody else's business.
        ...(authorization && here ? { authorization } : {}),
      });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || !location) return response;
      await response.body?.cancel();
      const next = new URL(location, current);
      if (!options.redirects && next.host !== new URL(url).host) {
        throw new RegistryError(`GET ${url}: the registry sends to another host, ${next.host}, which is not followed`);
      }
      if (next.protocol !== 'https:' && !(current.startsWith('http:') && next.protocol === 'http:')) {
        throw new RegistryError(
          `GET ${url}: the registry sends to ${next.protocol}//${next.host}, which is not followed`,
        );
      }
      current = next.href;
    }
    throw new RegistryError(`GET ${url}: more than ${maxRedirects} redirects`);
  }

  async #fetch(url: string, headers: Record<string, string>): Promise<Response> {
    try {
      const signal = AbortSignal.timeout(this.#options.timeout ?? 30_000);
      return await fetch(url, { headers: { ...headers, 'user-agent': 'bylaw' }, redirect: 'manual', signal });
    } catch (error) {
      throw new UnreachableError(`Get "${url}": ${reasonOf(error)}`, { cause: error });
    }
  }

  /** HTTPS, and plain HTTP only where it is allowed and HTTPS is not spoken. */
  #base(host: string): Promise<string> {
    let base = this.#bases.get(host);
    if (!base) {
      base = this.#findBase(host);
      this.#bases.set(host, base);
    }
    return base;
  }

  async #findBase(host: string): Promise<string> {
    const secure = `https://${host}`;
    if (!this.#options.insecure && !allowsPlainHttp(host)) return secure;
    const reasons: string[] = [];
    for (const base of [secure, `http://${host}`]) {
      try {
        await (await this.#fetch(`${base}/v2/`, {})).body?.cancel();
        return base;
      } catch (error) {
        if (!(error instanceof UnreachableError)) throw error;
        reasons.push(error.message);
      }
    }
    throw new UnreachableError(reasons.join('; '));
  }

  /** Source: OCI Distribution Specification and Docker's token authentication. */
  async #authorize(host: string, repository: string, challenge: string): Promise<string | undefined> {
    const credentials = await this.#options.credentials(host);
    const basic =
      credentials && `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
    if (!/^bearer /i.test(challenge)) return basic;
    const fields = new Map([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]));
    const realm = URL.parse(fields.get('realm') ?? '');
    const plain = allowsPlainHttp(host) || this.#options.insecure;
    if (!realm || (realm.protocol !== 'https:' && !(plain && realm.protocol === 'http:'))) {
      throw new RegistryError(
        `${host} asks for a token from \`${fields.get('realm') ?? ''}\`, which is no HTTPS address`,
        401,
      );
    }
    realm.searchParams.set('scope', fields.get('scope') ?? `repository:${repository}:pull`);
    if (fields.has('service')) realm.searchParams.set('service', fields.get('service')!);
    const response = await this.#fetch(realm.href, basic ? { authorization: basic } : {});
    if (!response.ok) throw await refusal(realm.href, response);
    const answer = parse(await readBounded(response, maxToken, `GET ${realm.href}`));
    const token = isObject(answer) ? (answer['token'] ?? answer['access_token']) : undefined;
    return typeof token === 'string' ? `Bearer ${token}` : undefined;
  }
}

function parse(bytes: Buffer): JsonValue | undefined {
  try {
    return JSON.parse(bytes.toString('utf8')) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The error of a registry in go-containerregistry's words: `GET url: CODE: message`. */
async function refusal(url: string, response: Response): Promise<RegistryError> {
  const body = await readBounded(response, maxToken, `GET ${url}`).catch(() => Buffer.alloc(0));
  const answer = parse(body);
  const errors = isObject(answer) && Array.isArray(answer['errors']) ? answer['errors'].filter(isObject) : [];
  const said = errors.map(({ code, message }) =>
    [code, message].filter((part) => typeof part === 'string' && part).join(': '),
  );
  const reason = said.length > 0 ? said.join('; ') : `unexpected status code ${response.status} ${response.statusText}`;
  return new RegistryError(`GET ${url}: ${reason}`, response.status);
}
