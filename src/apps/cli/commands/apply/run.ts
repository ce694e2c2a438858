import { compilePolicies, type EngineResponse } from '../../../../domain/engine/index.ts';
import type { LoadedPolicies } from '../../../../domain/policy/index.ts';
import {
  type Counts,
  countResults,
  formatApplyFailures,
  formatCounts,
  formatTable,
  policyReport,
  showResource,
} from '../../../../domain/report/index.ts';
import { judgeResources, MockFacts, type ValuesFile } from '../../../../domain/suite/index.ts';
import type { JsonValue } from '../../../../foundations/kube/index.ts';
import { toYaml } from '../../../../languages/manifest/index.ts';
import { readPolicies, readResources, readUserInfo, readValues } from '../../../workspace/index.ts';
import type { Console } from '../../console.ts';
import { CommandFailure, failure } from '../../failure.ts';

export interface ApplyFlags {
  readonly resource?: readonly string[];
  readonly resources?: readonly string[];
  readonly stdin?: boolean;
  readonly exception?: readonly string[];
  readonly exceptions?: readonly string[];
  readonly valuesFile?: string;
  readonly set?: string;
  readonly userinfo?: string;
  readonly policyReport?: boolean;
  readonly outputFormat: string;
  readonly table?: boolean;
  readonly detailedResults?: boolean;
  readonly removeColor?: boolean;
  readonly auditWarn?: boolean;
  readonly warnExitCode: string;
  readonly warnNoPass?: boolean;
}

/** Judges resources by policies and prints what failed. Returns the exit code. */
export async function runApply(policyPaths: readonly string[], flags: ApplyFlags, console: Console): Promise<number> {
  if (flags.removeColor) console.removeColour();
  if (flags.set && flags.valuesFile)
    throw failure('COMMAND_WRONG_FLAGS', 'pass values with --set or with --values-file, not both');
  const resourcePaths = [
    ...(flags.resource ?? []),
    ...(flags.resources ?? []),
    ...(flags.stdin && !policyPaths.includes('-') ? ['-'] : []),
  ];
  if (resourcePaths.length === 0)
    throw failure('COMMAND_WRONG_FLAGS', 'there are no resources to judge', 'name them with --resource');
  const loaded = await readPolicies(policyPaths);
  const excepted = await readPolicies([...(flags.exception ?? []), ...(flags.exceptions ?? [])]);
  const resources = await readResources(resourcePaths);
  const values = flags.valuesFile ? await readValues(flags.valuesFile) : undefined;
  const user = flags.userinfo ? await readUserInfo(flags.userinfo) : undefined;
  const compiled = compilePolicies(loaded.policies, [...loaded.exceptions, ...excepted.exceptions]);
  const diagnostics = [loaded, excepted, resources, values, user, compiled].flatMap((part) => part?.diagnostics ?? []);
  console.report(diagnostics.filter(({ code }) => code !== 'FIELD_DEPRECATED'));
  const broken = diagnostics.some(({ severity }) => severity === 'error');
  if (loaded.policies.length === 0) {
    throw broken
      ? new CommandFailure([])
      : failure('COMMAND_NO_POLICY', `no policy in ${policyPaths.join(', ')}`, 'name files with policies');
  }
  const objects = resources.resources.map(({ resource }) => resource);
  console.note(applyingLine(loaded, objects.length, excepted.exceptions.length));
  const settings = {
    values: values?.value ?? ({} as ValuesFile),
    variables: parseSet(flags.set),
    now: Date.now(),
    ...(user?.value ? { user: user.value } : {}),
  };
  const responses = [
    ...(await judgeResources(compiled, objects, settings, new MockFacts([], [], objects))).values(),
  ].flat();
  const counts = auditCounts(responses, flags.auditWarn ?? false);
  printResults(responses, counts, flags, console);
  const code = exitCode(counts, flags);
  return broken ? 1 : code;
}

function applyingLine(loaded: LoadedPolicies, resources: number, exceptions: number): string {
  const rules = loaded.policies.reduce(
    (sum, policy) => sum + ('rules' in policy.spec ? policy.spec.rules.length : 1),
    0,
  );
  const with_ = exceptions > 0 ? ` with ${exceptions} exception(s)` : '';
  return `\nApplying ${rules} policy rule(s) to ${resources} resource(s)${with_}...\n`;
}

/** `--set name=value,name=value` */
function parseSet(text: string | undefined): Readonly<Record<string, JsonValue>> {
  const entries = (text ?? '').split(',').filter((part) => part.trim() !== '');
  return Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf('=');
      if (at < 1) throw failure('COMMAND_WRONG_FLAGS', `\`${entry}\` is no \`name=value\``);
      return [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
    }),
  );
}

function auditCounts(responses: readonly EngineResponse[], auditWarn: boolean): Counts {
  const counts = countResults(responses);
  if (!auditWarn) return counts;
  const audited = responses
    .flatMap(({ results }) => results)
    .filter(({ status, action }) => status === 'fail' && action === 'Audit').length;
  return { ...counts, fail: counts.fail - audited, warn: counts.warn + audited };
}

function printResults(responses: readonly EngineResponse[], counts: Counts, flags: ApplyFlags, console: Console): void {
  if (flags.policyReport) {
    const report = policyReport(responses, Date.now());
    console.print(flags.outputFormat === 'json' ? `${JSON.stringify(report)}\n` : `${toYaml(report)}\n`);
    return;
  }
  if (flags.table) console.print(resultTable(responses, flags.detailedResults ?? false));
  else console.print(formatApplyFailures(responses, { paint: console.paint, auditWarn: flags.auditWarn ?? false }));
  console.print(formatCounts(counts));
}

function resultTable(responses: readonly EngineResponse[], detailed: boolean): string {
  const rows = responses.flatMap(({ policy, resource, results }) =>
    results.map((result) => [
      policy.name,
      result.rule,
      showResource(resource),
      capitalise(result.status),
      ...(detailed ? [result.message] : []),
    ]),
  );
  const id = rows.length > 10 ? `ID (${rows.length})` : 'ID';
  const header = [id, 'POLICY', 'RULE', 'RESOURCE', 'RESULT', ...(detailed ? ['MESSAGE'] : [])];
  return formatTable(
    header,
    rows.map((row, index) => [String(index + 1), ...row]),
  );
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Source: Kyverno, "kyverno apply", exit codes. */
function exitCode(counts: Counts, flags: ApplyFlags): number {
  if (counts.fail > 0 || counts.error > 0) return 1;
  if (counts.warn > 0 && flags.warnExitCode !== '0') return Number(flags.warnExitCode);
  if (counts.pass === 0 && flags.warnNoPass) return Number(flags.warnExitCode);
  return 0;
}
