import {
  findingsOf,
  formatJUnit,
  formatMarkdown,
  type ReportedResult,
  reportedResults,
} from '../../../../domain/report/index.ts';
import type { Diagnostic } from '../../../../foundations/diagnostics/index.ts';
import {
  judgeInventory,
  type LoadedResources,
  type LocatedResource,
  PolicyReading,
  readResources,
} from '../../../workspace/index.ts';
import type { Console } from '../../console.ts';
import { CommandFailure } from '../../failure.ts';
import { formatFindings } from '../../machine-formats.ts';
import { requireWorkspace } from '../../platform-flags.ts';
import { isChartFolder, renderFolder } from '../../render-folder.ts';

export interface CheckFlags {
  readonly env: string;
  readonly config: string;
  readonly output: string;
  readonly audit?: boolean;
}

/** Judges manifests or charts by the policies of an environment. Returns the exit code. */
export async function runCheck(paths: readonly string[], flags: CheckFlags, console: Console): Promise<number> {
  const workspace = await requireWorkspace(flags.config, console);
  const problem = workspace.checkEnvironment(flags.env);
  if (problem) throw new CommandFailure([problem]);
  const reading = new PolicyReading(workspace);
  const catalog = await reading.catalog(flags.env);
  const { exceptions, diagnostics } = await reading.exceptions();
  const clusters = workspace.platform.clusters.filter(({ environment }) => environment === flags.env);
  const targets = paths.length > 0 ? paths : clusters.map(({ path }) => workspace.show(workspace.pathOf(path)));
  const loaded = await readTargets(targets);
  const judged = await judgeInventory(catalog.policies, exceptions, loaded.resources, Date.now());
  const problems = [...catalog.diagnostics, ...diagnostics, ...loaded.diagnostics, ...judged.diagnostics].filter(
    ({ code }) => code !== 'FIELD_DEPRECATED',
  );
  const placed = judged.responses.map(({ response, located }) => ({ response, written: located }));
  const results = reportedResults(placed);
  const findings = findingsOf(results);
  printFindings(results, findings, problems, flags, console);
  if (flags.output === 'text')
    console.print(summary(flags.env, catalog.policies.length, loaded.resources.length, findings));
  if (problems.some(({ severity }) => severity === 'error')) return 2;
  return findings.some(({ severity }) => severity === 'error' || flags.audit) ? 1 : 0;
}

async function readTargets(paths: readonly string[]): Promise<LoadedResources> {
  const resources: LocatedResource[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    const loaded = (await isChartFolder(path)) ? await renderFolder(path) : await readResources([path]);
    resources.push(...loaded.resources);
    diagnostics.push(...loaded.diagnostics);
  }
  return { resources, diagnostics };
}

function printFindings(
  results: readonly ReportedResult[],
  findings: readonly Diagnostic[],
  problems: readonly Diagnostic[],
  { output }: CheckFlags,
  console: Console,
): void {
  if (output === 'text') {
    console.report([...problems, ...findings]);
    return;
  }
  console.report(problems);
  if (output === 'junit') console.print(formatJUnit(results));
  else if (output === 'markdown') console.print(formatMarkdown(results));
  else console.print(formatFindings(findings, output));
}

function summary(environment: string, policies: number, resources: number, findings: readonly Diagnostic[]): string {
  const refused = findings.filter(({ severity }) => severity === 'error').length;
  return `checked ${resources} resources by ${policies} policies of ${environment}: ${refused} would be refused, ${findings.length - refused} reported\n`;
}
