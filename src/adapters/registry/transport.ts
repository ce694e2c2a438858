import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';

/** How a server is asked for charts: the flags of Helm's commands. */
export interface TransportOptions {
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly insecureSkipTlsVerify?: boolean;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** Past these a server's answer is no chart and no index. */
const maxBytes = 32 * 1024 * 1024;
const maxRedirects = 10;
const timeoutMs = 30_000;

/** Asks servers over HTTP and HTTPS. Credentials go to the host they were given for, and not along with a redirect to another. */
export class Transport {
  readonly #options: TransportOptions;
  #agents: { readonly http: http.Agent; readonly https: https.Agent } | undefined;

  constructor(options: TransportOptions = {}) {
    this.#options = options;
  }

  /** @throws Error with the address and the reason, when there is no answer. */
  async get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    let at = new URL(url);
    let sent = headers;
    for (let i = 0; i <= maxRedirects; i++) {
      const answer = await this.#once(at, sent);
      const { location } = answer.headers;
      if (location === undefined || ![301, 302, 303, 307, 308].includes(answer.status)) return answer;
      const next = new URL(location, at);
      if (next.host !== at.host) sent = without(sent, 'authorization');
      at = next;
    }
    throw new Error(`Get ${JSON.stringify(url)}: stopped after ${maxRedirects} redirects`);
  }

  #once(url: URL, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const secure = url.protocol === 'https:';
    if (!secure && url.protocol !== 'http:')
      throw new Error(`scheme ${JSON.stringify(url.protocol.slice(0, -1))} not supported`);
    const agents = this.#connect();
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => reject(new Error(`Get ${JSON.stringify(url.href)}: ${error.message}`));
      const options = { headers, timeout: timeoutMs, agent: secure ? agents.https : agents.http };
      const request = (secure ? https : http).get(url, options, (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > maxBytes) request.destroy(new Error(`the answer is larger than ${maxBytes} bytes`));
          else chunks.push(chunk);
        });
        response.on('error', fail);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            statusText: `${response.statusCode} ${response.statusMessage}`,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      });
      request.on('timeout', () => request.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
      request.on('error', fail);
    });
  }

  /** Proxies come from the environment, as for Helm. */
  #connect(): { readonly http: http.Agent; readonly https: https.Agent } {
    const { caFile, certFile, keyFile, insecureSkipTlsVerify } = this.#options;
    const tls = {
      ...(caFile && { ca: readFileSync(caFile) }),
      ...(certFile && keyFile && { cert: readFileSync(certFile), key: readFileSync(keyFile) }),
      ...(insecureSkipTlsVerify && { rejectUnauthorized: false }),
    };
    const proxyEnv = process.env;
    this.#agents ??= { http: new http.Agent({ proxyEnv }), https: new https.Agent({ proxyEnv, ...tls }) };
    return this.#agents;
  }
}

export function basicAuthorization({ username, password }: Credentials): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

function without(headers: Readonly<Record<string, string>>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key.toLowerCase() !== name));
}
