import { findingsOf, formatJUnit, markdownTable, type ReportedResult } from '../../../../domain/report/index.ts';
import { type Location, showPlace } from '../../../../foundations/diagnostics/index.ts';
import type { PlacedRow } from '../../../workspace/index.ts';
import { formatData, formatFindings } from '../../machine-formats.ts';
import type { RowFormat } from './row-formats.ts';

/** All rows as one document; keys in capitals as the reference writes them. */
export function formatRows(rows: readonly PlacedRow[], format: RowFormat, detailed: boolean): string {
  switch (format) {
    case 'json':
    case 'yaml':
      return formatData(
        rows.map((row, index) => asMap(row, index, detailed)),
        format,
      );
    case 'markdown':
      return asMarkdown(rows, detailed);
    case 'junit':
      return formatJUnit(rows.map(asReported));
    default:
      return formatFindings(failures(rows), format);
  }
}

/** The rows that failed, as findings at the lines of the test that expect something else. */
export function failures(rows: readonly PlacedRow[]) {
  return findingsOf(rows.map(asReported));
}

/** Where a failed row comes from is told beside the keys of the reference. */
function asMap(row: PlacedRow, index: number, detailed: boolean): Record<string, string | number> {
  const places = row.ok ? [] : placesOf(row);
  return {
    ID: index + 1,
    POLICY: row.policy,
    RULE: row.rule,
    RESOURCE: row.resource,
    RESULT: row.ok ? 'Pass' : 'Fail',
    REASON: row.reason,
    ...(detailed ? { Message: row.message } : {}),
    ...Object.fromEntries(places),
  };
}

function placesOf({ expectation, location, ruleLocation }: PlacedRow): [string, string][] {
  const named: [string, Location | undefined][] = [
    ['TEST_AT', expectation],
    ['RESOURCE_AT', location],
    ['RULE_AT', ruleLocation],
  ];
  return named.flatMap(([name, place]): [string, string][] => (place ? [[name, showPlace(place)]] : []));
}

function asMarkdown(rows: readonly PlacedRow[], detailed: boolean): string {
  const header = ['ID', 'POLICY', 'RULE', 'RESOURCE', 'RESULT', 'REASON', ...(detailed ? ['MESSAGE'] : [])];
  const keys = header.map((name) => (name === 'MESSAGE' ? 'Message' : name));
  const cells = rows.map((row, index) => {
    const map = asMap(row, index, detailed);
    return keys.map((key) => String(map[key]));
  });
  return markdownTable(header, cells);
}

/** A row that nothing was said about counts as skipped where tests are counted. */
function asReported(row: PlacedRow): ReportedResult {
  const { policy, rule, resource, message, reason, expectation, location, ruleLocation } = row;
  return {
    policy,
    rule,
    resource,
    status: row.ok ? (reason === 'Excluded' ? 'skip' : 'pass') : 'fail',
    message,
    reason,
    ...(expectation ? { expectation } : {}),
    ...(location ? { location } : {}),
    ...(ruleLocation ? { ruleLocation } : {}),
  };
}
