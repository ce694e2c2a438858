import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FactSource, noFacts } from '../../domain/engine/index.ts';
import { parseReference } from '../oci/index.ts';
import { LoopbackRegistry } from '../oci/testing/loopback-registry.ts';
import { RegistryFacts } from './index.ts';
import { manifestType, putBeside, putImage } from './testing/put-image.ts';
import { keySigner, signImage } from './testing/signer.ts';

let registry: LoopbackRegistry;
beforeEach(async () => {
  registry = new LoopbackRegistry();
  await registry.start();
});
afterEach(() => registry.stop());

const ask = (kind: 'imageDigest' | 'imageData', reference: string, options: Partial<Options> = {}) =>
  new RegistryFacts({ others: noFacts, context: true, now: 0, timeout: 1000, ...options }).fetch({
    kind,
    reference,
    access: options.secrets ? { secrets: options.secrets } : {},
  });

interface Options {
  readonly others: FactSource;
  readonly context: boolean;
  readonly timeout: number;
  readonly secrets: readonly string[];
}

it.each([
  ['nginx', { host: 'index.docker.io', repository: 'library/nginx', identifier: 'latest' }],
  ['docker.io/shop/app:1', { host: 'index.docker.io', repository: 'shop/app', identifier: '1' }],
  ['localhost:5000/app', { host: 'localhost:5000', repository: 'app', identifier: 'latest' }],
  [
    `ghcr.io/a/b:1@sha256:${'a'.repeat(64)}`,
    { host: 'ghcr.io', repository: 'a/b', identifier: `sha256:${'a'.repeat(64)}` },
  ],
  ['ghcr.io/a/b@sha256:12', undefined],
  ['ghcr.io/A/b', undefined],
  ['ghcr.io/a/../b', undefined],
  ['user@evil/x', undefined],
  ['', undefined],
])('reads the reference %s', (text, wanted) => {
  expect(parseReference(text)).toEqual(wanted);
});

it('gives the data of an image', async () => {
  const digest = putImage(registry, 'shop/app', 'v1');
  const reference = `${registry.host}/shop/app:v1`;
  expect(await ask('imageDigest', reference)).toEqual({ kind: 'value', value: digest });
  expect(await ask('imageData', reference)).toMatchObject({
    kind: 'value',
    value: {
      image: reference,
      resolvedImage: `${registry.host}/shop/app@${digest}`,
      registry: registry.host,
      repository: 'shop/app',
      identifier: 'v1',
      manifestList: null,
      manifest: { schemaVersion: 2 },
      configData: { config: { User: '1000' } },
    },
  });
});

it('takes the image for linux/amd64 out of an index', async () => {
  const other = putImage(registry, 'shop/app', 'arm', 'arm');
  const own = putImage(registry, 'shop/app', 'amd', 'amd');
  const entry = (digest: string, architecture: string) => ({
    mediaType: manifestType,
    digest,
    size: 1,
    platform: { os: 'linux', architecture },
  });
  const index = { schemaVersion: 2, manifests: [entry(other, 'arm64'), entry(own, 'amd64')] };
  const bytes = Buffer.from(JSON.stringify(index));
  const digest = registry.putManifest('shop/app', 'all', 'application/vnd.oci.image.index.v1+json', bytes);
  expect(await ask('imageData', `${registry.host}/shop/app:all`)).toMatchObject({
    value: {
      resolvedImage: `${registry.host}/shop/app@${digest}`,
      manifestList: index,
      configData: { config: { Labels: { content: 'amd' } } },
    },
  });
});

it('asks no registry for context that nobody wanted', async () => {
  putImage(registry, 'shop/app', 'v1');
  const found = await ask('imageData', `${registry.host}/shop/app:v1`, { context: false });
  expect([found, registry.requests]).toEqual([{ kind: 'unavailable' }, []]);
});

type Intercept = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Answers the paths that hold a text; all others go to the registry. */
const on =
  (part: string, answer: (response: ServerResponse, request: IncomingMessage) => void): Intercept =>
  (request, response) => {
    if (!request.url?.includes(part)) return false;
    answer(response, request);
    return true;
  };

it.each<[string, Intercept, RegExp]>([
  ['a manifest that is no JSON', on('/manifests/', (to) => to.end('<html>')), /manifest of .*: no JSON: /],
  ['a manifest that is a list', on('/manifests/', (to) => to.end('[]')), /no JSON object/],
  [
    'a manifest of more bytes than any registry takes, by its own words',
    on('/manifests/', (to) => to.writeHead(200, { 'content-length': 1e9 }).flushHeaders()),
    /1000000000 bytes are more than the 4194304 that are read/,
  ],
  [
    'a manifest that does not end',
    on('/manifests/', (to) => {
      const more = (): void => {
        while (to.write(' '.repeat(1 << 16)));
        to.once('drain', more);
      };
      more();
    }),
    /it does not end within 4194304 bytes/,
  ],
  ['a registry that does not answer', on('/manifests/', () => undefined), /Get ".*": no answer within 1 s/],
  [
    'a response that is cut off',
    on('/manifests/', (to) => {
      to.writeHead(200, { 'content-length': 100 });
      to.write('{');
      setTimeout(() => to.destroy(), 20);
    }),
    /GET .*: aborted/,
  ],
  [
    'redirects without end',
    on('/manifests/', (to, request) => to.writeHead(302, { location: request.url }).end()),
    /Get ".*": stopped after 10 redirects/,
  ],
  [
    'an error in words of its own',
    on('/manifests/', (to) => to.writeHead(503).end('busy')),
    /unexpected status code 503/,
  ],
  [
    'a token from an address without HTTPS',
    on('/manifests/', (to) => to.writeHead(401, { 'www-authenticate': 'Bearer realm="ftp://a/"' }).end()),
    /asks for a token from `ftp:\/\/a\/`, which is no HTTPS address/,
  ],
  ['no configuration', on('/manifests/', (to) => to.end('{}')), /names no configuration/],
  [
    'a configuration that is not what its digest says',
    on('/blobs/', (to) => to.end('{}')),
    /is not what its digest says: 2 bytes/,
  ],
  [
    'a blob that is sent to a place without HTTPS on another machine',
    on('/blobs/', (to) => to.writeHead(307, { location: 'file:///etc/passwd' }).end()),
    /sends to file:\/\/, which is not followed/,
  ],
])('%s', async (_, intercept, message) => {
  putImage(registry, 'shop/app', 'v1');
  registry.intercept = intercept;
  const found = await ask('imageData', `${registry.host}/shop/app:v1`);
  expect(found).toEqual({ kind: 'error', message: expect.stringMatching(message) });
});

it('a manifest that is not what was asked for by its digest', async () => {
  putImage(registry, 'shop/app', 'v1');
  const digest = `sha256:${'0'.repeat(64)}`;
  registry.intercept = on(digest, (to) => to.end('{}'));
  expect(await ask('imageDigest', `${registry.host}/shop/app@${digest}`)).toMatchObject({
    kind: 'error',
    message: expect.stringContaining(`digest mismatch, expected: ${digest}`),
  });
});

it.each(['/blobs/', '/manifests/'])(
  'follows what lies elsewhere (%s), and tells nobody there who we are',
  async (what) => {
    putImage(registry, 'shop/app', 'v1');
    const store = new LoopbackRegistry();
    await store.start();
    const seen: (string | undefined)[] = [];
    store.intercept = (request, response) => {
      seen.push(request.headers.authorization);
      const name = request.url!.split('/').at(-1)!;
      response.end(registry.blob(name) ?? registry.manifest('shop/app', name)!.bytes);
      return true;
    };
    registry.intercept = on(what, (to, request) =>
      to.writeHead(307, { location: `http://${store.host}${request.url}` }).end(),
    );
    expect((await ask('imageData', `${registry.host}/shop/app:v1`)).kind).toBe('value');
    expect(seen).toEqual([undefined]);
    await store.stop();
  },
);

it('gets a token with the password of a pull secret, and with that of Docker', async () => {
  putImage(registry, 'shop/app', 'v1');
  const basic: (string | undefined)[] = [];
  registry.intercept = (request, response) => {
    if (request.url?.startsWith('/token')) {
      basic.push(request.headers.authorization, new URL(request.url, 'http://x').search);
      response.end('{"token":"t"}');
    } else if (request.url !== '/v2/' && request.headers.authorization !== 'Bearer t') {
      const realm = `Bearer realm="http://${registry.host}/token",service="s",scope="repository:shop/app:pull"`;
      response.writeHead(401, { 'www-authenticate': realm }).end();
    } else return false;
    return true;
  };
  const config = (password: string) =>
    JSON.stringify({ auths: { [registry.host]: { auth: Buffer.from(`me:${password}`).toString('base64') } } });
  const secret = { data: { '.dockerconfigjson': Buffer.from(config('secret')).toString('base64') } };
  const others: FactSource = {
    fetch: async (lookup) =>
      lookup.kind === 'objects' && lookup.namespace === 'shop' && lookup.name === 'pull'
        ? { kind: 'value', value: [secret] }
        : { kind: 'unavailable' },
  };
  const reference = `${registry.host}/shop/app:v1`;
  expect((await ask('imageDigest', reference, { others, secrets: ['shop/pull'] })).kind).toBe('value');
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-docker-'));
  const before = process.env['DOCKER_CONFIG'];
  try {
    writeFileSync(join(folder, 'config.json'), config('docker'));
    process.env['DOCKER_CONFIG'] = folder;
    expect((await ask('imageDigest', reference)).kind).toBe('value');
  } finally {
    if (before === undefined) delete process.env['DOCKER_CONFIG'];
    else process.env['DOCKER_CONFIG'] = before;
    rmSync(folder, { recursive: true });
  }
  const query = '?scope=repository%3Ashop%2Fapp%3Apull&service=s';
  const header = (password: string) => `Basic ${Buffer.from(`me:${password}`).toString('base64')}`;
  expect(basic).toEqual([header('secret'), query, header('docker'), query]);
});

it('asks the program that keeps passwords, and says when that fails', async () => {
  putImage(registry, 'shop/app', 'v1');
  registry.intercept = (request, response) => {
    const allowed = request.headers.authorization === `Basic ${Buffer.from('me:kept').toString('base64')}`;
    if (request.url === '/v2/' || allowed) return false;
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    return true;
  };
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-helper-'));
  const program = join(folder, 'docker-credential-vault');
  const before = { PATH: process.env['PATH'], DOCKER_CONFIG: process.env['DOCKER_CONFIG'] };
  const answerOf = (script: string) => {
    writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return ask('imageDigest', `${registry.host}/shop/app:v1`);
  };
  try {
    Object.assign(process.env, { PATH: `${folder}${delimiter}${before.PATH}`, DOCKER_CONFIG: folder });
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ credHelpers: { [registry.host]: 'vault' } }));
    expect((await answerOf(`echo '{"Username":"me","Secret":"kept"}'`)).kind).toBe('value');
    expect(await answerOf('echo locked; exit 1')).toMatchObject({
      kind: 'error',
      message: expect.stringMatching(/failed to resolve credential: locked$/),
    });
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(folder, { recursive: true });
  }
});

it('a registry that cannot be reached is not a signature that is missing', async () => {
  const signer = keySigner();
  const digest = putImage(registry, 'shop/app', 'v1');
  putBeside(registry, 'shop/app', digest, 'sig', [signImage(digest, signer)]);
  const check = {
    format: 'Cosign',
    ignoreTlog: true,
    ignoreSct: true,
    rekorUrl: '',
    key: { kind: 'pem', text: signer.pem },
  } as const;
  const facts = new RegistryFacts({ others: noFacts, context: false, now: 0, timeout: 500 });
  const reference = `${registry.host}/shop/app:v1`;
  const lookup = { kind: 'imageSignatures', reference, check, access: {} } as const;
  registry.intercept = on('.sig', (to) => to.writeHead(503).end());
  expect(await facts.fetch(lookup)).toMatchObject({ value: { verified: false, unreachable: false } });
  await registry.stop();
  expect(await new RegistryFacts({ others: noFacts, context: false, now: 0 }).fetch(lookup)).toEqual({
    kind: 'error',
    message: expect.stringMatching(/^Get "https:.*ECONNREFUSED.*; Get "http:.*ECONNREFUSED/),
  });
});
