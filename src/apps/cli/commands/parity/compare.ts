import { resolve } from 'node:path';
import { type ProgramRun, runProgram } from '../../../../adapters/reference/index.ts';
import { compareRendering, compareVerdicts, referenceVerdicts } from '../../../../domain/parity/index.ts';
import type { Check } from './checks.ts';

/** The real programs; a check whose program is missing is left out. */
export interface Programs {
  readonly kyverno: string | undefined;
  readonly helm: string | undefined;
}

export interface Difference {
  readonly check: Check;
  readonly message: string;
}

export interface Compared {
  readonly check: Check;
  /** How many things were compared: documents count as one, verdicts one by one. */
  readonly total: number;
  readonly differences: readonly Difference[];
}

/** The program that a check is compared with. */
export function programOf(check: Check, { kyverno, helm }: Programs): string | undefined {
  return check.kind === 'rendering' ? helm : kyverno;
}

/** Runs both programs with the same arguments. */
export function compareCheck(check: Check, program: string, messages: boolean): Compared {
  const reference = runProgram(program, check.args);
  const ours = runBylaw(check.args);
  switch (check.kind) {
    case 'rendering':
      return compareRenderings(check, reference, ours);
    case 'verdicts':
      return compareReports(check, reference, ours, messages);
    case 'tests':
      return compareTests(check, reference, ours);
  }
}

const main = resolve(import.meta.dirname, '../../main.ts');

/** This very program, as a user would start it. */
function runBylaw(args: readonly string[]): ProgramRun {
  return runProgram(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args]);
}

function compareRenderings(check: Check, reference: ProgramRun, ours: ProgramRun): Compared {
  const failed = (run: ProgramRun) => run.status !== 0;
  if (failed(reference) || failed(ours)) {
    const said = (run: ProgramRun) => (failed(run) ? `fails: ${lastLine(run.stderr)}` : 'renders');
    const same = failed(reference) && failed(ours);
    return result(check, 1, same ? [] : [`helm ${said(reference)}; bylaw ${said(ours)}`]);
  }
  const difference = compareRendering(reference.stdout, ours.stdout);
  return result(check, 1, difference ? [difference.message] : []);
}

function compareReports(check: Check, reference: ProgramRun, ours: ProgramRun, messages: boolean): Compared {
  const [theirs, own] = [referenceVerdicts(reference.stdout), referenceVerdicts(ours.stdout)];
  if (theirs.length === 0 && own.length > 0) {
    const why = lastLine(reference.stderr) || 'it gives no reason';
    return result(check, own.length, [`kyverno gives no result at all: ${why}`]);
  }
  const found = compareVerdicts(theirs, own, messages).map(({ policy, rule, resource, reference: a, ours: b }) => {
    const what = rule ? `policy ${policy}, rule ${rule}, ${resource}` : `policy ${policy}, ${resource}`;
    const say = (one: typeof a) => (one ? (messages ? `${one.status} (${one.message})` : one.status) : 'nothing');
    return `${what}: kyverno ${say(a)}, bylaw ${say(b)}`;
  });
  return result(
    check,
    new Set([...theirs, ...own].map(({ policy, rule, resource }) => `${policy}|${rule}|${resource}`)).size,
    found,
  );
}

/** Exit code and number of failed tests; the rest of what they print is for people. */
function compareTests(check: Check, reference: ProgramRun, ours: ProgramRun): Compared {
  const summary = ({ status, stdout }: ProgramRun) => {
    const failed = /(\d+) tests failed/.exec(stdout)?.[1] ?? 'no';
    return `exit code ${status}, ${failed} tests failed`;
  };
  const [theirs, own] = [summary(reference), summary(ours)];
  return result(check, 1, theirs === own ? [] : [`kyverno: ${theirs}; bylaw: ${own}`]);
}

function result(check: Check, total: number, messages: readonly string[]): Compared {
  return { check, total, differences: messages.map((message) => ({ check, message })) };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
