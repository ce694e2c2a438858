import http from 'node:http';
import https from 'node:https';
import { AnswerTooLargeError, reasonOf, UnreachableError } from './http-error.ts';

export interface HttpRequest {
  /** POST when there is a body. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes of the answer that are read at most. */
  readonly limit: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** The code and its words, as in `404 Not Found`. */
  readonly statusText: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Without any sign of life a connection is given up sooner than the whole request. */
const silenceMs = 30_000;

/** Sends one request and reads its answer, within bytes and time. Redirects are answers like others. */
export function sendOnce(url: URL, request: HttpRequest, agent: http.Agent, timeoutMs: number): Promise<HttpAnswer> {
  const { body, headers, limit } = request;
  const method = body === undefined ? 'GET' : 'POST';
  return new Promise((resolve, reject) => {
    const unreachable = (error: NodeJS.ErrnoException): void => {
      // The server may have closed a kept connection just when it was taken again.
      if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(sendOnce(url, request, agent, timeoutMs));
      else reject(new UnreachableError(`${method === 'GET' ? 'Get' : 'Post'} "${url.href}": ${reasonOf(error)}`));
    };
    const what = `${method} ${url.href}`;
    const tooLarge = (problem: string): void => {
      sent.destroy();
      reject(new AnswerTooLargeError(`${what}: ${problem}`));
    };
    const options = { method, headers: { 'user-agent': 'bylaw', ...headers }, agent, timeout: silenceMs };
    const sent = (url.protocol === 'https:' ? https : http).request(url, options, (response) => {
      const declared = Number(response.headers['content-length'] ?? '0');
      if (declared > limit) return tooLarge(`${declared} bytes are more than the ${limit} that are read`);
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit) tooLarge(`it does not end within ${limit} bytes`);
        else chunks.push(chunk);
      });
      response.on('error', (error) => reject(new UnreachableError(`${what}: ${reasonOf(error)}`, { cause: error })));
      response.on('end', () => {
        const { statusCode: status = 0, statusMessage = '', headers } = response;
        resolve({ status, statusText: `${status} ${statusMessage}`.trim(), headers, body: Buffer.concat(chunks) });
      });
    });
    const giveUp = (ms: number) => (): void => void sent.destroy(new Error(`no answer within ${ms / 1000} s`));
    const timer = setTimeout(giveUp(timeoutMs), timeoutMs);
    sent.on('timeout', giveUp(silenceMs));
    sent.on('error', unreachable);
    sent.on('close', () => clearTimeout(timer));
    sent.end(body);
  });
}
