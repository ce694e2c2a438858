import { showPlace } from '../../../foundations/diagnostics/index.ts';
import type { ReportedResult } from '../results/reported.ts';

/** JUnit XML: one document, one suite for each policy, in order. Source: the schema that CI servers agree on. */
export function formatJUnit(results: readonly ReportedResult[]): string {
  const suites = new Map<string, ReportedResult[]>();
  for (const result of results) suites.set(result.policy, [...(suites.get(result.policy) ?? []), result]);
  const body = [...suites].map(
    ([policy, cases]) =>
      `  <testsuite name="${escapeAttribute(policy)}" ${counts(cases)}>\n${cases.map(formatCase).join('')}  </testsuite>\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts(results)}>\n${body.join('')}</testsuites>\n`;
}

function counts(results: readonly ReportedResult[]): string {
  const count = (...statuses: readonly string[]) => results.filter(({ status }) => statuses.includes(status)).length;
  return `tests="${results.length}" failures="${count('fail', 'warn')}" errors="${count('error')}" skipped="${count('skip')}"`;
}

const elements = { fail: 'failure', warn: 'failure', error: 'error', skip: 'skipped', pass: undefined } as const;

function formatCase(result: ReportedResult): string {
  const { policy, rule, resource, status, message, reason, location, expectation } = result;
  const place = expectation ?? location;
  const at = place ? ` file="${escapeAttribute(place.file)}" line="${place.line}"` : '';
  const head = `    <testcase classname="${escapeAttribute(rule || policy)}" name="${escapeAttribute(resource)}"${at}`;
  const element = elements[status];
  if (element === undefined) return `${head}/>\n`;
  const said = `message="${escapeAttribute(reason ?? message)}"`;
  if (element === 'skipped') return `${head}>\n      <skipped ${said}/>\n    </testcase>\n`;
  return `${head}>\n      <${element} ${said} type="${status}">${escapeText(detailsOf(result))}</${element}>\n    </testcase>\n`;
}

function detailsOf({ message, location, ruleLocation, expectation }: ReportedResult): string {
  return [
    message,
    ...(expectation ? [`test: ${showPlace(expectation)}`] : []),
    ...(location ? [`resource: ${showPlace(location)}`] : []),
    ...(ruleLocation ? [`rule: ${showPlace(ruleLocation)}`] : []),
  ].join('\n');
}

/** XML 1.0 knows no way to write these, not even as references. */
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
    .replaceAll(unwritable, '\ufffd');
}

function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
