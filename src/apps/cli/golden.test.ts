import { join } from 'node:path';
import { Command } from 'commander';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import type { CommandContext } from './command.ts';
import { commands } from './commands.ts';
import { Console } from './console.ts';
import { runBylaw } from './run-programs.ts';

// What people and programs read, as files. `npm run unit -- src/apps/cli/golden.test.ts -u` writes them anew: read the difference.

const inputs = join(import.meta.dirname, 'golden', 'inputs');
const golden = (name: string) => join(import.meta.dirname, 'golden', name);

/** What differs between runs and releases. */
function steady(text: string): string {
  return text
    .replaceAll(/seconds("?): ?\d+/g, 'seconds$1: 0')
    .replaceAll(/("name": "bylaw",\s+"version": )"[^"]*"/g, '$1"0.0.0"');
}

const apply = ['apply', 'policies.yaml', 'cel.yaml', '-r', 'pods.yaml'];
const test = ['test', '.'];
const check = ['check', '--env', 'prd', '--config', 'platform', 'pods.yaml'];
const lint = ['lint', 'mistakes.yaml'];
const formats = ['json', 'yaml', 'sarif', 'github', 'gitlab'];
const resultFormats = [...formats, 'junit', 'markdown'];

const outputs: readonly { name: string; args: readonly string[]; status: number }[] = [
  { name: 'apply/text.txt', args: apply, status: 1 },
  { name: 'apply/audit-warn.txt', args: [...apply, '--audit-warn'], status: 1 },
  { name: 'apply/table.txt', args: [...apply, '--table'], status: 1 },
  { name: 'apply/table-detailed.txt', args: [...apply, '--table', '--detailed-results'], status: 1 },
  { name: 'apply/policy-report.yaml', args: [...apply, '--policy-report'], status: 1 },
  { name: 'apply/policy-report.json', args: [...apply, '--policy-report', '--output-format', 'json'], status: 1 },
  {
    name: 'apply/policy-report-wgpolicyk8s.yaml',
    args: [...apply, '-p', '--policy-report-api', 'wgpolicyk8s.io'],
    status: 1,
  },
  { name: 'apply/exceptions.yaml', args: [...apply, '--generate-exceptions'], status: 1 },
  ...resultFormats.map((format) => ({
    name: `apply/${format}`,
    args: [...apply, '--output-format', format],
    status: 1,
  })),
  { name: 'test/text.txt', args: test, status: 1 },
  { name: 'test/detailed.txt', args: [...test, '--detailed-results'], status: 1 },
  { name: 'test/fail-only.txt', args: [...test, '--fail-only'], status: 1 },
  { name: 'test/clean.txt', args: ['test', 'clean'], status: 0 },
  ...resultFormats.map((format) => ({ name: `test/${format}`, args: [...test, '-o', format], status: 1 })),
  { name: 'test/json-detailed', args: [...test, '-o', 'json', '--detailed-results'], status: 1 },
  { name: 'check/text.txt', args: check, status: 1 },
  ...resultFormats.map((format) => ({ name: `check/${format}`, args: [...check, '--output', format], status: 1 })),
  { name: 'lint/text.txt', args: lint, status: 1 },
  ...formats.map((format) => ({ name: `lint/${format}`, args: [...lint, '--output', format], status: 1 })),
];

describe('output', () => {
  it.each(outputs)('of $name is as it was', async ({ name, args, status }) => {
    const ran = runBylaw(inputs, args);
    await expect(steady(ran.stdout)).toMatchFileSnapshot(golden(`output/${name}`));
    // Progress and diagnostics do not depend on the format.
    if (name.endsWith('text.txt'))
      await expect(steady(ran.stderr)).toMatchFileSnapshot(golden(`output/${name}.stderr`));
    expect(ran.status).toBe(status);
  });
});

/** Every command and subcommand, as people type them. */
async function commandLines(): Promise<string[]> {
  const context: CommandContext = { commands, console: new Console(process.stdout, process.stderr), exit() {} };
  const lines = commands.map(async ({ name, load }) => {
    const command = new Command(name);
    (await load()).configure(command, context);
    return [name, ...command.commands.map((child) => `${name} ${child.name()}`)];
  });
  return (await Promise.all(lines)).flat();
}

const lines = await commandLines();

describe('help', () => {
  it.each(lines)('of %s is as it was', async (command) => {
    const { status, stdout } = runBylaw(inputs, [...command.split(' '), '--help']);
    await expect(stdout).toMatchFileSnapshot(golden(`help/${command.replace(' ', '-')}.txt`));
    expect(status).toBe(0);
  });

  it('without a command is as it was', async () => {
    await expect(runBylaw(inputs, ['--help']).stdout).toMatchFileSnapshot(golden('help/bylaw.txt'));
  });
});

describe('formats for machines are valid', () => {
  const sources = [
    { of: 'apply', args: [...apply, '--output-format'] },
    { of: 'test', args: [...test, '-o'] },
    { of: 'check', args: [...check, '--output'] },
  ];

  it.each(sources)('JUnit of $of is well-formed XML, and its counts are true', ({ args }) => {
    const { stdout } = runBylaw(inputs, [...args, 'junit']);
    const counted: Record<string, number> = {};
    let said: Record<string, string> = {};
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ name, attributes }) => {
      counted[name] = (counted[name] ?? 0) + 1;
      if (name === 'testsuites') said = attributes as Record<string, string>;
    });
    parser.write(stdout).close();
    expect(said).toEqual({
      tests: String(counted['testcase']),
      failures: String(counted['failure'] ?? 0),
      errors: String(counted['error'] ?? 0),
      skipped: String(counted['skipped'] ?? 0),
    });
    expect(counted['failure']).toBeGreaterThan(0);
  });

  it.each(sources)(
    'SARIF of $of names its rules, and every place is a relative or file URI with a line',
    ({ args }) => {
      const log = JSON.parse(runBylaw(inputs, [...args, 'sarif']).stdout);
      expect(log.version).toBe('2.1.0');
      const [{ tool, results }] = log.runs;
      expect(results.length).toBeGreaterThan(0);
      for (const result of results) {
        expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
        for (const { physicalLocation } of [...result.locations, ...(result.relatedLocations ?? [])]) {
          expect(physicalLocation.artifactLocation.uri).toMatch(/^(file:\/\/\/)?[\w./%-]+$/);
          expect(physicalLocation.region.startLine).toBeGreaterThan(0);
        }
      }
    },
  );

  it.each(sources)('GitLab findings of $of have fingerprints of their own', ({ args }) => {
    const findings = JSON.parse(runBylaw(inputs, [...args, 'gitlab']).stdout) as { fingerprint: string }[];
    expect(findings.length).toBeGreaterThan(0);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
  });

  it.each(sources)('GitHub annotations of $of are one on a line, with a place', ({ args }) => {
    const lines = runBylaw(inputs, [...args, 'github'])
      .stdout.trimEnd()
      .split('\n');
    for (const line of lines)
      expect(line).toMatch(/^::(error|warning|notice) file=[^,]+,line=\d+,col=\d+,title=[\w/-]+::./);
  });
});
