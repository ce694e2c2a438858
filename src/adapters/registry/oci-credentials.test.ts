import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LoopbackRegistry } from '../oci/testing/loopback-registry.ts';
import { openChart } from './index.ts';
import { packChart } from './testing/pack.ts';
import { chartType, configType, putChart } from './testing/put-chart.ts';
import { hasHelm, helmTemplate, needsHelm } from './testing/run-helm.ts';

const registry = new LoopbackRegistry();
const work = mkdtempSync(join(tmpdir(), 'bylaw-credentials-'));
const [config, docker, bin, asked] = ['config.json', 'docker', 'bin', 'asked'].map((name) => join(work, name)) as [
  string,
  string,
  string,
  string,
];
const base64 = (text: string) => Buffer.from(text).toString('base64');
const ann = base64('ann:secret');
const before = { PATH: process.env['PATH'], DOCKER_CONFIG: process.env['DOCKER_CONFIG'] };
const environment = { PATH: `${bin}${delimiter}${before.PATH}`, DOCKER_CONFIG: docker };

/** Programs that keep passwords, as Docker calls them. */
const helpers: Readonly<Record<string, string>> = {
  good: `read server; echo "$1 $server" >> ${asked}; echo '{"ServerURL":"x","Username":"ann","Secret":"secret"}'`,
  token: `cat > /dev/null; echo '{"Username":"<token>","Secret":"ann-token"}'`,
  unknown: 'echo "credentials not found in native keychain"; exit 1',
  locked: 'echo "the vault is locked"; exit 1',
  silent: 'exit 3',
  junk: 'echo hello',
  nameless: `echo '{"Username":"","Secret":"secret"}'`,
};

/** `/basic` wants a password, `/bearer` a token that a password, or another token, buys. */
function intercept(request: IncomingMessage, response: ServerResponse): boolean {
  const { authorization } = request.headers;
  const url = new URL(request.url ?? '', 'http://x');
  const send = (status: number, body: object, headers: Record<string, string> = {}): void =>
    void response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : JSON.stringify(body));
  if (url.pathname === '/token') {
    let form = '';
    request.on('data', (chunk) => {
      form += chunk;
    });
    request.on('end', () => {
      const fields = new URLSearchParams(form);
      const bought = fields.get('grant_type') === 'refresh_token' && fields.get('refresh_token') === 'ann-token';
      if (bought || authorization === `Basic ${ann}`) send(200, { access_token: 'pass' });
      else send(401, { errors: [{ code: 'UNAUTHORIZED', message: 'who are you' }] });
    });
    return true;
  }
  const allowed = url.pathname.startsWith('/v2/basic/')
    ? [`Basic ${ann}`]
    : ['Bearer pass', 'Bearer shown as it stands'];
  if (allowed.includes(authorization ?? '')) return false;
  const realm = `Bearer realm="http://${registry.host}/token",service="s",scope="repository:bearer/web:pull"`;
  send(401, {}, { 'www-authenticate': url.pathname.startsWith('/v2/basic/') ? 'Basic realm="x"' : realm });
  return true;
}

beforeAll(async () => {
  for (const folder of [bin, docker]) mkdirSync(folder);
  for (const [name, script] of Object.entries(helpers)) {
    const path = join(bin, `docker-credential-${name}`);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }
  Object.assign(process.env, environment);
  await registry.start();
  const parts = { config: configType, layers: [[chartType, packChart('web', '1.0.0')]] } as const;
  for (const area of ['basic', 'bearer']) putChart(registry, `${area}/web`, '1.0.0', parts);
  registry.intercept = intercept;
});

afterAll(async () => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await registry.stop();
  rmSync(work, { recursive: true });
});

const ok = 'ok';
const at = (text: string) => text.replaceAll('HOST', registry.host);
const basicError = 'failed to perform "FetchReference" on source: GET "http://HOST/v2/basic/web/manifests/1.0.0": ';
const bearerError = 'failed to perform "FetchReference" on source: GET "http://HOST/v2/bearer/web/manifests/1.0.0": ';
const unsold =
  'GET "http://HOST/token?scope=repository%3Abearer%2Fweb%3Apull&service=s": response status code 401: unauthorized: who are you';
const nobody = `${basicError}basic credential not found`;
const unresolved = `${basicError}failed to resolve credential: `;
const half = `${basicError}missing username or password for basic auth`;

interface Case {
  readonly config?: object | string;
  readonly docker?: object;
  readonly differs?: true;
}

/** Name, what asks (a password or a token), what is written where, outcome; Helm's is the same where it does not differ. */
const cases: readonly [string, 'basic' | 'bearer', Case, string][] = [
  ['nothing', 'basic', {}, nobody],
  ['nothing', 'bearer', {}, `${bearerError}${unsold}`],
  ['auth', 'basic', { config: { auths: { HOST: { auth: ann } } } }, ok],
  ['auth', 'bearer', { config: { auths: { HOST: { auth: ann } } } }, ok],
  ['a host as an address', 'basic', { config: { auths: { 'https://HOST/v2/': { auth: ann } } } }, ok],
  ['another host', 'basic', { config: { auths: { other: { auth: ann } } } }, nobody],
  ['username and password', 'basic', { config: { auths: { HOST: { username: 'ann', password: 'secret' } } } }, ok],
  ['identitytoken', 'bearer', { config: { auths: { HOST: { identitytoken: 'ann-token' } } } }, ok],
  [
    'identitytoken with the name beside it',
    'bearer',
    { config: { auths: { HOST: { auth: base64('ann:'), identitytoken: 'ann-token' } } } },
    ok,
  ],
  [
    'a wrong identitytoken',
    'bearer',
    { config: { auths: { HOST: { identitytoken: 'no' } } } },
    `${bearerError}POST "http://HOST/token": response status code 401: unauthorized: who are you`,
  ],
  ['identitytoken', 'basic', { config: { auths: { HOST: { identitytoken: 'ann-token' } } } }, half],
  ['registrytoken', 'bearer', { config: { auths: { HOST: { registrytoken: 'shown as it stands' } } } }, ok],
  [
    'a wrong password',
    'basic',
    { config: { auths: { HOST: { auth: base64('ann:no') } } } },
    `${basicError}response status code 401: Unauthorized`,
  ],
  [
    'a wrong password',
    'bearer',
    { config: { auths: { HOST: { auth: base64('ann:no') } } } },
    `${bearerError}${unsold}`,
  ],
  [
    'auth that is no base64',
    'basic',
    { config: { auths: { HOST: { auth: '%%%' } } } },
    `${unresolved}failed to decode auth field: invalid config format: illegal base64 data at input byte 0`,
  ],
  [
    'auth without a colon',
    'basic',
    { config: { auths: { HOST: { auth: base64('ann') } } } },
    `${unresolved}failed to decode auth field: invalid config format: auth 'ann' does not conform the base64(username:password) format`,
  ],
  ['credsStore', 'basic', { config: { credsStore: 'good' } }, ok],
  ['credsStore', 'bearer', { config: { credsStore: 'good' } }, ok],
  ['credHelpers', 'basic', { config: { credHelpers: { HOST: 'good' }, credsStore: 'locked' } }, ok],
  ['credHelpers of another host', 'basic', { config: { credHelpers: { other: 'good' } } }, nobody],
  ['a program that gives a token', 'bearer', { config: { credsStore: 'token' } }, ok],
  ['a program that gives a token', 'basic', { config: { credsStore: 'token' } }, half],
  ['a program that does not know the host', 'basic', { config: { credsStore: 'unknown' } }, nobody],
  [
    'a program goes before what is written',
    'basic',
    { config: { credsStore: 'unknown', auths: { HOST: { auth: ann } } } },
    nobody,
  ],
  ['a program that fails', 'basic', { config: { credsStore: 'locked' } }, `${unresolved}the vault is locked`],
  ['a program that fails', 'bearer', { config: { credsStore: 'locked' } }, `${bearerError}the vault is locked`],
  ['a program that fails without a word', 'basic', { config: { credsStore: 'silent' } }, `${unresolved}exit status 3`],
  ['a program that gives no name', 'basic', { config: { credsStore: 'nameless' } }, half],
  [
    'a program that is not installed',
    'basic',
    { config: { credsStore: 'absent' } },
    `${unresolved}exec: "docker-credential-absent": executable file not found in $PATH`,
  ],
  [
    'a program that answers something else',
    'basic',
    { config: { credsStore: 'junk' }, differs: true },
    `${unresolved}docker-credential-junk answered without a name and a secret`,
  ],
  [
    'a program with a path',
    'basic',
    { config: { credsStore: '../bin/good' }, differs: true },
    `${unresolved}credential helper "../bin/good": a name of a program has no such characters`,
  ],
  ['Docker knows the host', 'basic', { docker: { auths: { HOST: { auth: ann } } } }, ok],
  ['Docker has a program', 'basic', { config: { auths: {} }, docker: { credsStore: 'good' } }, ok],
  [
    'Docker knows what the program does not',
    'basic',
    { config: { credsStore: 'unknown' }, docker: { auths: { HOST: { auth: ann } } } },
    ok,
  ],
  [
    'no JSON',
    'basic',
    { config: '{', differs: true },
    `${unresolved}failed to decode config file at ${config}: invalid config format: Expected property name or '}' in JSON at position 1 (line 1 column 2)`,
  ],
  [
    'auths of a wrong type',
    'basic',
    { config: '{"auths":3}', differs: true },
    `${unresolved}failed to unmarshal auths field: invalid config format: it is no map`,
  ],
];

function write(given: Case): void {
  const text = (value: object | string): string => at(typeof value === 'string' ? value : JSON.stringify(value));
  writeFileSync(config, text(given.config ?? {}));
  writeFileSync(join(docker, 'config.json'), text(given.docker ?? {}));
}

const options = { plainHttp: true, registryConfig: config };

it.each(cases)('who we are: %s (%s)', async (_, area, given, expected) => {
  write(given);
  const { chart, diagnostics } = await openChart(at(`oci://HOST/${area}/web:1.0.0`), options);
  expect(chart ? ok : diagnostics[0]!.message).toBe(at(expected));
});

it('a program is asked for the host, and only when the registry wants to know', async () => {
  rmSync(asked, { force: true });
  write({ config: { credsStore: 'good' } });
  await openChart(at('oci://HOST/basic/web:1.0.0'), options);
  expect(readFileSync(asked, 'utf8')).toBe(at('get HOST\n'));
});

it('what the flags say goes before everything', async () => {
  write({ config: { credsStore: 'locked' } });
  const flags = { ...options, username: 'ann', password: 'secret' };
  expect((await openChart(at('oci://HOST/basic/web:1.0.0'), flags)).diagnostics).toEqual([]);
});

describe('the real helm says the same', () => {
  if (!hasHelm) {
    it.skip(needsHelm, () => {});
    return;
  }
  it.each(cases.filter(([, , { differs }]) => !differs))('%s (%s)', async (_, area, given, expected) => {
    write(given);
    const said = await helmTemplate(at(`oci://HOST/${area}/web:1.0.0`), options, environment);
    expect(said.startsWith('---') ? ok : said.trim().replace('Error: ', '')).toBe(at(expected));
  });
});
