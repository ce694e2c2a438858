import { formatTable } from '../../../../domain/report/index.ts';
import type { TestRow } from '../../../../domain/suite/index.ts';
import { compileWildcard } from '../../../../foundations/kube/index.ts';
import { type FoundSuite, findSuites, runSuite } from '../../../workspace/index.ts';
import type { Console } from '../../console.ts';
import { failure } from '../../failure.ts';
import { formatRows, isRowFormat, rowFormats } from './formats.ts';

export interface TestFlags {
  readonly fileName: string;
  readonly testCaseSelector?: string;
  readonly failOnly?: boolean;
  readonly detailedResults?: boolean;
  readonly outputFormat?: string;
  readonly removeColor?: boolean;
  readonly requireTests?: boolean;
}

interface Tally {
  passed: number;
  failed: number;
  broken: number;
  readonly rows: TestRow[];
}

/** Runs the suites below paths and prints what they gave. Returns the exit code. */
export async function runTests(paths: readonly string[], flags: TestFlags, console: Console): Promise<number> {
  if (flags.removeColor) console.removeColour();
  const format = flags.outputFormat;
  if (format !== undefined && !isRowFormat(format)) {
    throw failure('COMMAND_WRONG_FLAGS', `\`${format}\` is no output format`, `one of ${rowFormats.join(', ')}`);
  }
  const suites = await findSuites(paths, flags.fileName);
  if (suites.length === 0) {
    console.note(`no ${flags.fileName} below ${paths.join(', ')}\n`);
    return flags.requireTests ? 1 : 0;
  }
  const selected = selectorOf(flags.testCaseSelector);
  const tally: Tally = { passed: 0, failed: 0, broken: 0, rows: [] };
  for (const found of suites) await runOne(found, flags, console, selected, tally);
  if (format) console.print(formatRows(tally.rows, format, flags.detailedResults ?? false));
  else printSummary(tally, flags, console);
  return tally.failed > 0 || tally.broken > 0 ? 1 : 0;
}

async function runOne(
  found: FoundSuite,
  flags: TestFlags,
  console: Console,
  selected: (row: TestRow) => boolean,
  tally: Tally,
): Promise<void> {
  const chat = (text: string) => (flags.outputFormat || flags.failOnly ? undefined : console.print(text));
  if (!found.suite) {
    console.report(found.diagnostics);
    tally.broken++;
    return;
  }
  chat(`Loading test ${found.suite.name} ( ${found.path} ) ...\n`);
  const run = await runSuite(found.suite, found.path, Date.now());
  const errors = run.diagnostics.filter(({ severity }) => severity === 'error');
  console.report(errors);
  if (errors.some(({ code }) => code.startsWith('FILE_') || code.startsWith('MANIFEST_'))) tally.broken++;
  chat(
    `  Applying ${count(run.policies, 'policy', 'policies')} to ${count(run.resources, 'resource', 'resources')} with ${count(run.exceptions, 'exception', 'exceptions')} ...\n`,
  );
  const rows = run.rows.filter(selected);
  tally.rows.push(...rows);
  tally.passed += rows.filter(({ ok }) => ok).length;
  tally.failed += rows.filter(({ ok }) => !ok).length;
  chat('  Checking results ...\n');
  if (rows.length > 0) chat(`${rowTable(rows, flags, console)}\n`);
}

function printSummary(tally: Tally, flags: TestFlags, console: Console): void {
  const { passed, failed } = tally;
  if (!flags.failOnly) {
    console.print(`\nTest Summary: ${passed} tests passed and ${failed} tests failed\n`);
    return;
  }
  console.print(`\nTest Summary: ${failed} out of ${passed + failed} tests failed\n`);
  const rows = tally.rows.filter(({ ok }) => !ok);
  if (rows.length > 0) console.print(`\nAggregated Failed Test Cases : \n${rowTable(rows, flags, console)}`);
}

function rowTable(rows: readonly TestRow[], { detailedResults }: TestFlags, { paint }: Console): string {
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

/** `policy=a*,rule=b,resource=c` */
function selectorOf(text: string | undefined): (row: TestRow) => boolean {
  const tests = (text ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const [field, pattern = ''] = part.split('=', 2) as [string, string?];
      const matches = compileWildcard(pattern);
      if (field !== 'policy' && field !== 'rule' && field !== 'resource') {
        throw failure(
          'COMMAND_WRONG_FLAGS',
          `\`${part}\` selects nothing`,
          'write policy=, rule= or resource= before a pattern',
        );
      }
      return (row: TestRow) => matches(field === 'resource' ? row.resource.split('/').at(-1)! : row[field]);
    });
  return (row) => tests.every((test) => test(row));
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
