import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { copyCheckout, makeSnapshots, root, runProgram } from '../testing/checkout.ts';

const chart = join(root, 'examples/acme/sources/security-policy/charts/security-policy');

describe('the resident of `bylaw template`', () => {
  let copy: string;
  let socket: string;
  const on = { BYLAW_RESIDENT: 'on' };
  const bylaw = (args: readonly string[], options: Parameters<typeof runProgram>[2] = {}) =>
    runProgram(join(copy, 'bin/bylaw'), ['template', ...args], { ...options, env: { ...on, ...options.env } });
  const fromSources = (args: readonly string[], options: Parameters<typeof runProgram>[2] = {}) =>
    runProgram(
      join(root, 'node_modules/.bin/node'),
      [join(root, 'src/apps/cli/main.ts'), 'template', ...args],
      options,
    );

  beforeAll(() => {
    copy = copyCheckout();
    socket = join(copy, 'node_modules/.cache/bylaw/resident.sock');
    expect(makeSnapshots(copy)).toEqual({ status: 0, stdout: '', stderr: '' });
  }, 120_000);

  const blob = () => join(copy, 'node_modules/.cache/bylaw/template.blob');
  /** The process behind the socket, as it says itself. */
  async function residentPid(): Promise<number> {
    const connection = connect(socket);
    const asked = { args: ['template', '--help'], folder: '/', env: {}, umask: 0o22, terminals: [false, false] };
    connection.write(`${JSON.stringify(asked)}\n`);
    const greeting = await new Promise<string>((resolve) => connection.once('data', (part) => resolve(String(part))));
    return Number(/^ready (\d+)\n/.exec(greeting)![1]);
  }

  const refuses = (): Promise<boolean> =>
    new Promise((resolve) => {
      const connection = connect(socket, () => resolve(connection.destroy() === undefined));
      connection.on('error', () => resolve(true));
    });

  async function startResident(): Promise<void> {
    expect(bylaw([chart]).status).toBe(0);
    await until(() => existsSync(socket));
  }

  /** Without the snapshot no command can start alone: whatever is printed comes from the resident. */
  function breakSnapshot(): void {
    renameSync(blob(), `${blob()}.kept`);
    writeFileSync(blob(), 'broken');
  }

  /** On a busy machine a client may lose its patience, and fail as it must without the snapshot: it asks again. */
  function ask(args: readonly string[], options: Parameters<typeof runProgram>[2] = {}) {
    for (let tries = 0; ; tries++) {
      const answer = bylaw(args, options);
      if (answer.status !== null || tries === 30) return answer;
    }
  }

  afterEach(async () => {
    if (existsSync(socket)) process.kill(await residentPid(), 'SIGTERM');
    await until(() => !existsSync(socket));
    if (existsSync(`${blob()}.kept`)) renameSync(`${blob()}.kept`, blob());
  });

  it('prints what the command prints alone: output, errors, exit codes, from any folder, with any environment', async () => {
    await startResident();
    breakSnapshot();
    const folder = mkdtempSync(join(tmpdir(), 'bylaw-values-'));
    writeFileSync(join(folder, 'v.yaml'), 'policies: {disallowPrivileged: {enabled: false}}\n');
    const cases: [string[], Parameters<typeof runProgram>[2]?][] = [
      [[chart]],
      [['acme', chart, '-f', 'v.yaml', '-n', 'x'], { cwd: folder }],
      [['.'], { cwd: chart }],
      [['.'], { cwd: folder }],
      [[chart], { env: { HELM_NAMESPACE: 'other' } }],
      [[chart, '-f', 'missing.yaml'], { cwd: folder }],
      [[chart, '--set', 'a[=b']],
      [['--no-such-flag']],
      [['--help']],
      [[chart, '--explain-values', ':5']],
    ];
    for (const [args, options] of cases) expect([args, ask(args, options)]).toEqual([args, fromSources(args, options)]);
  });

  it('sees each change of a chart', async () => {
    await startResident();
    breakSnapshot();
    const folder = mkdtempSync(join(tmpdir(), 'bylaw-chart-'));
    const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
    mkdirSync(join(folder, 'templates'));
    write('Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
    const written = '{{ $_ := set .Values "a" (add .Values.a 10) }}a: {{ .Values.a }}\n';
    for (const [values, template] of [
      ['a: 1\n', written],
      ['a: 1\n', written],
      ['a: 2\n', written],
      ['a: 2\n', written.replace('10', '20')],
    ] as const) {
      write('values.yaml', values);
      write('templates/a.yaml', template);
      for (const name of ['values.yaml', 'templates/a.yaml']) utimesSync(join(folder, name), 0, 0);
      expect(ask([folder])).toEqual(fromSources([folder]));
    }
  });

  it('serves only its user, on a socket beside the snapshots', async () => {
    await startResident();
    expect(statSync(socket).mode & 0o777).toBe(0o600);
  });

  it('leaves a folder that is gone to the command alone', async () => {
    await startResident();
    const folder = mkdtempSync(join(tmpdir(), 'bylaw-gone-'));
    const script = `cd "${folder}" && rmdir "${folder}" && "${copy}/bin/bylaw" template "${chart}"`;
    expect(runProgram('/bin/sh', ['-c', script], { env: on }).stdout).toBe(fromSources([chart]).stdout);
  });

  it('leaves standard input, and what it has not loaded, to the command alone', async () => {
    await startResident();
    const values = 'policies: {disallowPrivileged: {enabled: false}}\n';
    expect(bylaw([chart, '-f', '-'], { input: values })).toEqual(fromSources([chart, '-f', '-'], { input: values }));
    expect(bylaw([chart, '--lookup-from', 'x']).stdout).toBe(`sources template ${chart} --lookup-from x\n`);
  });

  it('is not kept from its work by somebody who asks nothing', async () => {
    await startResident();
    breakSnapshot();
    const holder = connect(socket);
    await new Promise((resolve) => holder.once('connect', resolve));
    expect(ask([chart])).toEqual(fromSources([chart]));
    holder.destroy();
  });

  it('is not waited for when it does not begin, and does nothing for those who have gone', async () => {
    await startResident();
    const pid = await residentPid();
    const folder = join(mkdtempSync(join(tmpdir(), 'bylaw-gone-')), 'out');
    process.kill(pid, 'SIGSTOP');
    const alone = bylaw([chart, '--output-dir', folder]);
    expect(alone.status).toBe(0);
    rmSync(folder, { recursive: true });
    process.kill(pid, 'SIGCONT');
    expect(await residentPid()).toBe(pid);
    expect(existsSync(folder)).toBe(false);
  });

  it('is replaced when it was killed', async () => {
    await startResident();
    process.kill(await residentPid(), 'SIGKILL');
    await until(refuses);
    expect(existsSync(socket)).toBe(true);
    expect(bylaw([chart])).toEqual(fromSources([chart]));
    expect(existsSync(socket)).toBe(false);
    await startResident();
  });

  it('gives way to the sources when one has changed', async () => {
    await startResident();
    utimesSync(join(copy, 'src/apps/cli/resident/wire.ts'), new Date(), new Date());
    expect(bylaw([chart]).stdout).toBe(`sources template ${chart}\n`);
    await until(() => !existsSync(socket));
    expect(makeSnapshots(copy).status).toBe(0);
  });

  it('ends quietly when the reader of its output goes away', async () => {
    await startResident();
    const child = spawn('/bin/sh', ['-c', `"${copy}/bin/bylaw" template "${chart}" | head -c 10`], {
      env: { ...process.env, ...on },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (part) => (out += part));
    child.stderr.on('data', (part) => (err += part));
    await new Promise((resolve) => child.once('close', resolve));
    expect([out, err]).toEqual(['---\n# Sour', '']);
  });

  it.each<Record<string, string>>([{ BYLAW_RESIDENT: 'off' }, { BYLAW_RESIDENT: '', CI: 'true' }])(
    'is not started with %j',
    async (env) => {
      expect(bylaw([chart], { env }).status).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(existsSync(socket)).toBe(false);
    },
  );
});

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await condition()); ) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
