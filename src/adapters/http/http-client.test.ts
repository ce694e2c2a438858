import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpClient, keepsCredentials } from './http-client.ts';

describe('credentials and redirects', () => {
  it.each([
    ['https://a.example/x', 'https://a.example/y', true],
    ['http://a.example/x', 'https://a.example/y', true],
    ['https://a.example/x', 'http://a.example/y', false],
    ['https://a.example/x', 'https://b.example/x', false],
    ['https://a.example/x', 'https://a.example:8443/x', false],
    ['https://a.example/x', 'https://a.example.evil/x', false],
    ['https://a.example/x', 'https://sub.a.example/x', false],
  ])('from %s to %s: %s', (from, to, kept) => {
    expect(keepsCredentials(new URL(from), new URL(to))).toBe(kept);
  });
});

describe('a request', () => {
  const seen: IncomingMessage[] = [];
  let server: Server;
  let port: number;
  const client = new HttpClient({ timeout: 2000 });
  const headers = { authorization: 'Basic c2VjcmV0' };

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request);
      const to = /^\/to\/(.*)$/.exec(request.url ?? '')?.[1];
      if (to !== undefined) response.writeHead(302, { location: decodeURIComponent(to) }).end();
      else if (request.url === '/endless') response.write('x'.repeat(5000));
      else if (request.url !== '/silent') response.end('found');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const ask = (path: string) => client.send(`http://127.0.0.1:${port}${path}`, { headers, limit: 4096 });

  it('takes its credentials along on its host, and not to another', async () => {
    for (const [to, kept] of [
      ['/there', true],
      [`http://localhost:${port}/there`, false],
    ] as const) {
      seen.length = 0;
      const answer = await ask(`/to/${encodeURIComponent(to)}`);
      expect(String(answer.body)).toBe('found');
      expect(seen.map((request) => request.headers.authorization !== undefined)).toEqual([true, kept]);
    }
  });

  it.each([
    ['/to/', /^Get ".*": stopped after 10 redirects$/],
    ['/to/http%3A%2F%2F%5B', /the server sends to `http:\/\/\[`/],
    ['/to/file%3A%2F%2F%2Fetc%2Fpasswd', /scheme "file" not supported/],
    ['/endless', /it does not end within 4096 bytes/],
    ['/silent', /no answer within 2 s/],
  ])('%s ends with %s', async (path, message) => {
    await expect(ask(path).then(({ body }) => String(body))).rejects.toThrow(message);
  });
});
