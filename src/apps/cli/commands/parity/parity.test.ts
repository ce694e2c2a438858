import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProgram } from '../../../../adapters/reference/index.ts';

const bin = resolve(import.meta.dirname, '../../../../../bin/bylaw');
const kyverno = findProgram('kyverno');
const helm = findProgram('helm');
const installed = kyverno && helm;
const skipped = installed ? '' : ' (skipped: needs the real kyverno and helm, see CONTRIBUTING.md)';

const policy = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: require-team}
spec:
  rules:
    - name: team
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate: {message: "a team is required", pattern: {metadata: {labels: {team: "?*"}}}}
`;
const pods = ['a', 'b']
  .map((name) => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, labels: ${name === 'a' ? '{team: x}' : '{}'}}\n`)
  .join('---\n');

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'bylaw-parity-test-'));
  writeFileSync(join(path, 'policy.yaml'), policy);
  writeFileSync(join(path, 'pods.yaml'), pods);
  return path;
}

function parity(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(bin, ['parity', ...args], { cwd, encoding: 'utf8', timeout: 60_000 });
  return { status, stdout, stderr };
}

const verdictFlags = ['--policy', 'policy.yaml', '--resource', 'pods.yaml'];

describe.skipIf(!installed)(`parity with the real programs${skipped}`, () => {
  it('of verdicts, word for word', { timeout: 60_000 }, () => {
    const { status, stdout } = parity(folder(), ...verdictFlags, '--messages');
    expect(stdout).toBe('verdicts  2 of 2 equal\n');
    expect(status).toBe(0);
  });

  it('of a rendered chart', { timeout: 60_000 }, () => {
    const cwd = folder();
    spawnSync(helm!, ['create', 'web'], { cwd });
    const { status, stdout } = parity(cwd, '--chart', 'web');
    expect(stdout).toBe('rendering 1 of 1 equal\n');
    expect(status).toBe(0);
  });
});

describe('a program that says something else', () => {
  const other = (cwd: string, name: string, text: string) => {
    writeFileSync(join(cwd, name), `#!/bin/sh\ncat <<'END'\n${text}\nEND\n`);
    chmodSync(join(cwd, name), 0o755);
    return join(cwd, name);
  };

  it('is told with the commands that reproduce it', () => {
    const cwd = folder();
    const resources = [{ kind: 'Pod', namespace: 'default', name: 'b' }];
    const results = [{ source: 'kyverno', policy: 'require-team', rule: 'team', result: 'pass', resources }];
    const program = other(cwd, 'kyverno', JSON.stringify({ kind: 'ClusterReport', results }));
    const { status, stdout } = parity(cwd, ...verdictFlags, '--kyverno', program);
    const args = 'apply policy.yaml --resource pods.yaml --policy-report --output-format json';
    expect(stdout).toBe(`verdicts  0 of 2 equal

policy.yaml:
  policy require-team, rule team, default/Pod/a: kyverno nothing, bylaw pass
  policy require-team, rule team, default/Pod/b: kyverno pass, bylaw fail
  reproduce with
    ${program} ${args}
    bylaw ${args}
`);
    expect(status).toBe(1);
  });

  it('is data for other programs', () => {
    const cwd = folder();
    const program = other(cwd, 'kyverno', '');
    const { status, stdout } = parity(cwd, ...verdictFlags, '--kyverno', program, '--output', 'json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      programs: { kyverno: program },
      checks: [{ kind: 'verdicts', total: 2, differences: ['kyverno gives no result at all: it gives no reason'] }],
    });
  });
});

describe('wrong use', () => {
  it.each([
    [
      'a program that is none',
      [...verdictFlags, '--kyverno', '/nowhere/kyverno'],
      '`/nowhere/kyverno` is no program that can be run',
    ],
    ['policies without manifests', ['--policy', 'policy.yaml'], '--policy and --resource go together'],
    ['no platform', [], '`bylaw.yaml`'],
  ])('%s', (_, args, message) => {
    const { status, stderr } = parity(folder(), ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
