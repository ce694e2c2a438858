import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { keepsCredentials } from './http-client.ts';
import { AnswerTooLargeError, HttpClient, UnreachableError } from './index.ts';

const servers: Server[] = [];

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
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

const limit = 1000;

it('takes credentials and forms along to the same host, and not to another', async () => {
  const seen: string[] = [];
  const note = (request: IncomingMessage, response: ServerResponse): void => {
    seen.push(`${request.method} ${request.headers.authorization} ${request.headers.accept}`);
    response.end('here');
  };
  const other = await serve(note);
  const first = await serve((request, response) => {
    if (request.url === '/there') return void response.writeHead(302, { location: `${other}/x` }).end();
    if (request.url === '/here') return void response.writeHead(302, { location: '/end' }).end();
    note(request, response);
  });
  const headers = { authorization: 'Basic x', accept: 'a/b' };
  const client = new HttpClient();
  expect((await client.send(`${first}/here`, { headers, limit })).body.toString()).toBe('here');
  expect((await client.send(`${first}/there`, { headers, limit, body: 'token=secret' })).status).toBe(200);
  expect(seen).toEqual(['GET Basic x a/b', 'GET undefined a/b']);
});

it.each([
  ['https://a.example/x', 'https://a.example/y', true],
  ['http://a.example/x', 'https://a.example/y', true],
  ['https://a.example/x', 'http://a.example/y', false],
  ['https://a.example/x', 'https://b.example/x', false],
  ['https://a.example/x', 'https://a.example:8443/x', false],
  ['https://a.example/x', 'https://a.example.evil/x', false],
  ['https://a.example/x', 'https://sub.a.example/x', false],
])('a redirect from %s to %s keeps credentials: %s', (from, to, kept) => {
  expect(keepsCredentials(new URL(from), new URL(to))).toBe(kept);
});

it('asks the proxy of the environment, and not for this machine', async () => {
  const asked: (string | undefined)[] = [];
  const proxy = await serve((request, response) => {
    asked.push(request.url);
    response.end('by proxy');
  });
  const direct = await serve((_, response) => response.end('direct'));
  const before = process.env['http_proxy'];
  try {
    process.env['http_proxy'] = proxy;
    const client = new HttpClient();
    expect((await client.send('http://charts.invalid/index.yaml', { limit })).body.toString()).toBe('by proxy');
    expect((await client.send(direct, { limit })).body.toString()).toBe('direct');
  } finally {
    if (before === undefined) delete process.env['http_proxy'];
    else process.env['http_proxy'] = before;
  }
  expect(asked).toEqual(['http://charts.invalid/index.yaml']);
});

it('asks again when a connection that was kept is closed meanwhile', async () => {
  let requests = 0;
  const base = await serve((request, response) => {
    if (++requests === 2) request.socket.resetAndDestroy();
    else response.end('ok');
  });
  const client = new HttpClient();
  await client.send(base, { limit });
  expect((await client.send(base, { limit })).body.toString()).toBe('ok');
  expect(requests).toBe(3);
});

it.each<[string, (response: ServerResponse) => void, new (message?: string) => Error, RegExp]>([
  [
    'more than it may have, by its own words',
    (to) => to.writeHead(200, { 'content-length': 5000 }).flushHeaders(),
    AnswerTooLargeError,
    /5000 bytes are more than the 1000/,
  ],
  [
    'more than it may have',
    (to) => to.end('x'.repeat(5000)),
    AnswerTooLargeError,
    /5000 bytes|does not end within 1000 bytes/,
  ],
  ['nothing', () => undefined, UnreachableError, /^Get "http.*": no answer within 1.5 s$/],
  [
    'half of what it promised',
    (to) => {
      to.writeHead(200, { 'content-length': 9 });
      to.write('x');
      setTimeout(() => to.destroy(), 20);
    },
    UnreachableError,
    /aborted/,
  ],
  ['a part, and then nothing', (to) => void to.write('x'), UnreachableError, /no answer within 1.5 s/],
  [
    'redirects without end',
    (to) => to.writeHead(302, { location: '/' }).end(),
    UnreachableError,
    /stopped after 10 redirects/,
  ],
  [
    'a redirect to a file',
    (to) => to.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    UnreachableError,
    /scheme "file" not supported/,
  ],
  [
    'a redirect to nowhere',
    (to) => to.writeHead(302, { location: 'http://:x' }).end(),
    UnreachableError,
    /the server sends to `http:\/\/:x`/,
  ],
])('a server that answers with %s', async (_, answer, kind, message) => {
  const base = await serve((_, response) => answer(response));
  const failed = await new HttpClient({ timeout: 1500 }).send(base, { limit }).catch((error: Error) => error);
  expect(failed).toBeInstanceOf(kind);
  expect((failed as Error).message).toMatch(message);
});
