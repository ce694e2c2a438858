import { type Location, showPlace } from '../../../foundations/diagnostics/index.ts';
import { countStatuses } from '../results/counts.ts';
import type { ReportedResult } from '../results/reported.ts';

/** A table in Markdown, as comments on pull requests show it. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows.map((cells) => cells.map(escapeCell))]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}

function escapeCell(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replaceAll('*', '\\*')
    .replaceAll('`', '\\`')
    .replaceAll(/\r?\n/g, '<br>');
}

/** The counts, and a table of what did not pass. */
export function formatMarkdown(results: readonly ReportedResult[]): string {
  const counts = countStatuses(results);
  const said = Object.entries(counts).map(([status, count]) => `${count} ${status}`);
  const wrong = results.filter(({ status }) => status !== 'pass' && status !== 'skip');
  const place = (location: Location | undefined) => (location ? showPlace(location) : '');
  const rows = wrong.map(({ status, policy, rule, resource, message, location, ruleLocation }) => [
    status,
    policy,
    rule,
    resource,
    message,
    place(location),
    place(ruleLocation),
  ]);
  const table = markdownTable(['Result', 'Policy', 'Rule', 'Resource', 'Message', 'At', 'Rule at'], rows);
  return `**${said.join(', ')}**\n${wrong.length > 0 ? `\n${table}` : ''}`;
}
