import { Agents, type TlsOptions } from './agents.ts';
import { UnreachableError } from './http-error.ts';
import { type HttpAnswer, type HttpRequest, sendOnce } from './send-once.ts';

export interface HttpOptions extends TlsOptions {
  /** How long one request may take, in milliseconds. */
  readonly timeout?: number;
}

/** Throws when a redirect is not to be followed. */
export type RedirectCheck = (from: URL, to: URL) => void;

const maxRedirects = 10;
const defaultTimeout = 120_000;

/** Asks servers over HTTP and HTTPS. Credentials go to the host they were given for, and not along with a redirect to another. */
export class HttpClient {
  readonly #agents: Agents;
  readonly #timeout: number;

  constructor(options: HttpOptions = {}) {
    this.#agents = new Agents(options);
    this.#timeout = options.timeout ?? defaultTimeout;
  }

  /** @throws UnreachableError without an answer, AnswerTooLargeError. */
  async send(url: string, request: HttpRequest, checkRedirect: RedirectCheck = () => undefined): Promise<HttpAnswer> {
    const method = request.body === undefined ? 'Get' : 'Post';
    let at = new URL(url);
    let sent = request;
    for (let i = 0; i <= maxRedirects; i++) {
      if (at.protocol !== 'https:' && at.protocol !== 'http:') {
        throw new UnreachableError(`scheme "${at.protocol.slice(0, -1)}" not supported`);
      }
      const answer = await sendOnce(at, sent, this.#agents.for(at), this.#timeout);
      const { location } = answer.headers;
      if (location === undefined || ![301, 302, 303, 307, 308].includes(answer.status)) return answer;
      const next = URL.parse(location, at);
      if (!next) throw new UnreachableError(`${method} "${at.href}": the server sends to \`${location}\``);
      checkRedirect(at, next);
      if (!keepsCredentials(at, next)) sent = withoutCredentials(sent);
      at = next;
    }
    throw new UnreachableError(`${method} "${url}": stopped after ${maxRedirects} redirects`);
  }
}

/** They stay with the host they were given for, and what was sent in secret is not sent in the open. */
export function keepsCredentials(from: URL, to: URL): boolean {
  return from.host === to.host && (from.protocol === to.protocol || to.protocol === 'https:');
}

/** A body is a form with a token or a password: it stays here too. */
function withoutCredentials({ headers = {}, limit }: HttpRequest): HttpRequest {
  const kept = Object.entries(headers).filter(([key]) => key.toLowerCase() !== 'authorization');
  return { headers: Object.fromEntries(kept), limit };
}
