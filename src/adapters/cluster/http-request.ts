import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { TlsOptions } from './kubeconfig.ts';

/** One request over HTTP or HTTPS, with the bounds that its answer must keep. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  readonly tls?: TlsOptions;
  /** Keeps connections open between requests. */
  readonly agents?: Agents;
  /** Turns host names into addresses; by default the system does. */
  readonly lookup?: LookupFunction;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

/** Connections that stay open for the next request and do not keep the program alive. */
export function keepAlive(): Agents {
  const options = { keepAlive: true, maxSockets: 16 };
  return { http: new http.Agent(options), https: new https.Agent(options) };
}

/**
 * Sends a request and reads its answer, redirects included as they are. The time bounds the whole exchange, so that a
 * server that sends a byte now and then does not hold it.
 *
 * @throws Error that begins as Go's: `Get "URL": reason`.
 */
export function sendRequest(request: HttpRequest): Promise<HttpAnswer> {
  const { url, method, timeoutMs, maxBytes } = request;
  const secure = url.protocol === 'https:';
  const verb = method.charAt(0) + method.slice(1).toLowerCase();
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(new Error(`${verb} ${JSON.stringify(url.href)}: ${error.message}`));
    if (!secure && url.protocol !== 'http:') {
      fail(new Error(`unsupported protocol scheme ${JSON.stringify(url.protocol.slice(0, -1))}`));
      return;
    }
    const options = {
      method,
      headers: request.headers as http.OutgoingHttpHeaders,
      ...(request.agents && { agent: secure ? request.agents.https : request.agents.http }),
      ...(request.lookup && { lookup: request.lookup }),
      ...(secure && request.tls),
    };
    const sent = (secure ? https : http).request(url, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= maxBytes) {
          chunks.push(chunk);
          return;
        }
        fail(new Error(`the answer is larger than ${maxBytes} bytes`));
        // Without an error: of an answer that has come whole the request would give it to nobody.
        response.destroy();
      });
      response.on('error', fail);
      response.on('end', () => {
        const { statusCode = 0, statusMessage = '', headers } = response;
        resolve({ status: statusCode, statusText: statusMessage, headers, body: Buffer.concat(chunks) });
      });
    });
    const timer = setTimeout(() => sent.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
    sent.on('close', () => clearTimeout(timer));
    sent.on('error', fail);
    sent.end(request.body);
  });
}
