import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ApiServer } from './api-server.ts';

const pods = { apiVersion: 'v1', kind: 'Pod', name: 'pods', namespaced: true, listable: true };
let running: Server | undefined;

/** A server that answers as told, and the requests that it saw. */
async function serverThat(answer: (url: string) => [status: number, body: object], root = '') {
  const seen: string[] = [];
  running = createServer((request: IncomingMessage, response: ServerResponse) => {
    seen.push(request.url!);
    const [status, body] = answer(request.url!);
    response.writeHead(status).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => running!.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${(running.address() as AddressInfo).port}${root}`;
  return { seen, server: new ApiServer({ server: address, namespace: 'default', headers: {}, tls: {} }) };
}

afterEach(() => {
  running?.closeAllConnections();
  running?.close();
});

const page = (names: readonly string[], next = '') => ({
  metadata: { continue: next },
  items: names.map((name) => ({ metadata: { name } })),
});

describe('the objects of a kind', () => {
  it('are read in pages, and say what they are', async () => {
    const { server, seen } = await serverThat((url) => [
      200,
      url.includes('continue=x') ? page(['b']) : page(['a'], 'x'),
    ]);
    expect(await server.list(pods, 'shop', 1)).toEqual([
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'b' } },
    ]);
    expect(seen).toEqual(['/api/v1/namespaces/shop/pods?limit=1', '/api/v1/namespaces/shop/pods?limit=1&continue=x']);
  });

  it('are read anew when the server has forgotten the list, each once', async () => {
    const { server } = await serverThat((url) => {
      if (url.includes('continue=')) return [410, { message: 'too old' }];
      return [200, url.includes('limit=') ? page(['a'], 'x') : page(['a', 'b'])];
    });
    expect((await server.list(pods, '', 1)).map(({ metadata }) => metadata)).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it('that may not be read are an error with the words of the server', async () => {
    const { server } = await serverThat(() => [403, { message: 'pods is forbidden' }]);
    await expect(server.list(pods, '', 1)).rejects.toThrow('pods is forbidden');
  });
});

describe('a path that a policy gives', () => {
  it.each(['@elsewhere.example/api', '//elsewhere.example/api', 'http://elsewhere.example/', '', '/../../version'])(
    '%j goes nowhere but to the API server',
    async (path) => {
      const { server, seen } = await serverThat(() => [200, {}], '/clusters/one');
      await server.call('GET', path).catch(() => {});
      expect(seen.filter((url) => !url.startsWith('/clusters/one/'))).toEqual([]);
    },
  );

  it('is asked below the path of the server', async () => {
    const { server, seen } = await serverThat(() => [200, {}], '/clusters/one/');
    await server.call('GET', '/api/v1/pods');
    expect(seen).toEqual(['/clusters/one/api/v1/pods']);
  });
});
