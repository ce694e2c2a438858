import { AnswerTooLargeError, type HttpAnswer, HttpClient, type HttpOptions, UnreachableError } from '../http/index.ts';
import type { CredentialSource } from './credentials.ts';
import { logIn } from './login.ts';
import { allowsPlainHttp } from './reference.ts';
import { refusalOf } from './refusal.ts';
import { RegistryError, refused } from './registry-error.ts';

interface RequestOptions {
  readonly accept: string;
  /** Bytes that are read at most. */
  readonly limit: number;
}

export interface SessionOptions extends HttpOptions {
  /**
   * `secure`: HTTPS only. `plain`: HTTP only. `insecure`: HTTP where HTTPS is not spoken. `local`: the same, but only on
   * this machine.
   */
  readonly scheme: 'secure' | 'plain' | 'insecure' | 'local';
  readonly credentials: CredentialSource;
}

/** Speaks with registries: chooses HTTPS or plain HTTP, and logs in where that is wanted. */
export class RegistrySession {
  readonly #options: SessionOptions;
  readonly #client: HttpClient;
  readonly #bases = new Map<string, Promise<string>>();
  readonly #authorizations = new Map<string, string>();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#client = new HttpClient(options);
  }

  /** @throws RegistryError, UnreachableError */
  async get(host: string, repository: string, path: string, options: RequestOptions): Promise<HttpAnswer> {
    const base = await this.#base(host);
    const url = `${base}${path}`;
    const key = `${host}/${repository}`;
    let answer = await this.#send(url, options, this.#authorizations.get(key));
    if (answer.status === 401) {
      const challenge = { host, repository, url, answer, plain: base.startsWith('http:') };
      const authorization = await this.#limited(() => logIn(this.#client, challenge, this.#options.credentials));
      if (authorization !== undefined) {
        this.#authorizations.set(key, authorization);
        answer = await this.#send(url, options, authorization);
      }
    }
    if (answer.status < 200 || answer.status >= 300) throw refused(refusalOf(url, answer));
    return answer;
  }

  #send(url: string, { accept, limit }: RequestOptions, authorization: string | undefined): Promise<HttpAnswer> {
    const headers = { accept, ...(authorization && { authorization }) };
    return this.#limited(() => this.#client.send(url, { headers, limit }, checkRedirect));
  }

  /** Too much is an answer too: one that cannot be used. */
  async #limited<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof AnswerTooLargeError) throw new RegistryError(error.message);
      throw error;
    }
  }

  #base(host: string): Promise<string> {
    let base = this.#bases.get(host);
    if (!base) {
      base = this.#findBase(host);
      this.#bases.set(host, base);
    }
    return base;
  }

  /** HTTPS, and plain HTTP only where it is allowed and HTTPS is not spoken. */
  async #findBase(host: string): Promise<string> {
    const { scheme } = this.#options;
    const [secure, plain] = [`https://${host}`, `http://${host}`];
    if (scheme === 'plain') return plain;
    if (scheme === 'secure' || (scheme === 'local' && !allowsPlainHttp(host))) return secure;
    const reasons: string[] = [];
    for (const base of [secure, plain]) {
      try {
        await this.#client.send(`${base}/v2/`, { limit: maxGreeting });
        return base;
      } catch (error) {
        if (error instanceof AnswerTooLargeError) return base;
        if (!(error instanceof UnreachableError)) throw error;
        reasons.push(error.message);
      }
    }
    throw new UnreachableError(reasons.join('; '));
  }
}

const maxGreeting = 64 * 1024;

/** Registries often keep content with another host. What came over HTTPS is not fetched without. */
function checkRedirect(from: URL, to: URL): void {
  if (to.protocol === 'https:' || (from.protocol === 'http:' && to.protocol === 'http:')) return;
  throw new RegistryError(`GET ${from.href}: the registry sends to ${to.protocol}//${to.host}, which is not followed`);
}
