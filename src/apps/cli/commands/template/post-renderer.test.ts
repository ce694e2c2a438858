import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasHelm, helm, needsHelm } from '../../../../adapters/registry/testing/run-helm.ts';

const bin = resolve(import.meta.dirname, '..', '..', '..', '..', '..', 'bin', 'bylaw');
const work = mkdtempSync(join(tmpdir(), 'bylaw-post-renderer-'));

function write(name: string, text: string): string {
  const path = join(work, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function plugin(name: string, command: string, more = '', folder = `plugins/${name}`): void {
  const head = `apiVersion: v1\ntype: postrenderer/v1\nname: ${name}\nversion: 0.1.0\nruntime: subprocess\n`;
  write(`${folder}/plugin.yaml`, `${head}${more}runtimeConfig:\n  platformCommand:\n${command}\n`);
}

function program(name: string, script: string): void {
  plugin(name, '  - command: $HELM_PLUGIN_DIR/run.sh');
  chmodSync(write(`plugins/${name}/run.sh`, `#!/bin/sh\n${script}\n`), 0o755);
}

write('web/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
write(
  'web/templates/a.yaml',
  '# head\nkind: ConfigMap\nmetadata:\n    name: a   # line\n    labels: {b: "c",  d: e}\n\ndata:\n    # about k\n    k: |\n        text\n    list:\n      - 1\n      -   x: y\n---\n# nothing\n---\nkind: Secret\n',
);
write('web/templates/list.yaml', 'kind: List\nitems:\n- kind: One\n- kind: Two\n');
write('web/templates/hook.yaml', 'kind: Job\nmetadata:\n  name: h\n  annotations:\n    helm.sh/hook: test\n');
write('web/templates/NOTES.txt', 'notes');
write('web/crds/c.yaml', 'kind: CustomResourceDefinition\n');
write('broken/Chart.yaml', 'apiVersion: v2\nname: broken\nversion: 1.0.0\n');
write('broken/templates/a.yaml', 'a: b: c\n');
write('prose/Chart.yaml', 'apiVersion: v2\nname: prose\nversion: 1.0.0\n');
write('prose/templates/a.yaml', 'hello\n');
write('fails/Chart.yaml', 'apiVersion: v2\nname: fails\nversion: 1.0.0\n');
write('fails/templates/a.yaml', '{{ fail "no" }}\n');
write('empty/Chart.yaml', 'apiVersion: v2\nname: empty\nversion: 1.0.0\n');
write('empty/templates/a.yaml', '# only a comment\n');

plugin('same', '  - command: cat');
plugin('elsewhere', '  - command: cat', '', 'plugins/another-folder');
plugin('words', '  - command: sh -c cat', 'config: {}\n');
plugin('nothing', '  - command: "true"');
plugin('absent', '  - command: no-such-program');
plugin('lost', '  - command: /no/such/program');
plugin('windows', '  - {os: windows, command: cat}');
plugin(
  'best',
  '  - command: "false"\n  - {os: linux, arch: s390x, command: "false"}\n  - {os: linux, command: cat}\n  - {os: linux, command: "false"}',
);
plugin('unknown-field', '  - command: cat', 'colour: red\n');
write(
  'plugins/wasm/plugin.yaml',
  'apiVersion: v1\ntype: postrenderer/v1\nname: wasm\nversion: 0.1.0\nruntime: extism/v1\n',
);
write('plugins/wasm/plugin.wasm', 'no module');
write(
  'plugins/cli/plugin.yaml',
  'apiVersion: v1\ntype: cli/v1\nname: cli\nversion: 0.1.0\nruntime: subprocess\nconfig: {usage: x, shortHelp: y}\nruntimeConfig: {platformCommand: [{command: cat}]}\n',
);
write('plugins/old/plugin.yaml', 'name: old\nversion: 0.1.0\nusage: x\ncommand: cat\n');
program('adds', 'cat; echo ---; echo "kind: Added"; echo "args: \'$*\'"; echo "name: $HELM_PLUGIN_NAME"');
program('fails', 'echo oops >&2; exit 3');
program('breaks', 'cat > /dev/null; echo "a: b: c"');
program('prose', 'cat > /dev/null; echo hello');
program('renames', "sed 's/name: a /name: b /'");
plugin('expands', `  - command: echo\n    args: ['{kind: ${'$'}{HELM_PLUGIN_NAME}$UNKNOWN, args: "$$x $1 ${'$'}{}"}']`);
plugin('twin', '  - command: cat', '', 'twins/a');
plugin('twin', '  - command: tac', '', 'twins/b');

/** Command lines, and what both programs end with. */
const lines: readonly [string, number, 'twins'?][] = [
  ['web --post-renderer same', 0],
  ['web --post-renderer elsewhere', 0],
  ['web --post-renderer words', 0],
  ['web --post-renderer best', 0],
  ['web --post-renderer renames', 0],
  ['web --post-renderer expands', 0],
  ['web --post-renderer adds --post-renderer-args x --post-renderer-args=--y --post-renderer-args $HOME', 0],
  ['web --post-renderer-args x --post-renderer adds', 0],
  ['web --post-renderer-args x', 0],
  ['web --post-renderer=', 0],
  ['web --post-renderer same --no-hooks --include-crds', 0],
  ['web --post-renderer same --skip-tests -s templates/a.yaml', 0],
  ['web --post-renderer adds -s templates/none.yaml', 1],
  ['web --post-renderer fails', 1],
  ['web --post-renderer nothing', 1],
  ['web --post-renderer absent', 1],
  ['web --post-renderer lost', 1],
  ['web --post-renderer windows', 1],
  ['web --post-renderer breaks', 1],
  ['web --post-renderer prose', 1],
  ['broken --post-renderer same', 1],
  ['prose --post-renderer same', 1],
  ['fails --post-renderer absent', 1],
  ['empty --post-renderer same', 1],
];

/** What the real program refuses with 1, as a wrong flag; ours ends with 2 for those. */
const refused: readonly [string, string, string?][] = [
  [
    'web --post-renderer none',
    'invalid argument "none" for "--post-renderer" flag: plugin: {Name:none Type:postrenderer/v1} not found',
  ],
  ['web --post-renderer cli', 'plugin: {Name:cli Type:postrenderer/v1} not found'],
  ['web --post-renderer old', 'plugin: {Name:old Type:postrenderer/v1} not found'],
  ['web --post-renderer unknown-field', 'plugin: {Name:unknown-field Type:postrenderer/v1} not found'],
  ['no-chart --post-renderer none', 'plugin: {Name:none Type:postrenderer/v1} not found'],
  ['web --post-renderer same --post-renderer adds', 'cannot specify --post-renderer flag more than once'],
  [
    'web --post-renderer twin',
    `two plugins claim the name "twin" at "${join(work, 'twins/a')}" and "${join(work, 'twins/b')}"`,
    'twins',
  ],
];

function run(program: string, line: string, plugins = 'plugins') {
  const home = join(work, '.home');
  const folders = `/nonexistent:${join(work, plugins)}`;
  const env = { PATH: process.env['PATH'], HOME: home, NO_COLOR: '1', BYLAW_RESIDENT: 'off', HELM_PLUGINS: folders };
  const args = ['template', ...line.split(' ')];
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: work, encoding: 'utf8', timeout: 30_000, env });
  return { status, stdout, stderr };
}

describe('template sends what it rendered through plugins, as helm does', () => {
  if (!hasHelm) {
    it.skip(needsHelm, () => {});
    return;
  }
  it.each(lines)('%s', { timeout: 20_000 }, (line, status) => {
    const [ours, theirs] = [run(bin, line), run(helm, line)];
    expect(ours.stdout).toBe(theirs.stdout);
    expect([ours.status, theirs.status]).toEqual([status, status]);
    const said = theirs.stderr.split('\n').find((text) => text.startsWith('Error: ')) ?? '';
    expect(ours.stderr).toContain(said.slice('Error: '.length));
  });

  it.each(refused)('%s', { timeout: 20_000 }, (line, reason, plugins) => {
    expect(run(helm, line, plugins).stderr).toContain(reason);
  });
});

it.each(refused)('template refuses %s', (line, reason, plugins) => {
  const { status, stdout, stderr } = run(bin, line, plugins);
  expect(stderr).toContain(reason);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

it('template says of a plugin that is no program what is missing', () => {
  const { status, stderr } = run(bin, 'web --post-renderer wasm');
  expect(status).toBe(2);
  expect(stderr).toContain('plugin `wasm` is made for the runtime extism/v1, which is not there');
});

it('template shows what a plugin wrote to standard error when it fails', () => {
  expect(run(bin, 'web --post-renderer fails').stderr).toContain('help: oops');
});
