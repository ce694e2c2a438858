import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatRender, renderChart } from '../../domain/chart/index.ts';
import { digestOf } from '../oci/index.ts';
import { LoopbackRegistry } from '../oci/testing/loopback-registry.ts';
import { openChart } from './index.ts';
import { packChart } from './testing/pack.ts';
import { chartType, configType, putChart } from './testing/put-chart.ts';
import { hasHelm, helmTemplate, needsHelm } from './testing/run-helm.ts';

const chart = packChart('web', '1.0.0');
const lost = Buffer.from('lost');
const registry = new LoopbackRegistry();
let [digest, other] = ['', ''];

beforeAll(async () => {
  await registry.start();
  digest = putChart(registry, 'team/web', '1.0.0', { config: configType, layers: [[chartType, chart]] });
  putChart(registry, 'team/web', '1.1.0_b', { config: configType, layers: [[chartType, packChart('web', '1.1.0+b')]] });
  other = putChart(registry, 'team/web', 'other', { config: 'text/plain', layers: [[chartType, chart]] });
  putChart(registry, 'old/web', '1.0.0', { config: configType, layers: [['application/tar+gzip', chart]] });
  putChart(registry, 'none/web', '1.0.0', { config: configType, layers: [['text/plain', chart]] });
  putChart(registry, 'lost/web', '1.0.0', { config: configType, layers: [[chartType, lost]] });
  putChart(registry, 'secret/web', '1.0.0', { config: configType, layers: [[chartType, chart]] });
  putChart(registry, 'torn/web', '1.0.0', { config: configType, layers: [[chartType, chart]] });
  putChart(registry, 'paged/web', '1.0.0', { config: configType, layers: [[chartType, chart]] });
  registry.intercept = intercept;
});
afterAll(() => registry.stop());

function intercept(request: IncomingMessage, response: ServerResponse): boolean {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
  const send = (status: number, body: string, headers: Record<string, string> = {}): true => {
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(request.method === 'HEAD' ? undefined : body);
    return true;
  };
  if (pathname.startsWith('/v2/nothing/')) {
    return send(404, '{"errors":[{"code":"NAME_UNKNOWN","message":"repository name not known"}]}');
  }
  if (pathname.startsWith('/v2/denied/')) return send(403, '{"errors":[{"code":"DENIED","message":"not for you"}]}');
  if (pathname.startsWith('/v2/broken/')) return send(500, 'oops');
  if (pathname.startsWith('/v2/empty/')) return send(200, '{"name":"empty/web","tags":[]}');
  if (pathname.startsWith('/v2/nobody/')) return send(401, '');
  if (pathname.includes(`/lost/web/blobs/${digestOf(lost)}`)) {
    return send(404, '{"errors":[{"code":"BLOB_UNKNOWN","message":"blob unknown to registry"}]}');
  }
  if (pathname.includes(`/secret/web/blobs/${digestOf(chart)}`)) {
    return send(403, '{"errors":[{"code":"DENIED","message":"no blobs"}]}');
  }
  if (pathname.includes(`/torn/web/blobs/${digestOf(chart)}`)) return send(200, 'x'.repeat(chart.length));
  if (pathname === '/v2/paged/web/tags/list') {
    if (searchParams.has('last')) return send(200, '{"tags":["1.0.0"]}');
    return send(200, '{"tags":["0.9.0"]}', { link: '</v2/paged/web/tags/list?last=0.9.0&n=1>; rel="next"' });
  }
  return false;
}

const rendered = (version: string) => `---\n# Source: web/templates/a.yaml\nkind: A\nversion: ${version}\n`;
const found = rendered('1.0.0');
const tagError = 'Error: failed to perform "FetchReference" on source: ';
const zeros = `sha256:${'0'.repeat(64)}`;

/** Name, reference, wish, outcome; the outcome of the real program is the same where `differs` is not said. */
const cases: readonly [string, string, string, string, 'differs'?][] = [
  ['a tag', 'oci://HOST/team/web:1.0.0', '', found],
  ['a digest', 'oci://HOST/team/web@DIGEST', '', found],
  ['a tag and its digest', 'oci://HOST/team/web:1.0.0@DIGEST', '', found],
  ['a version and its digest', 'oci://HOST/team/web@DIGEST', '1.0.0', found],
  ['a digest beside a tag that is not there', 'oci://HOST/team/web:9.9.9@DIGEST', '', found],
  [
    'a digest beside a tag of something else',
    'oci://HOST/team/web:other@DIGEST',
    '',
    'Error: chart reference digest mismatch: OTHER is not DIGEST\n',
  ],
  ['a version with a plus', 'oci://HOST/team/web', '1.1.0+b', rendered('1.1.0+b')],
  // Helm looks for it among the tags, under a name that no tag can have.
  ['a tag with a plus', 'oci://HOST/team/web:1.1.0+b', '', rendered('1.1.0+b'), 'differs'],
  ['tags on several pages', 'oci://HOST/paged/web', '', found],
  ['a chart of the old media type', 'oci://HOST/old/web:1.0.0', '', found],
  ['a tag that is not there', 'oci://HOST/team/web:3.0.0', '', `${tagError}HOST/team/web:3.0.0: not found\n`],
  ['a version that is not there', 'oci://HOST/team/web', '3.0.0', `${tagError}HOST/team/web:3.0.0: not found\n`],
  ['a digest that is not there', `oci://HOST/team/web@${zeros}`, '', `${tagError}HOST/team/web@${zeros}: not found\n`],
  [
    'a repository that is not there',
    'oci://HOST/nothing/web:1.0.0',
    '',
    `${tagError}HOST/nothing/web:1.0.0: not found\n`,
  ],
  [
    'tags of a repository that is not there',
    'oci://HOST/nothing/web',
    '',
    'Error: GET "http://HOST/v2/nothing/web/tags/list": response status code 404: name unknown: repository name not known\n',
  ],
  [
    'a repository for others',
    'oci://HOST/denied/web:1.0.0',
    '',
    `${tagError}GET "http://HOST/v2/denied/web/manifests/1.0.0": response status code 403: denied: not for you\n`,
  ],
  [
    'a registry that does not work',
    'oci://HOST/broken/web:1.0.0',
    '',
    `${tagError}GET "http://HOST/v2/broken/web/manifests/1.0.0": response status code 500: Internal Server Error\n`,
  ],
  [
    'a registry that asks who we are, and not how',
    'oci://HOST/nobody/web:1.0.0',
    '',
    `${tagError}GET "http://HOST/v2/nobody/web/manifests/1.0.0": response status code 401: Unauthorized\n`,
  ],
  [
    'no tags',
    'oci://HOST/empty/web',
    '',
    'Error: unable to locate any tags in provided repository: oci://HOST/empty/web\n',
  ],
  [
    'an image that is no chart',
    `oci://HOST/team/web@OTHER`,
    '',
    'Error: could not load config with mediatype application/vnd.cncf.helm.config.v1+json\n',
  ],
  [
    'no layer with a chart',
    'oci://HOST/none/web:1.0.0',
    '',
    `Error: manifest does not contain a layer with mediatype ${chartType}\n`,
  ],
  [
    'a layer that is not there',
    'oci://HOST/lost/web:1.0.0',
    '',
    `Error: failed to perform "Fetch" on source: ${digestOf(lost)}: not found\n`,
  ],
  [
    'a layer for others',
    'oci://HOST/secret/web:1.0.0',
    '',
    `Error: failed to perform "Fetch" on source: GET "http://HOST/v2/secret/web/blobs/${digestOf(chart)}": response status code 403: denied: no blobs\n`,
  ],
  [
    'a layer that is not what its digest says',
    'oci://HOST/torn/web:1.0.0',
    '',
    `Error: failed to perform "Fetch" on source: blob ${digestOf(chart)} of HOST/torn/web is not what its digest says: ${chart.length} bytes\n`,
    'differs',
  ],
  ['capital letters', 'oci://HOST/TEAM/web:1.0.0', '', 'Error: invalid reference: invalid repository "TEAM/web"\n'],
  ['a host alone', 'oci://HOST', '', 'Error: invalid reference: missing registry or repository\n'],
  ['no host', 'oci:///team/web:1.0.0', '', 'Error: invalid reference: invalid registry ""\n'],
  ['a tag with a blank', 'oci://HOST/team/web:a b', '', 'Error: invalid reference: invalid tag "a b"\n'],
  [
    'a digest that is too short',
    'oci://HOST/team/web@sha256:123',
    '',
    'Error: invalid reference: invalid digest "sha256:123": invalid checksum digest length\n',
  ],
  ['a host with a blank', 'oci://a host/team/web', '', 'Error: invalid chart URL format: oci://a host/team/web\n'],
];

const at = (text: string) =>
  text.replaceAll('HOST', registry.host).replaceAll('DIGEST', digest).replaceAll('OTHER', other);

const optionsFor = (version: string) => ({
  plainHttp: true,
  registryConfig: '/nonexistent/config.json',
  ...(version && { version }),
});

it.each(cases)('a chart in a registry: %s', async (_, reference, version, expected) => {
  const { chart, diagnostics } = await openChart(at(reference), optionsFor(version));
  const said = chart ? formatRender(renderChart(chart)) : `Error: ${diagnostics[0]!.message}\n`;
  expect(said).toBe(at(expected));
});

describe('the real helm says the same', () => {
  if (!hasHelm) {
    it.skip(needsHelm, () => {});
    return;
  }
  it.each(cases.filter(([, , , , differs]) => !differs))('%s', async (_, reference, version, expected) => {
    expect(await helmTemplate(at(reference), optionsFor(version))).toBe(at(expected));
  });
});
