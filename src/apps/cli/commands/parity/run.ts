import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, type ReferenceProgram } from '../../../../adapters/reference/index.ts';
import type { Console } from '../../console.ts';
import { failure } from '../../failure.ts';
import { formatData } from '../../machine-formats.ts';
import { requireWorkspace } from '../../platform-flags.ts';
import { type Check, type CheckFlags, checksOfFlags, checksOfPlatform } from './checks.ts';
import { type Compared, compareCheck, type Programs, programOf } from './compare.ts';

export interface ParityFlags extends CheckFlags {
  readonly config: string;
  readonly kyverno?: string;
  readonly helm?: string;
  readonly messages?: boolean;
  readonly output: string;
}

/** Compares Bylaw with the real programs. Returns the exit code. */
export async function runParity(flags: ParityFlags, console: Console): Promise<number> {
  if ((flags.policy?.length ?? 0) > 0 !== (flags.resource?.length ?? 0) > 0)
    throw failure('COMMAND_WRONG_FLAGS', '--policy and --resource go together', 'name policies and manifests');
  const programs = { kyverno: find('kyverno', flags.kyverno), helm: find('helm', flags.helm) };
  const work = mkdtempSync(join(tmpdir(), 'bylaw-parity-'));
  const asked = checksOfFlags(flags);
  const checks = asked.length > 0 ? asked : await checksOfPlatform(await requireWorkspace(flags.config, console), work);
  const compared: Compared[] = [];
  const leftOut: Check[] = [];
  for (const check of checks) {
    const program = programOf(check, programs);
    if (!program) leftOut.push(check);
    else {
      console.note(`comparing ${check.title} ...\n`);
      compared.push(compareCheck(check, program, flags.messages ?? false));
    }
  }
  if (compared.length === 0) throw nothingToRun(checks);
  const differences = compared.flatMap((each) => each.differences);
  if (differences.length === 0) rmSync(work, { recursive: true, force: true });
  console.print(
    flags.output === 'text'
      ? formatText(compared, leftOut, programs)
      : formatData(asData(compared, leftOut, programs), flags.output),
  );
  return differences.length > 0 ? 1 : 0;
}

function find(name: ReferenceProgram, given: string | undefined): string | undefined {
  const program = findProgram(name, given);
  if (given !== undefined && !program)
    throw failure('COMMAND_WRONG_FLAGS', `\`${given}\` is no program that can be run`, `name the real ${name}`);
  return program;
}

function nothingToRun(checks: readonly Check[]): Error {
  return checks.length === 0
    ? failure('COMMAND_WRONG_FLAGS', 'there is nothing to compare', 'name --chart, --policy or --test, or a platform')
    : failure('PARITY_NO_PROGRAM', 'neither helm nor kyverno is installed', 'name them with --helm and --kyverno');
}

const kinds = ['rendering', 'verdicts', 'tests'] as const;

function formatText(compared: readonly Compared[], leftOut: readonly Check[], programs: Programs): string {
  const lines = kinds.flatMap((kind) => summaryOf(kind, compared, leftOut));
  const differences = compared.flatMap(({ check, differences: found }) => {
    if (found.length === 0) return [];
    const command = (program: string) => [program, ...check.args].map(quote).join(' ');
    return [
      '',
      `${check.title}:`,
      ...found.map(({ message }) => `  ${message}`),
      '  reproduce with',
      `    ${command(programOf(check, programs)!)}`,
      `    ${command('bylaw')}`,
    ];
  });
  return `${[...lines, ...differences].join('\n')}\n`;
}

function summaryOf(kind: Check['kind'], compared: readonly Compared[], leftOut: readonly Check[]): string[] {
  const own = compared.filter(({ check }) => check.kind === kind);
  const missing = leftOut.filter((check) => check.kind === kind).length;
  const total = own.reduce((sum, each) => sum + each.total, 0);
  const differences = own.reduce((sum, each) => sum + each.differences.length, 0);
  if (own.length > 0) return [`${kind.padEnd(10)}${total - differences} of ${total} equal`];
  return missing > 0
    ? [`${kind.padEnd(10)}not compared: ${kind === 'rendering' ? 'helm' : 'kyverno'} is not installed`]
    : [];
}

function quote(argument: string): string {
  return /^[\w./:=-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

function asData(compared: readonly Compared[], leftOut: readonly Check[], programs: Programs): object {
  return {
    programs: { kyverno: programs.kyverno ?? null, helm: programs.helm ?? null },
    checks: compared.map(({ check, total, differences }) => ({
      ...check,
      total,
      differences: differences.map(({ message }) => message),
    })),
    notCompared: leftOut.map(({ kind, title }) => ({ kind, title })),
  };
}
