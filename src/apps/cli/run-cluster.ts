import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import https from 'node:https';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

// For tests: a real API server on loopback.

const controlPlane = resolve(
  import.meta.dirname,
  '..',
  '..',
  '..',
  '..',
  'shared',
  'tools',
  'reference',
  'control-plane',
);
const programs = process.env['BYLAW_REFERENCE_BIN'] ?? join(homedir(), '.cache', 'bylaw-reference', 'bin');

/** What is not here and needed for a real API server; with further programs that a test needs. */
export function missingForCluster(...further: readonly string[]): string | undefined {
  const needed = ['etcd', 'kube-apiserver', ...further].map((name) => join(programs, name));
  return [controlPlane, ...needed].find((path) => !existsSync(path));
}

export interface TestCluster {
  readonly server: string;
  readonly kubeconfig: string;
  create(path: string, body: object): Promise<void>;
  stop(): void;
}

let started = 0;

/** Starts an API server in a folder of its own. */
export function startCluster(): TestCluster {
  const folder = join(mkdtempSync(join(tmpdir(), 'bylaw-cluster-')), 'cp');
  const port = 21_000 + (process.pid % 1000) * 8 + 4 * started++;
  execFileSync(controlPlane, ['start', folder, String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
  const kubeconfig = join(folder, 'kubeconfig');
  const server = `https://127.0.0.1:${port}`;
  return {
    server,
    kubeconfig,
    create: (path, body) => post(server + path, kubeconfig, body),
    stop: () => execFileSync(controlPlane, ['stop', folder]),
  };
}

function post(url: string, kubeconfig: string, body: object): Promise<void> {
  const token = /token: "(\w+)"/.exec(readFileSync(kubeconfig, 'utf8'))?.[1];
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return new Promise((done, fail) => {
    const request = https.request(url, { method: 'POST', headers, rejectUnauthorized: false }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 201 ? done() : fail(new Error(`POST ${url}: ${response.statusCode}`)),
      );
    });
    request.on('error', fail);
    request.end(JSON.stringify(body));
  });
}
