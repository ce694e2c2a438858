import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatRender, renderChart } from '../../domain/chart/index.ts';
import { type ChartSourceOptions, openChart } from './index.ts';
import { packChart } from './testing/pack.ts';
import { hasHelm, helmTemplate, needsHelm } from './testing/run-helm.ts';

const work = mkdtempSync(join(tmpdir(), 'bylaw-charts-'));
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const versions = ['1.0.0', '1.2.0', '1.10.1', '2.0.0-rc.1', '2.0.0+build.5'];
const charts = new Map(versions.map((version) => [version, packChart('web', version)]));
const basic = `Basic ${Buffer.from('ann:secret').toString('base64')}`;

const index = `apiVersion: v1
generated: "2026-01-01T00:00:00Z"
entries:
  web:
${versions.map((version) => `  - {apiVersion: v2, name: web, version: "${version}", urls: ["charts/web-${version}.tgz"], digest: ${digest(charts.get(version)!)}}\n`).join('')}
  torn:
  - {apiVersion: v2, name: torn, version: 1.0.0, urls: [charts/web-1.0.0.tgz], digest: "${'0'.repeat(64)}"}
  nowhere:
  - {apiVersion: v2, name: nowhere, version: 1.0.0, urls: []}
`;

/** A chart repository at /open, one that asks for a password at /closed, and a registry at /v2 that wants a token. */
function serve(request: http.IncomingMessage, response: http.ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://x');
  const send = (status: number, body: string | Uint8Array, headers: http.OutgoingHttpHeaders = {}): void => {
    response.writeHead(status, headers).end(body);
  };
  const [, area = '', ...rest] = pathname.split('/');
  const path = rest.join('/');
  if (area === 'closed' && request.headers.authorization !== basic) return send(401, 'who are you');
  if (area === 'moved') return send(302, '', { location: `/open/${path}` });
  if (area === 'open' || area === 'closed') {
    if (path === 'index.yaml') return send(200, index);
    const version = /^charts\/web-(.*)\.tgz$/.exec(decodeURIComponent(path))?.[1];
    const chart = charts.get(version ?? '');
    return chart ? send(200, chart) : send(404, 'not here');
  }
  if (area === 'token') {
    const allowed = request.headers.authorization === basic;
    return allowed ? send(200, JSON.stringify({ token: 'opensesame' })) : send(401, '{}');
  }
  if (area === 'v2') return registry(request, path, send);
  send(404, 'not here');
}

function registry(
  request: http.IncomingMessage,
  path: string,
  send: (status: number, body: string | Uint8Array, headers?: http.OutgoingHttpHeaders) => void,
): void {
  if (path.startsWith('private/') && request.headers.authorization !== 'Bearer opensesame') {
    const realm = `http://${request.headers.host}/token`;
    return send(401, '', {
      'www-authenticate': `Bearer realm="${realm}",service="registry",scope="repository:private/web:pull"`,
    });
  }
  const name = /^(?:private|team)\/web\/(.*)$/.exec(path)?.[1];
  if (name === undefined) return send(404, JSON.stringify({ errors: [{ code: 'NAME_UNKNOWN' }] }));
  if (name === 'tags/list')
    return send(200, JSON.stringify({ name: 'x', tags: [...versions.map((tag) => tag.replace('+', '_')), 'latest'] }));
  const blobs = [...charts.values(), Buffer.from(config)];
  const blob = blobs.find((bytes) => name === `blobs/sha256:${digest(bytes)}`);
  if (blob)
    return send(200, blob, { 'content-length': blob.length, 'docker-content-digest': `sha256:${digest(blob)}` });
  const reference = decodeURIComponent(name.slice('manifests/'.length));
  const manifest = [...charts]
    .map(([version, bytes]) => ({ version, text: manifestOf(bytes) }))
    .find(
      ({ version, text }) =>
        reference === version.replace('+', '_') || reference === `sha256:${digest(Buffer.from(text))}`,
    );
  if (!manifest) return send(404, JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN' }] }));
  send(200, manifest.text, {
    'content-type': 'application/vnd.oci.image.manifest.v1+json',
    'content-length': manifest.text.length,
    'docker-content-digest': `sha256:${digest(Buffer.from(manifest.text))}`,
  });
}

const config = '{"name":"web","version":"1.0.0","apiVersion":"v2"}';

function manifestOf(chart: Buffer): string {
  const descriptor = (mediaType: string, bytes: Buffer) => ({
    mediaType,
    digest: `sha256:${digest(bytes)}`,
    size: bytes.length,
  });
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: descriptor('application/vnd.cncf.helm.config.v1+json', Buffer.from(config)),
    layers: [descriptor('application/vnd.cncf.helm.chart.content.v1.tar+gzip', chart)],
  });
}

function certificate(): { cert: string; key: string } {
  const [key, cert] = [join(work, 'tls.key'), join(work, 'tls.crt')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
      '-days',
      '2',
      ...subject,
    ],
    { stdio: 'pipe' },
  );
  return { cert, key };
}

const tls = certificate();
const plain = http.createServer(serve);
const secure = https.createServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, serve);
let [host, secureHost] = ['', ''];

beforeAll(async () => {
  for (const server of [plain, secure]) await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  host = `127.0.0.1:${(plain.address() as AddressInfo).port}`;
  secureHost = `127.0.0.1:${(secure.address() as AddressInfo).port}`;
  mkdirSync(join(work, 'cache'));
  writeFileSync(join(work, 'cache', 'acme-index.yaml'), index);
  writeFileSync(
    join(work, 'repositories.yaml'),
    `apiVersion: ""\nrepositories:\n- {name: acme, url: "http://${host}/closed", username: ann, password: secret}\n`,
  );
  writeFileSync(join(work, 'fresh.yaml'), `repositories: [{name: fresh, url: "http://${host}/open"}]\n`);
  writeFileSync(join(work, 'registry.json'), JSON.stringify({ auths: { [host]: { auth: basic.slice(6) } } }));
});

afterAll(() => {
  plain.close();
  secure.close();
});

/** What our program and the real one say: the version that was found, or the error. */
async function ours(reference: string, options: ChartSourceOptions): Promise<string> {
  const settings = {
    repositoryConfig: join(work, 'repositories.yaml'),
    repositoryCache: join(work, 'cache'),
    registryConfig: join(work, 'none.json'),
  };
  const { chart, diagnostics } = await openChart(reference, { ...settings, ...options });
  return chart ? formatRender(renderChart(chart)) : `Error: ${diagnostics[0]!.message}\n`;
}

function theirs(reference: string, options: ChartSourceOptions): Promise<string> {
  return helmTemplate(reference, {
    repositoryConfig: join(work, 'repositories.yaml'),
    repositoryCache: join(work, 'cache'),
    registryConfig: join(work, 'none.json'),
    ...options,
  });
}

const found = (version: string) => `---\n# Source: web/templates/a.yaml\nkind: A\nversion: ${version}\n`;
const at = (text: string) => text.replace('SECURE', secureHost).replaceAll('HOST', host);

/** Name, reference, flags, outcome; the outcome of the real program is the same where `differs` is not said. */
const cases: readonly [string, string, ChartSourceOptions, string, 'differs'?][] = [
  ['the newest of a repository, no pre-release', 'web', { repo: 'http://HOST/open' }, found('2.0.0+build.5')],
  ['a version of a repository', 'web', { repo: 'http://HOST/open/', version: '1.0.0' }, found('1.0.0')],
  ['the newest that fits', 'web', { repo: 'http://HOST/open', version: '^1.1' }, found('1.10.1')],
  ['a pre-release that is asked for', 'web', { repo: 'http://HOST/open', version: '2.0.0-rc.1' }, found('2.0.0-rc.1')],
  [
    'a version that is not there',
    'web',
    { repo: 'http://HOST/open', version: '9.x' },
    'Error: chart "web" version "9.x" not found in http://HOST/open repository\n',
  ],
  [
    'a chart that is not there',
    'db',
    { repo: 'http://HOST/open' },
    'Error: chart "db" not found in http://HOST/open repository\n',
  ],
  [
    'a chart without an address',
    'nowhere',
    { repo: 'http://HOST/open' },
    'Error: chart "nowhere" has no downloadable URLs\n',
  ],
  ['a repository that moved', 'web', { repo: 'http://HOST/moved', version: '1.0.0' }, found('1.0.0')],
  [
    'a repository that wants a password',
    'web',
    { repo: 'http://HOST/closed', username: 'ann', password: 'secret' },
    found('2.0.0+build.5'),
  ],
  [
    'a repository that wants another password',
    'web',
    { repo: 'http://HOST/closed', username: 'ann', password: 'x' },
    'Error: looks like "http://HOST/closed" is not a valid chart repository or cannot be reached: failed to fetch http://HOST/closed/index.yaml : 401 Unauthorized\n',
  ],
  [
    'no repository',
    'web',
    { repo: 'http://HOST/none' },
    'Error: looks like "http://HOST/none" is not a valid chart repository or cannot be reached: failed to fetch http://HOST/none/index.yaml : 404 Not Found\n',
  ],
  [
    'an archive that is not the one of the index',
    'torn',
    { repo: 'http://HOST/open' },
    `Error: the content has the digest sha256:${digest(charts.get('1.0.0')!)}, and sha256:${'0'.repeat(64)} was asked for\n`,
    'differs',
  ],
  ['an address', 'http://HOST/open/charts/web-1.2.0.tgz', {}, found('1.2.0')],
  [
    'an address that is not there',
    'http://HOST/open/charts/web-3.0.0.tgz',
    {},
    'Error: failed to fetch http://HOST/open/charts/web-3.0.0.tgz : 404 Not Found\n',
  ],
  ['a known repository, with its password', 'acme/web', { version: '~1.2.0' }, found('1.2.0')],
  [
    'a known repository that lacks the version',
    'acme/web',
    { version: '9' },
    'Error: chart "web" matching 9 not found in acme index. (try \'helm repo update\'): no chart version found for web-9\n',
  ],
  ['an unknown repository', 'other/web', {}, 'Error: repo other not found\n'],
  ['a registry: the newest', 'oci://HOST/team/web', { plainHttp: true }, found('2.0.0+build.5')],
  ['a registry: a tag', 'oci://HOST/team/web:1.2.0', { plainHttp: true }, found('1.2.0')],
  [
    'a registry: a version with a plus',
    'oci://HOST/team/web',
    { plainHttp: true, version: '2.0.0+build.5' },
    found('2.0.0+build.5'),
  ],
  ['a registry: a range', 'oci://HOST/team/web', { plainHttp: true, version: '<1.5.0' }, found('1.2.0')],
  [
    'a registry: a digest',
    `oci://HOST/team/web@sha256:${digest(Buffer.from(manifestOf(charts.get('1.0.0')!)))}`,
    { plainHttp: true },
    found('1.0.0'),
  ],
  [
    'a registry: tag against version',
    'oci://HOST/team/web:1.2.0',
    { plainHttp: true, version: '1.0.0' },
    'Error: chart reference and version mismatch: 1.0.0 is not 1.2.0\n',
  ],
  [
    'a registry: a range that nothing fits',
    'oci://HOST/team/web',
    { plainHttp: true, version: '>=9' },
    'Error: could not locate a version matching provided version string >=9\n',
  ],
  [
    'a registry that sells tokens',
    'oci://HOST/private/web',
    { plainHttp: true, username: 'ann', password: 'secret', version: '1.0.0' },
    found('1.0.0'),
  ],
  [
    'a server with a certificate that is known',
    'web',
    { repo: 'https://SECURE/open', caFile: tls.cert, version: '1.0.0' },
    found('1.0.0'),
  ],
  [
    'authorities that cannot be read',
    'https://SECURE/open/charts/web-1.0.0.tgz',
    { caFile: '/nonexistent/ca.pem' },
    'Error: missing registry client: can\'t create TLS config for client: can\'t read CA file: "/nonexistent/ca.pem": open /nonexistent/ca.pem: no such file or directory\n',
  ],
  [
    'a server whose certificate is not checked',
    'web',
    { repo: 'https://SECURE/open', insecureSkipTlsVerify: true, version: '1.0.0' },
    found('1.0.0'),
  ],
];

describe('charts from servers', () => {
  it.each(cases)('%s', async (_, reference, options, expected) => {
    const flags = { ...options, ...(options.repo && { repo: at(options.repo) }) };
    expect(await ours(at(reference), flags)).toBe(at(expected));
  });

  it('a certificate that nobody vouches for is refused', async () => {
    expect(await ours('web', { repo: `https://${secureHost}/open` })).toMatch(
      /cannot be reached: Get ".*": self-signed certificate/,
    );
  });

  it('a password does not go to another host', async () => {
    const away = index.replaceAll('"charts/', `"http://${host}/closed/charts/`);
    const server = http.createServer((_, response) => response.end(away)).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const repo = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credentials = { username: 'ann', password: 'secret' };
    expect(await ours('web', { repo, ...credentials })).toContain('401 Unauthorized');
    expect(await ours('web', { repo, ...credentials, passCredentials: true })).toBe(found('2.0.0+build.5'));
    server.close();
  });

  it('what `helm registry login` wrote is used', async () => {
    const options = { plainHttp: true, registryConfig: join(work, 'registry.json') };
    expect(await ours(`oci://${host}/private/web`, options)).toBe(found('2.0.0+build.5'));
    expect(await ours(`oci://${host}/private/web`, { plainHttp: true })).toContain('401');
  });

  it('a known repository whose index was never fetched names the file', async () => {
    expect(await ours('fresh/web', { repositoryConfig: join(work, 'fresh.yaml') })).toBe(
      `Error: no cached repo found. (try 'helm repo update'): open ${join(work, 'cache', 'fresh-index.yaml')}: no such file or directory\n`,
    );
  });
});

describe('the real helm says the same', () => {
  if (!hasHelm) {
    it.skip(needsHelm, () => {});
    return;
  }
  it.each(cases.filter(([, , , , differs]) => !differs))(
    '%s',
    { timeout: 20_000 },
    async (_, reference, options, expected) => {
      const flags = { ...options, ...(options.repo && { repo: at(options.repo) }) };
      expect(await theirs(at(reference), flags)).toBe(at(expected));
    },
  );
});
