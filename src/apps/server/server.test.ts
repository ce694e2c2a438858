import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDashboard } from '../dashboard/build.ts';
import type { NowView, PolicySummaryView, PolicyView } from './api-types.ts';

const root = resolve(import.meta.dirname, '..', '..', '..');
const acme = join(root, 'examples', 'acme');
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

interface Running {
  readonly url: string;
  readonly output: () => string;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the real program and waits for its address. */
async function serve(...args: string[]): Promise<Running> {
  const child = spawn(join(root, 'bin', 'bylaw'), ['serve', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<number | null>((done) => child.on('exit', done));
  const url = await new Promise<string>((found, failed) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const address = /Open (http:\S+)/.exec(output)?.[1];
      if (address) found(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(() => failed(new Error(output)));
  });
  return {
    url,
    output: () => output,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

const json = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T;

describe('bylaw serve over the sample', () => {
  const data = mkdtempSync(join(tmpdir(), 'bylaw-serve-'));
  let server: Running;
  beforeAll(async () => {
    server = await serve('--config', acme, '--data', data);
  });
  afterAll(() => server.stop());

  it('prints the address and ten lines of what it found, labelled as sample data', () => {
    const lines = server
      .output()
      .trim()
      .split('\n')
      .filter((line) => line !== '');
    expect(lines[0]).toBe('Bylaw serves acme (sample data)');
    expect(lines).toHaveLength(12);
    expect(lines.slice(1, 11).map((line) => line.trim().split(/ {2,}/)[0])).toEqual([
      'sources',
      'policies',
      'clusters',
      'compliant',
      'excepted',
      'failing',
      'most failing',
      'ready',
      'held back',
      'problems',
    ]);
  });

  it.each([
    ['/healthz', 200, 'text/plain'],
    ['/readyz', 200, 'text/plain'],
    ['/metrics', 200, 'text/plain'],
    ['/', 200, 'text/html'],
    ['/policies/disallow-privileged', 200, 'text/html'],
    ['/assets/main.js', 200, 'text/javascript'],
    ['/api/v1/openapi.json', 200, 'application/json'],
    ['/api/v1/policies/nothing', 404, 'application/json'],
    ['/nothing', 404, 'application/json'],
  ])('answers %s with %i', async (path, status, type) => {
    const response = await fetch(server.url + path);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain(type);
  });

  it('answers the API as its OpenAPI document says', async () => {
    const document = await json<{ paths: Record<string, unknown> }>(`${server.url}/api/v1/openapi.json`);
    expect(Object.keys(document.paths)).toEqual(['/now', '/policies', '/policies/{name}']);
    const now = await json<NowView>(`${server.url}/api/v1/now`);
    expect(now).toMatchObject({ platform: 'acme', sample: true });
    expect(now.clusters.map(({ name }) => name)).toEqual(['dev-1', 'qac-1', 'stg-1', 'prd-1']);
    expect(now.totals.failing).toBe(now.totalViolations);
    expect(now.exceptions.map(({ state }) => state).sort()).toEqual(['active', 'permanent']);
    const policies = await json<PolicySummaryView[]>(`${server.url}/api/v1/policies`);
    expect(policies).toHaveLength(10);
    const policy = await json<PolicyView>(`${server.url}/api/v1/policies/require-resource-limits`);
    expect(policy.history.length).toBeGreaterThan(4);
    expect(policy.modeLines.map(({ environment }) => environment)).toEqual(['dev', 'qac', 'stg', 'prd']);
    expect(policy.next).toMatchObject({ environment: 'stg', to: 'Enforce', ready: false });
  });

  it('names its metrics as Policy Reporter does', async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toMatch(
      /^policy_report_result\{namespace="[^"]+",rule="[^"]*",policy="[^"]+",report="[^"]+",kind="[^"]+",name="[^"]+",status="fail",severity="[^"]+",category="[^"]+",source="bylaw",cluster="dev-1"\} 1$/m,
    );
    expect(text).toMatch(/^cluster_policy_report_result\{rule=/m);
    for (const line of text.trim().split('\n')) expect(line).toMatch(/^(# (HELP|TYPE) |[a-z_]+\{.*\} [\d.e+]+$)/);
  });

  it('scans again when a file changes, and says so on the event stream', async () => {
    const before = await json<NowView>(`${server.url}/api/v1/now`);
    const events = await fetch(`${server.url}/api/v1/events`);
    const reader = events.body!.getReader();
    writeFileSync(
      join(data, 'sample/clusters/dev-1/new.yaml'),
      'apiVersion: v1\nkind: Pod\nmetadata: {name: bad, namespace: shop}\nspec: {containers: [{name: a, image: "nginx:latest"}]}\n',
    );
    const seen = new TextDecoder().decode((await reader.read()).value);
    expect(seen).toContain('"type":"scan"');
    await reader.cancel();
    const after = await json<NowView>(`${server.url}/api/v1/now`);
    expect(after.totals.failing).toBeGreaterThan(before.totals.failing);
    expect(after.violations.some(({ name, policy }) => name === 'bad' && policy === 'disallow-latest-tag')).toBe(true);
  });

  it('ends cleanly on SIGTERM, and a restart loses nothing and repeats nothing', async () => {
    const before = await json<PolicyView>(`${server.url}/api/v1/policies/disallow-latest-tag`);
    expect(await server.stop()).toBe(0);
    server = await serve('--config', acme, '--data', data);
    const after = await json<PolicyView>(`${server.url}/api/v1/policies/disallow-latest-tag`);
    expect(after.violations).toEqual(before.violations);
    expect(after.transitions).toEqual(before.transitions);
  });

  it('does not wait for the next sign of life of an open event stream when it ends', async () => {
    const other = await serve('--config', acme, '--data', mkdtempSync(join(tmpdir(), 'bylaw-stop-')));
    const events = await fetch(`${other.url}/api/v1/events`);
    const closed = events.text().catch(() => 'closed');
    const late = new Promise<string>((tell) => setTimeout(tell, 12_000, 'late').unref());
    expect(await Promise.race([other.stop(), late])).toBe(0);
    await closed;
  });

  it('says that a port is in use', async () => {
    const holder = createServer();
    const port = await new Promise<number>((found) =>
      holder.listen(0, '127.0.0.1', () => found((holder.address() as { port: number }).port)),
    );
    await expect(
      serve('--config', acme, '--data', mkdtempSync(join(tmpdir(), 'bylaw-port-')), '--port', String(port)),
    ).rejects.toThrow(`port ${port} is in use`);
    holder.close();
  });
});

describe('the dashboard bundle', () => {
  it('is under 100 kB when compressed', async () => {
    const { js, css } = await buildDashboard();
    expect(gzipSync(js).length + gzipSync(css).length).toBeLessThan(100_000);
  });
});

describe.skipIf(!browserPath)(
  browserPath ? 'the dashboard in a browser' : 'skipped: needs chromium, see CONTRIBUTING.md',
  () => {
    let server: Running;
    let browser: Browser;
    let page: Page;
    const problems: string[] = [];
    beforeAll(async () => {
      server = await serve('--config', acme, '--data', mkdtempSync(join(tmpdir(), 'bylaw-browser-')));
      browser = await chromium.launch({
        executablePath: browserPath!,
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ],
      });
      page = await browser.newPage();
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    });
    afterAll(async () => {
      await browser?.close();
      await server?.stop();
    });

    it('shows the sample and its violations, and follows one to its policy and back', async () => {
      await page.goto(server.url);
      await page.getByRole('heading', { name: 'Now' }).waitFor();
      await page.getByText('Sample data').waitFor();
      const rows = page.getByRole('region', { name: 'Present violations' }).getByRole('row');
      await rows.nth(1).waitFor();
      expect(await rows.count()).toBe(51);
      const link = rows.nth(1).getByRole('link');
      const name = (await link.textContent())!;
      await link.click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
      await page.getByRole('heading', { name: 'Environments, in promotion order' }).waitFor();
      expect(new URL(page.url()).pathname).toBe(`/policies/${name}`);
      expect(await page.title()).toBe(`${name} · Bylaw`);
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
      await rows.nth(1).waitFor();
    });

    it('filters by what is typed, and keeps the filter in the address', async () => {
      await page.goto(server.url);
      await page.getByRole('heading', { name: /violations$/ }).waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('disallow-latest-tag dev-1');
      await page.getByRole('heading', { name: /^1 of \d+ violations$/ }).waitFor();
      expect(new URL(page.url()).searchParams.get('q')).toBe('disallow-latest-tag dev-1');
      await page.reload();
      await page.getByRole('heading', { name: /^1 of \d+ violations$/ }).waitFor();
    });

    it('works by keyboard: pages, help, focus on the heading', async () => {
      await page.goto(server.url);
      await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('p');
      await page.getByRole('heading', { level: 1, name: 'Policies' }).waitFor();
      await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page
        .getByRole('table')
        .getByRole('row', { name: /restrict-image-registries/ })
        .waitFor();
    });

    it('is dark where the reader wants it, and remembers a choice', async () => {
      const dark = await browser.newPage({ colorScheme: 'dark' });
      await dark.goto(server.url);
      const background = () => dark.evaluate(() => getComputedStyle(document.body).backgroundColor);
      await dark.getByRole('button', { name: 'Light' }).waitFor();
      const before = await background();
      await dark.getByRole('button', { name: 'Light' }).click();
      expect(await background()).not.toBe(before);
      await dark.reload();
      await dark.getByRole('button', { name: 'Dark' }).waitFor();
      await dark.close();
    });

    it('meets no script error and loads nothing from elsewhere', () => {
      expect(problems).toEqual([]);
    });
  },
);
