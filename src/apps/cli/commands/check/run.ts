import type { EngineResponse, RuleResult } from '../../../../domain/engine/index.ts';
import { showResource } from '../../../../domain/report/index.ts';
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
  const findings = judged.responses.flatMap(({ response, located }) => findingsOf(response, located));
  printFindings(findings, problems, flags, console);
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

/** A failure is an error where it would be refused, a warning where it would only be reported. */
function findingsOf(response: EngineResponse, { document, resource }: LocatedResource): Diagnostic[] {
  return response.results
    .filter(({ status }) => status === 'fail' || status === 'warn' || status === 'error')
    .map((result) => ({
      code: result.status === 'error' ? 'POLICY_ERROR' : 'POLICY_VIOLATION',
      severity: severityOf(result),
      message: result.message,
      location: document.locate(failedPath(result)),
      subject: {
        policy: response.policy.name,
        ...(result.rule ? { rule: result.rule } : {}),
        resource: showResource(resource),
      },
    }));
}

function severityOf(result: RuleResult): Diagnostic['severity'] {
  return result.action === 'Enforce' && result.status !== 'warn' ? 'error' : 'warning';
}

/** The path that a pattern failed at, which its message ends with; else the head of the resource. */
function failedPath({ message }: RuleResult): (string | number)[] {
  const path = /failed at path (\/\S*)/.exec(message)?.[1];
  if (!path) return ['metadata', 'name'];
  return path
    .split('/')
    .filter(Boolean)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function printFindings(
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
  console.print(formatFindings(findings, output));
}

function summary(environment: string, policies: number, resources: number, findings: readonly Diagnostic[]): string {
  const refused = findings.filter(({ severity }) => severity === 'error').length;
  return `checked ${resources} resources by ${policies} policies of ${environment}: ${refused} would be refused, ${findings.length - refused} reported\n`;
}
