import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Lookup } from '../../domain/engine/index.ts';
import { ServiceCalls } from './service-calls.ts';

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const call = (url: string, more: Partial<Extract<Lookup, { kind: 'service' }>> = {}) =>
  ({ kind: 'service', method: 'GET', url, ...more }) as const;
const open = (limits?: { timeoutMs: number; maxBytes: number }) => new ServiceCalls([], limits);
const failed = (reason: RegExp | string) => ({ kind: 'error', message: expect.stringMatching(reason) });

describe('a call of a service', () => {
  it('sends the headers of the policy, and POST its data as one object', async () => {
    const seen: unknown[] = [];
    const url = await serve(async (request, response) => {
      const body = (await request.toArray()).join('');
      seen.push([request.method, request.headers['x-a'], request.headers.authorization, body]);
      response.end('{"a": [1]}');
    });
    const headers = [{ key: 'X-A', value: 'b' }];
    expect(await open().fetch(call(url, { headers }))).toEqual({ kind: 'value', value: { a: [1] } });
    const data = [
      { key: 'b', value: [1, { c: null }] },
      { key: 'a', value: 'x' },
    ];
    await open().fetch(call(url, { method: 'POST', headers, data }));
    expect(seen).toEqual([
      ['GET', 'b', undefined, ''],
      ['POST', 'b', undefined, '{"a":"x","b":[1,{"c":null}]}\n'],
    ]);
  });

  it.each([
    ['no success', 503, '{"a": 1}', /HTTP 503 Service Unavailable: \{"a": 1\}$/],
    ['no JSON', 200, 'text', /the answer is no JSON: /],
    ['more than the limit', 200, `"${'x'.repeat(100)}"`, /the answer is larger than 100 bytes$/],
  ])('is an error when the answer is %s', async (_, status, body, reason) => {
    const url = await serve((_request, response) => response.writeHead(status).end(body));
    expect(await open({ timeoutMs: 5000, maxBytes: 100 }).fetch(call(url))).toEqual(failed(reason));
  });

  it('is an error when the answer takes too long, however steadily it comes', async () => {
    const url = await serve((_request, response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await open({ timeoutMs: 200, maxBytes: 100_000 }).fetch(call(url))).toEqual(
      failed(/no answer within 0.2 s$/),
    );
  });

  it('follows redirects, ten at most', async () => {
    const url = await serve((request, response) => {
      const left = Number(request.url!.slice(1));
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
      else response.end('1');
    });
    expect(await open().fetch(call(`${url}/9`))).toEqual({ kind: 'value', value: 1 });
    expect(await open().fetch(call(`${url}/10`))).toEqual(failed(/stopped after 10 redirects$/));
  });

  it('keeps secrets to the host they are for', async () => {
    const seen: unknown[] = [];
    const other = await serve((request, response) => {
      seen.push([request.headers.authorization, request.headers['x-a'], request.method]);
      response.end('1');
    });
    const url = await serve((_request, response) => response.writeHead(307, { location: other }).end());
    const headers = [
      { key: 'Authorization', value: 'Bearer x' },
      { key: 'x-a', value: 'b' },
    ];
    await open().fetch(call(url, { method: 'POST', headers }));
    expect(seen).toEqual([[undefined, 'b', 'POST']]);
  });

  it.each(['ftp://127.0.0.1/', 'file:///etc/hosts', 'no address'])('to %s is an error', async (url) => {
    expect(await open().fetch(call(url))).toEqual(failed(/unsupported protocol scheme|Invalid URL/));
  });

  it.each([
    'http://127.0.0.1:1/',
    'http://localhost:1/',
    'http://2130706433:1/',
    'http://[::1]:1/',
    'http://[::ffff:127.0.0.1]:1/',
    'http://[64:ff9b::7f00:1]:1/',
    'http://[2002:7f00:1::]:1/',
    'http://169.254.169.254/latest',
    'http://METADATA.google.internal./',
  ])('does not go to %s', async (url) => {
    expect(await new ServiceCalls().fetch(call(url))).toEqual(failed(/ blocked: policies may not call it$/));
  });

  it('does not go there by a redirect either', async () => {
    const url = await serve((_request, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    );
    const facts = new ServiceCalls(['169.254.169.254/32']);
    expect(await facts.fetch(call(url))).toEqual(failed(/connection to 169.254.169.254 blocked/));
  });
});
