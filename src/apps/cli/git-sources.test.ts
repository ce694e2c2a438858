import { execFileSync, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeHistory } from '../../adapters/git/index.ts';
import { folderOf, hasReference, needsReference, runBoth, runBylawLater } from './run-programs.ts';

const policy = (name: string, key: string) => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: ${name}}
spec:
  rules:
    - name: labelled
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate: {message: "needs ${key}", pattern: {metadata: {labels: {${key}: "?*"}}}}
`;
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {team: a}}\nspec: {containers: [{name: a, image: b}]}\n';
const suite = `apiVersion: cli.kyverno.io/v1alpha1
kind: Test
metadata: {name: t}
policies: [../team.yaml]
resources: [pod.yaml]
results:
  - {policy: team, rule: labelled, resources: [web], kind: Pod, result: pass}
`;
const bytes = (text: string) => new TextEncoder().encode(text);
const folder = folderOf({ 'pod.yaml': pod });

/** Serves a repository as Git hosts do, through git's own program for it; `/secret/...` wants a password. */
function serve(root: string): Server {
  return createServer((request, response) => {
    const secret = request.url?.startsWith('/secret/');
    if (secret && request.headers.authorization !== `Basic ${Buffer.from('mira:token').toString('base64')}`) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic' }).end();
      return;
    }
    answer(root, request, response);
  });
}

function answer(root: string, request: IncomingMessage, response: ServerResponse): void {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const backend = spawn('git', ['http-backend'], {
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: path.replace(/^\/secret\//, '/acme/'),
      QUERY_STRING: query,
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  });
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  backend.on('close', () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf('\r\n\r\n');
    for (const line of output.subarray(0, end).toString().split('\r\n')) {
      const at = line.indexOf(': ');
      if (line.startsWith('Status: ')) response.statusCode = Number(line.slice(8, 11));
      else response.setHeader(line.slice(0, at), line.slice(at + 2));
    }
    response.end(output.subarray(end + 4));
  });
}

describe('policies and tests from a Git repository', () => {
  let server: Server;
  let origin = '';

  beforeAll(async () => {
    const root = folderOf({});
    const repository = join(root, 'acme', 'policies');
    await writeHistory(repository, [
      {
        files: new Map([
          ['team.yaml', bytes(policy('team', 'team'))],
          ['owner/owner.yaml', bytes(policy('owner', 'owner'))],
          ['tests/kyverno-test.yaml', bytes(suite)],
          ['tests/pod.yaml', bytes(pod)],
        ]),
        date: Date.UTC(2026, 0, 1),
        author: 'Mira <mira@acme.example>',
        message: 'Start',
      },
    ]);
    execFileSync('git', ['-C', repository, 'branch', 'release']);
    server = serve(dirname(dirname(repository)));
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    );
    origin = `http://127.0.0.1:${port}`;
  });
  afterAll(() => {
    server.close();
  });

  const summary = (text: string) => /pass: .*/.exec(text)?.[0];
  const applied: readonly (readonly [string, string, string[], string])[] = [
    ['its main branch', '/acme/policies', [], 'pass: 1, fail: 1, warn: 0, error: 0, skip: 0 '],
    ['a branch in the address', '/acme/policies/release', [], 'pass: 1, fail: 1, warn: 0, error: 0, skip: 0 '],
    [
      'a folder of a branch',
      '/acme/policies/owner',
      ['-b', 'release'],
      'pass: 0, fail: 1, warn: 0, error: 0, skip: 0 ',
    ],
    [
      'a folder with a slash at its end',
      '/acme/policies/owner/',
      ['-b', 'main'],
      'pass: 0, fail: 1, warn: 0, error: 0, skip: 0 ',
    ],
    [
      'one that wants a password',
      '/secret/policies',
      ['--username', 'mira', '--password', 'token'],
      'pass: 1, fail: 1, warn: 0, error: 0, skip: 0 ',
    ],
  ];

  it.each(applied.map(([name, path, flags, counts]) => ({ name, path, flags, counts })))(
    'are read from $name',
    async ({ path, flags, counts }) => {
      const { status, stdout } = await runBylawLater(folder, ['apply', origin + path, '-r', 'pod.yaml', ...flags]);
      expect([status, summary(stdout)]).toEqual([1, counts]);
    },
  );

  it('are shown by the address they came from', async () => {
    const { stdout } = await runBylawLater(folder, ['apply', `${origin}/acme/policies`, '-r', 'pod.yaml']);
    expect(stdout).toContain(`rule at ${origin}/acme/policies/owner/owner.yaml:6:13`);
  });

  it('are refused without the password, and without waiting for one', async () => {
    const { status, stderr } = await runBylawLater(folder, ['apply', `${origin}/secret/policies`, '-r', 'pod.yaml']);
    expect(stderr).toContain('error GIT_UNREACHABLE');
    expect(status).toBe(1);
  });

  it('and resources from an address of the web', async () => {
    const web = createServer((request, response) => response.writeHead(request.url === '/pod' ? 200 : 404).end(pod));
    const port = await new Promise<number>((resolve) =>
      web.listen(0, '127.0.0.1', () => resolve((web.address() as { port: number }).port)),
    );
    const args = ['apply', `${origin}/acme/policies`, '-r'];
    const found = await runBylawLater(folder, [...args, `http://127.0.0.1:${port}/pod`]);
    const missing = await runBylawLater(folder, [...args, `http://127.0.0.1:${port}/nothing`]);
    web.close();
    expect(summary(found.stdout)).toBe('pass: 1, fail: 1, warn: 0, error: 0, skip: 0 ');
    expect(missing.stderr).toMatch(/error FILE_UNREADABLE: `http:\S+\/nothing` cannot be read: the server answers 404/);
  });

  it('are tested', async () => {
    const { status, stdout } = await runBylawLater(folder, ['test', `${origin}/acme/policies/tests`, '-b', 'main']);
    // The folder is all that is looked for tests in, but a test may name what lies beside it.
    expect(stdout).toContain('Test Summary: 1 tests passed and 0 tests failed');
    expect(status).toBe(0);
  });

  it
    .skipIf(!hasReference)
    .each([
      ...applied
        .slice(0, 4)
        .map(([, path, flags]) => ({ command: 'apply', path, flags: ['-r', 'pod.yaml', ...flags] })),
      { command: 'test', path: '/acme/policies', flags: [] },
      { command: 'test', path: '/acme/policies/tests', flags: ['-b', 'main'] },
      { command: 'test', path: '/acme/nothing', flags: [] },
      { command: 'test', path: '/acme', flags: [] },
    ])(
    `${hasReference ? '' : `${needsReference} `}give the same as with the real program: $command $path $flags`,
    async ({ command, path, flags }) => {
      const { ours, theirs } = await runBoth(folder, [command, origin + path, ...flags]);
      const told = (text: string) => /pass: .*|Test Summary: .*/.exec(text)?.[0];
      expect([ours.status, told(ours.stdout)]).toEqual([theirs.status, told(theirs.stdout)]);
    },
  );
});
