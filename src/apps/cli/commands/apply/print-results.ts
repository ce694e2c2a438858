import type { EngineResponse } from '../../../../domain/engine/index.ts';
import {
  type Change,
  type Counts,
  countStatuses,
  findingsOf,
  formatApplyFailures,
  formatChanges,
  formatCounts,
  formatJUnit,
  formatMarkdown,
  formatTable,
  generatedExceptions,
  type PlacedResponse,
  policyReports,
  type ReportedResult,
  reportedResults,
} from '../../../../domain/report/index.ts';
import type { JsonObject } from '../../../../foundations/kube/index.ts';
import { toYaml } from '../../../../languages/manifest/index.ts';
import type { Console } from '../../console.ts';
import { formatData, formatFindings } from '../../machine-formats.ts';
import type { ApplyFlags } from './flags.ts';

/** Prints what the policies said, in the one form that the flags ask for. */
export function printResults(
  placed: readonly PlacedResponse[],
  changes: readonly Change[],
  counts: Counts,
  flags: ApplyFlags,
  now: number,
  console: Console,
): void {
  const auditWarn = flags.auditWarn ?? false;
  const responses = placed.map(({ response }) => response);
  if (flags.policyReport) console.print(formatReports(responses, flags, now));
  else if (flags.generateExceptions) console.print(formatExceptions(responses, flags));
  else if (flags.outputFormat) console.print(formatResults(reportedResults(placed, auditWarn), flags.outputFormat));
  else {
    const changed = formatChanges(changes, { toFiles: Boolean(flags.output), bare: flags.stdin ?? false });
    const shown = flags.table
      ? resultTable(reportedResults(placed, auditWarn), flags.detailedResults ?? false)
      : formatApplyFailures(placed, { paint: console.paint, auditWarn });
    console.print(changed + (changed && shown && !shown.startsWith('\n') ? '\n' : '') + shown);
    if (!flags.table) console.print(formatCounts(counts));
  }
}

/** Reports in JSON are one on a line, in YAML documents; as the reference prints them. */
function formatReports(responses: readonly EngineResponse[], flags: ApplyFlags, now: number): string {
  const options = { now, api: flags.policyReportApi, auditWarn: flags.auditWarn ?? false };
  return policyReports(responses, options)
    .map((report) => `${report['kind'] === 'PolicyReport' ? '---\n' : ''}${write(report, flags)}`)
    .join('');
}

/** In nanoseconds. */
const thirtyDays = 720n * 3_600_000_000_000n;

function formatExceptions(responses: readonly EngineResponse[], flags: ApplyFlags): string {
  const options = { ttl: flags.generatedExceptionTtl ?? thirtyDays, auditWarn: flags.auditWarn ?? false };
  return generatedExceptions(responses, options)
    .map((exception) => `---\n${write(exception, flags)}`)
    .join('');
}

const escaped = /[<>&\u2028\u2029]/g;

/** YAML with a line of its own behind it, or one line of JSON with the keys as they stand. */
function write(object: JsonObject, { outputFormat }: ApplyFlags): string {
  if (outputFormat !== 'json') return `${toYaml(object)}\n\n`;
  const json = JSON.stringify(object).replace(
    escaped,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${json}\n`;
}

/** Results in a format for machines, one document. */
function formatResults(results: readonly ReportedResult[], format: string): string {
  switch (format) {
    case 'junit':
      return formatJUnit(results);
    case 'markdown':
      return formatMarkdown(results);
    case 'json':
    case 'yaml':
      return formatData({ summary: countStatuses(results), results }, format);
    default:
      return formatFindings(findingsOf(results), format);
  }
}

/** The table of the reference; its column for reasons is used by `test` only. */
function resultTable(results: readonly ReportedResult[], detailed: boolean): string {
  if (results.length === 0) return '';
  const id = results.length > 10 ? `ID (${results.length})` : 'ID';
  const header = [id, 'POLICY', 'RULE', 'RESOURCE', 'RESULT', 'REASON', ...(detailed ? ['MESSAGE'] : [])];
  const rows = results.map(({ policy, policyNamespace, rule, resource, status, message }, index) => [
    String(index + 1),
    policyNamespace ? `${policyNamespace}/${policy}` : policy,
    rule,
    resource,
    status.charAt(0).toUpperCase() + status.slice(1),
    '',
    ...(detailed ? [message] : []),
  ]);
  return formatTable(header, rows);
}
