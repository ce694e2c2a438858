import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type PrivateKey, revokeKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatRender, renderChart } from '../../../domain/chart/index.ts';
import { digestOf } from '../../oci/index.ts';
import { LoopbackRegistry } from '../../oci/testing/loopback-registry.ts';
import { openChart } from '../index.ts';
import { packChart } from '../testing/pack.ts';
import { chartType, configType, provenanceType, putChart } from '../testing/put-chart.ts';
import { hasHelm, helmTemplate, needsHelm, runHelm } from '../testing/run-helm.ts';
import { clearSign, keyring, makeKey, provenanceText } from '../testing/sign-chart.ts';

const work = mkdtempSync(join(tmpdir(), 'bylaw-provenance-'));
const chart = packChart('web', '1.0.0');
const text = provenanceText(chart);
const other = packChart('web', '1.0.1');
const registry = new LoopbackRegistry();
const server = createServer(serve);
let [host, signedByAnn, signedByEve] = ['', '', ''];

function write(name: string, data: string | Uint8Array): string {
  const path = join(work, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, data);
  return path;
}

/** A chart with a provenance, in a folder of its own. */
function put(
  folder: string,
  provenance: string | Uint8Array,
  archive: Uint8Array = chart,
  file = 'web-1.0.0.tgz',
): void {
  write(`${folder}/${file}`, archive);
  write(`${folder}/${file}.prov`, provenance);
}

const index = `apiVersion: v1\nentries:\n  web: [{apiVersion: v2, name: web, version: 1.0.0, urls: [web-1.0.0.tgz]}]\n`;

/** Repositories with a good provenance, one of somebody else, and none. */
function serve({ url = '' }: IncomingMessage, response: ServerResponse): void {
  const [, area, file] = url.split('/');
  const provenance =
    area === 'ann' ? signedByAnn : area === 'eve' ? signedByEve : area === 'huge' ? ' '.repeat(2 ** 21) : '';
  const body = { 'index.yaml': index, 'web-1.0.0.tgz': chart, 'web-1.0.0.tgz.prov': provenance }[file ?? ''] ?? '';
  response.writeHead(body.length > 0 ? 200 : 404).end(body);
}

beforeAll(async () => {
  const day = 24 * 3600;
  const [ann, bob, eve] = await Promise.all([makeKey('ann'), makeKey('bob'), makeKey('eve')]);
  const past = new Date(Date.now() - 10 * day * 1000);
  const old = await makeKey('old', { date: past, seconds: day });
  const lost = await makeKey('lost');
  const { privateKey: revoked } = await revokeKey({ key: lost, format: 'object' });
  write('ring.gpg', keyring([bob, ann, old, revoked as PrivateKey]));
  write('bob.gpg', keyring([bob]));
  write('secret.gpg', ann.write());
  write('armored.asc', ann.toPublic().armor());
  write('empty.gpg', '');
  write('text.gpg', 'hello');
  write('cut.gpg', keyring([ann]).subarray(0, 60));
  signedByAnn = await clearSign(text, ann);
  signedByEve = await clearSign(text, eve);
  put('good', signedByAnn);
  put('windows', signedByAnn.replaceAll('\n', '\r\n'));
  put('blanks', signedByAnn.replace('name: web', 'name: web  \t'));
  put('between', `before\n${signedByAnn}after\n`);
  put('twice', signedByAnn + signedByEve);
  put('several', await clearSign(text, [eve, ann]));
  put('dashes', await clearSign(`- a\n-----BEGIN PGP SIGNED MESSAGE-----\n${text}`, ann));
  put('no-header', signedByAnn.replace(/^Hash:.*\n/m, ''));
  put('foreign-header', signedByAnn.replace(/^Hash:.*/m, 'Comment: x'));
  put('unknown', signedByEve);
  put('expired', await clearSign(text, old, new Date(past.getTime() + 3600_000)));
  put('revoked', await clearSign(text, lost));
  put('changed-text', signedByAnn.replace('version: 1.0.0', 'version: 1.0.9'));
  put('changed-chart', signedByAnn, other);
  put('renamed', signedByAnn, chart, 'app-1.0.0.tgz');
  put('nobody', '');
  put('prose', 'what a good chart this is\n');
  put('binary', Buffer.from(Array.from({ length: 500 }, (_, at) => (at * 89) % 256)));
  put('unsigned-text', signedByAnn.replace(/-----BEGIN PGP SIGNATURE-----.*/s, ''));
  put('torn-armor', signedByAnn.replace(/(-----BEGIN PGP SIGNATURE-----\n\n).*(\n-----END)/s, '$1%%%$2'));
  put('one-part', await clearSign(`name: web\nfiles:\n  web-1.0.0.tgz: ${digestOf(chart)}\n`, ann));
  put('no-list', await clearSign('name: web\n\n...\nfiles: {}\n', ann));
  put('bad-list', await clearSign('name: web\n\n...\nfiles: [\n', ann));
  put('wrong-list', await clearSign('name: web\n\n...\nfiles: 3\n', ann));
  put('number', await clearSign('name: web\n\n...\nfiles:\n  web-1.0.0.tgz: 12\n', ann));
  put('huge', Buffer.alloc(2 ** 21, ' '));
  put('no-archive', signedByAnn, Buffer.from('hello'));
  put('other-name', signedByAnn, chart, 'web-1.0.0.tar');
  write('lonely/web-1.0.0.tgz', chart);
  write('folder/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
  write('deep/web-1.0.0.tgz', chart);
  mkdirSync(join(work, 'deep/web-1.0.0.tgz.prov'));

  await registry.start();
  const parts = (provenance: string) => ({
    config: configType,
    layers: [
      [chartType, chart],
      [provenanceType, Buffer.from(provenance)],
    ] as const,
  });
  const digest = putChart(registry, 'ann/web', '1.0.0', parts(signedByAnn));
  putChart(registry, 'eve/web', '1.0.0', parts(signedByEve));
  putChart(registry, 'none/web', '1.0.0', { config: configType, layers: [[chartType, chart]] });
  const alias = `web@sha256-${digest.slice('sha256:'.length)}.tgz`;
  places.set('DIGEST', digest).set('ALIAS', alias);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  places.set('HOST', host).set('REGISTRY', registry.host).set('WORK', work);
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await registry.stop();
  rmSync(work, { recursive: true });
});

const places = new Map<string, string>();
const at = (said: string) => [...places].reduce((result, [name, value]) => result.replaceAll(name, value), said);

const good = '---\n# Source: web/templates/a.yaml\nkind: A\nversion: 1.0.0\n';
const unknown = 'openpgp: signature made by unknown entity';
const tag = 'failed to load keyring: openpgp: invalid data: tag byte does not have MSB set';
const [known, mine] = [digestOf(other), digestOf(chart)];

interface Case {
  readonly keyring?: string;
  readonly repo?: string;
}

/** Name, chart, flags, outcome; Helm's is the same where `differs` is not said. */
const cases: readonly [string, string, Case, string, 'differs'?][] = [
  ['a chart that somebody trusted signed', 'WORK/good/web-1.0.0.tgz', {}, good],
  ['line ends of Windows', 'WORK/windows/web-1.0.0.tgz', {}, good],
  ['blanks at the end of a line', 'WORK/blanks/web-1.0.0.tgz', {}, good],
  ['text before and after', 'WORK/between/web-1.0.0.tgz', {}, good],
  ['two messages: the first counts', 'WORK/twice/web-1.0.0.tgz', {}, good],
  ['two signatures, one of somebody trusted', 'WORK/several/web-1.0.0.tgz', {}, good],
  ['a message about messages', 'WORK/dashes/web-1.0.0.tgz', {}, good],
  ['no header', 'WORK/no-header/web-1.0.0.tgz', {}, good],
  ['a keyring with the secret key', 'WORK/good/web-1.0.0.tgz', { keyring: 'secret.gpg' }, good],
  ['a keyring in armor', 'WORK/good/web-1.0.0.tgz', { keyring: 'armored.asc' }, good, 'differs'],
  ['a header that does not belong there', 'WORK/foreign-header/web-1.0.0.tgz', {}, 'signature block not found'],
  ['somebody unknown', 'WORK/unknown/web-1.0.0.tgz', {}, unknown],
  ['somebody whose key is not in the keyring', 'WORK/good/web-1.0.0.tgz', { keyring: 'bob.gpg' }, unknown],
  ['a keyring without keys', 'WORK/good/web-1.0.0.tgz', { keyring: 'empty.gpg' }, unknown],
  ['a key that has expired since', 'WORK/expired/web-1.0.0.tgz', {}, 'openpgp: key expired'],
  ['a key that was revoked', 'WORK/revoked/web-1.0.0.tgz', {}, 'openpgp: signature made by revoked key'],
  [
    'a text that was changed',
    'WORK/changed-text/web-1.0.0.tgz',
    {},
    'openpgp: invalid signature: EdDSA verification failure',
  ],
  [
    'a chart that was changed',
    'WORK/changed-chart/web-1.0.0.tgz',
    {},
    `sha256 sum does not match for web-1.0.0.tgz: "${mine}" != "${known}"`,
  ],
  [
    'a file that was renamed',
    'WORK/renamed/app-1.0.0.tgz',
    {},
    'provenance does not contain a SHA for a file named "app-1.0.0.tgz"',
  ],
  ['an empty provenance', 'WORK/nobody/web-1.0.0.tgz', {}, 'signature block not found'],
  ['prose', 'WORK/prose/web-1.0.0.tgz', {}, 'signature block not found'],
  ['bytes that are no text', 'WORK/binary/web-1.0.0.tgz', {}, 'signature block not found'],
  ['no signature below the text', 'WORK/unsigned-text/web-1.0.0.tgz', {}, 'signature block not found'],
  ['an armor without a signature', 'WORK/torn-armor/web-1.0.0.tgz', {}, 'signature block not found', 'differs'],
  ['a text of one part', 'WORK/one-part/web-1.0.0.tgz', {}, 'message block must have at least two parts'],
  [
    'a list without files',
    'WORK/no-list/web-1.0.0.tgz',
    {},
    'provenance does not contain a SHA for a file named "web-1.0.0.tgz"',
  ],
  [
    'a list that is no YAML',
    'WORK/bad-list/web-1.0.0.tgz',
    {},
    'error converting YAML to JSON: yaml: line 1: did not find expected node content',
  ],
  [
    'a list that is none',
    'WORK/wrong-list/web-1.0.0.tgz',
    {},
    'error unmarshaling JSON: while decoding JSON: `files` is no map',
    'differs',
  ],
  [
    'a number for a digest',
    'WORK/number/web-1.0.0.tgz',
    {},
    `sha256 sum does not match for web-1.0.0.tgz: "12" != "${mine}"`,
  ],
  [
    'a provenance of two MiB',
    'WORK/huge/web-1.0.0.tgz',
    {},
    'failed to read provenance file: WORK/huge/web-1.0.0.tgz.prov is larger than 1048576 bytes',
    'differs',
  ],
  [
    'something else in the place of the chart',
    'WORK/no-archive/web-1.0.0.tgz',
    {},
    `sha256 sum does not match for web-1.0.0.tgz: "${mine}" != "${digestOf(Buffer.from('hello'))}"`,
  ],
  ['another ending', 'WORK/other-name/web-1.0.0.tar', {}, 'chart must be a tgz file'],
  [
    'no provenance',
    'WORK/lonely/web-1.0.0.tgz',
    {},
    'could not load provenance file WORK/lonely/web-1.0.0.tgz.prov: stat WORK/lonely/web-1.0.0.tgz.prov: no such file or directory',
  ],
  [
    'a folder for a provenance',
    'WORK/deep/web-1.0.0.tgz',
    {},
    'failed to read provenance file: read WORK/deep/web-1.0.0.tgz.prov: is a directory',
  ],
  ['the folder of a chart', 'WORK/folder', {}, 'unpacked charts cannot be verified'],
  ['a chart that is not there', 'WORK/none/web-1.0.0.tgz', {}, 'path "WORK/none/web-1.0.0.tgz" not found'],
  [
    'no keyring',
    'WORK/good/web-1.0.0.tgz',
    { keyring: 'none.gpg' },
    'failed to load keyring: open WORK/none.gpg: no such file or directory',
  ],
  [
    'a folder for a keyring',
    'WORK/good/web-1.0.0.tgz',
    { keyring: 'good' },
    'failed to load keyring: read WORK/good: is a directory',
  ],
  ['a keyring that is a text', 'WORK/good/web-1.0.0.tgz', { keyring: 'text.gpg' }, tag],
  [
    'a keyring that is cut off',
    'WORK/good/web-1.0.0.tgz',
    { keyring: 'cut.gpg' },
    'failed to load keyring: openpgp: invalid data: Unexpected end of packet',
    'differs',
  ],
  ['an address', 'http://HOST/ann/web-1.0.0.tgz', {}, good],
  ['an address, signed by somebody unknown', 'http://HOST/eve/web-1.0.0.tgz', {}, unknown],
  [
    'an address without a provenance',
    'http://HOST/none/web-1.0.0.tgz',
    {},
    'failed to fetch provenance "http://HOST/none/web-1.0.0.tgz.prov"',
  ],
  [
    'an address with a provenance of two MiB',
    'http://HOST/huge/web-1.0.0.tgz',
    {},
    'failed to fetch provenance "http://HOST/huge/web-1.0.0.tgz.prov"',
    'differs',
  ],
  ['a repository', 'web', { repo: 'http://HOST/ann' }, good],
  [
    'a repository without a provenance',
    'web',
    { repo: 'http://HOST/none' },
    'failed to fetch provenance "http://HOST/none/web-1.0.0.tgz.prov"',
  ],
  ['a registry', 'oci://REGISTRY/ann/web:1.0.0', {}, good],
  ['a registry: the newest', 'oci://REGISTRY/ann/web', {}, good],
  ['a registry, signed by somebody unknown', 'oci://REGISTRY/eve/web:1.0.0', {}, unknown],
  [
    'a registry without a provenance',
    'oci://REGISTRY/none/web',
    {},
    'failed to fetch provenance "oci://REGISTRY/none/web:1.0.0.prov"',
  ],
  [
    'a digest, which gives the file another name',
    'oci://REGISTRY/ann/web@DIGEST',
    {},
    'provenance does not contain a SHA for a file named "ALIAS"',
  ],
];

function optionsFor({ keyring = 'ring.gpg', repo }: Case) {
  const fixed = { verify: true, plainHttp: true, registryConfig: join(work, 'none.json') };
  return { ...fixed, keyring: join(work, keyring), ...(repo && { repo: at(repo) }) };
}

const outcome = (said: string) => (said.startsWith('---') ? said : `Error: ${said}\n`);

async function ours(reference: string, given: Case): Promise<string> {
  const { chart, diagnostics } = await openChart(at(reference), optionsFor(given));
  if (!chart) return `Error: ${diagnostics[0]!.message}\n`;
  return formatRender(renderChart(chart));
}

it.each(cases)('with --verify: %s', async (_, reference, given, expected) => {
  expect(await ours(reference, given)).toBe(outcome(at(expected)));
});

it('looks for keys where GnuPG keeps them', async () => {
  const before = process.env['GNUPGHOME'];
  try {
    process.env['GNUPGHOME'] = work;
    const { diagnostics } = await openChart(join(work, 'good/web-1.0.0.tgz'), { verify: true });
    expect(diagnostics[0]!.message).toBe(
      at('failed to load keyring: open WORK/pubring.gpg: no such file or directory'),
    );
  } finally {
    if (before === undefined) delete process.env['GNUPGHOME'];
    else process.env['GNUPGHOME'] = before;
  }
});

describe('the real helm says the same', () => {
  if (!hasHelm) {
    it.skip(needsHelm, () => {});
    return;
  }
  it.each(cases.filter(([, , , , differs]) => !differs))('%s', async (_, reference, given, expected) => {
    expect(await helmTemplate(at(reference), optionsFor(given))).toBe(outcome(at(expected)));
  });
});

describe('charts that the real helm packed and signed', () => {
  if (!hasHelm) {
    it.skip(needsHelm, () => {});
    return;
  }
  it('are taken', async () => {
    const cat = await makeKey('cat');
    write('cat-secret.gpg', cat.write());
    write('cat.gpg', keyring([cat]));
    write('source/web/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\ndescription: "- dashes: é"\n');
    write('source/web/templates/a.yaml', 'kind: A\nversion: 1.0.0\n');
    const flags = ['--sign', '--key', 'cat', '--keyring', join(work, 'cat-secret.gpg'), '-d', join(work, 'packed')];
    await runHelm(['package', join(work, 'source/web'), ...flags]);
    expect(await ours('WORK/packed/web-1.0.0.tgz', { keyring: 'cat.gpg' })).toBe(good);
    expect(await ours('WORK/packed/web-1.0.0.tgz', {})).toBe(outcome(unknown));
  });
});
