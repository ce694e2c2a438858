import { formatTable } from '../../../../domain/report/index.ts';
import type { Suite } from '../../../../domain/suite/index.ts';
import { type FoundSuite, findSuites, localPaths, type PlacedRow, runSuite } from '../../../workspace/index.ts';
import type { Console } from '../../console.ts';
import { CommandFailure } from '../../failure.ts';
import { failures, formatRows } from './formats.ts';
import type { RowFormat } from './row-formats.ts';
import { parseSelector } from './selector.ts';

export interface TestFlags {
  readonly fileName: string;
  readonly gitBranch?: string;
  readonly testCaseSelector?: string;
  readonly failOnly?: boolean;
  readonly detailedResults?: boolean;
  readonly outputFormat?: RowFormat;
  readonly removeColor?: boolean;
  readonly requireTests?: boolean;
  readonly warningsAsErrors?: boolean;
  readonly registry?: boolean;
  readonly trustedRoot?: string;
}

/** What a run of suites has given so far. */
interface Tally {
  broken: number;
  readonly rows: PlacedRow[];
}

/** Runs the suites below paths and prints what they gave. Returns the exit code. */
export async function runTests(paths: readonly string[], flags: TestFlags, console: Console): Promise<number> {
  if (flags.removeColor) console.removeColour();
  const select = parseSelector(flags.testCaseSelector);
  const local = await localPaths(paths, flags.gitBranch ? { branch: flags.gitBranch } : {});
  if (local.diagnostics.length > 0) throw new CommandFailure(local.diagnostics);
  try {
    return await runLocal(local.paths, flags, select, console);
  } finally {
    await local.remove();
  }
}

async function runLocal(
  paths: readonly string[],
  flags: TestFlags,
  select: (suite: Suite) => Suite,
  console: Console,
): Promise<number> {
  const suites = await findSuites(paths, flags.fileName);
  if (suites.length === 0) console.note(`no ${flags.fileName} below ${paths.join(', ')}\n`);
  const tally: Tally = { broken: 0, rows: [] };
  for (const found of suites) await runOne(found, flags, select, console, tally);
  const failed = tally.rows.filter(({ ok }) => !ok);
  if (flags.outputFormat) {
    const shown = flags.failOnly ? failed : tally.rows;
    console.print(formatRows(shown, flags.outputFormat, flags.detailedResults ?? false));
  } else if (suites.length > 0) printSummary(tally.rows, failed, flags, console);
  console.report(failures(failed));
  if (suites.length === 0 && flags.requireTests) return 1;
  return failed.length > 0 || tally.broken > 0 ? 1 : 0;
}

async function runOne(
  found: FoundSuite,
  flags: TestFlags,
  select: (suite: Suite) => Suite,
  console: Console,
  tally: Tally,
): Promise<void> {
  console.report(found.diagnostics);
  if (!found.suite) {
    tally.broken++;
    return;
  }
  const suite = select(found.suite);
  if (suite.results.length === 0) return;
  console.note(`Loading test ${suite.name} ( ${found.path} ) ...\n`);
  const run = await runSuite(suite, found.path, Date.now(), {
    registry: flags.registry ?? false,
    ...(flags.trustedRoot ? { trustedRoot: flags.trustedRoot } : {}),
  });
  const removed = flags.warningsAsErrors ? run.removedKinds : [];
  const shown = run.diagnostics.filter(({ severity, code }) => severity === 'error' || code === 'FILE_OLD_SCHEMA');
  console.report([...shown, ...removed]);
  const unread = shown.some(({ code, severity }) => severity === 'error' && /^(FILE|MANIFEST)_/.test(code));
  if (removed.length > 0 || unread) tally.broken++;
  console.note(
    `  Applying ${count(run.policies, 'policy', 'policies')} to ${count(run.resources, 'resource', 'resources')} with ${count(run.exceptions, 'exception', 'exceptions')} ...\n  Checking results ...\n`,
  );
  tally.rows.push(...run.rows);
  if (run.rows.length > 0 && !flags.outputFormat && !flags.failOnly)
    console.print(`\n${rowTable(run.rows, flags, console)}\n`);
}

function printSummary(
  rows: readonly PlacedRow[],
  failed: readonly PlacedRow[],
  flags: TestFlags,
  console: Console,
): void {
  if (!flags.failOnly) {
    console.print(`\nTest Summary: ${rows.length - failed.length} tests passed and ${failed.length} tests failed\n\n`);
    return;
  }
  console.print(`\nTest Summary: ${failed.length} out of ${rows.length} tests failed\n\n`);
  if (failed.length > 0) console.print(`Aggregated Failed Test Cases : \n${rowTable(failed, flags, console)}`);
}

function rowTable(rows: readonly PlacedRow[], { detailedResults }: TestFlags, { paint }: Console): string {
  const header = [
    rows.length > 10 ? `ID (${rows.length})` : 'ID',
    'POLICY',
    'RULE',
    'RESOURCE',
    'RESULT',
    'REASON',
    ...(detailedResults ? ['MESSAGE'] : []),
  ];
  const cells = rows.map((row, index) => [
    String(index + 1),
    row.policy,
    row.rule,
    row.resource,
    row.ok ? paint.good('Pass') : paint.error('Fail'),
    row.reason,
    ...(detailedResults ? [row.message] : []),
  ]);
  return formatTable(header, cells);
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
