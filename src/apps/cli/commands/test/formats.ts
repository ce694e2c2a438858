import type { TestRow } from '../../../../domain/suite/index.ts';
import { toYaml } from '../../../../languages/manifest/index.ts';

export const rowFormats = ['json', 'yaml', 'markdown', 'junit'] as const;
export type RowFormat = (typeof rowFormats)[number];

export function isRowFormat(text: string): text is RowFormat {
  return (rowFormats as readonly string[]).includes(text);
}

/** All rows as one document; keys in capitals as the reference writes them. */
export function formatRows(rows: readonly TestRow[], format: RowFormat, detailed: boolean): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(asMaps(rows, detailed), null, 2)}\n`;
    case 'yaml':
      return `${toYaml(asMaps(rows, detailed))}\n`;
    case 'markdown':
      return asMarkdown(rows, detailed);
    case 'junit':
      return asJUnit(rows);
  }
}

function asMaps(rows: readonly TestRow[], detailed: boolean): Record<string, string | number>[] {
  return rows.map((row, index) => ({
    ID: index + 1,
    POLICY: row.policy,
    RULE: row.rule,
    RESOURCE: row.resource,
    RESULT: row.ok ? 'Pass' : 'Fail',
    REASON: row.reason,
    ...(detailed ? { MESSAGE: row.message } : {}),
  }));
}

function asMarkdown(rows: readonly TestRow[], detailed: boolean): string {
  const header = ['ID', 'POLICY', 'RULE', 'RESOURCE', 'RESULT', 'REASON', ...(detailed ? ['MESSAGE'] : [])];
  const lines = asMaps(rows, detailed).map((row) =>
    header.map((name) => String(row[name]).replaceAll('|', '\\|').replaceAll('\n', ' ')),
  );
  return [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** JUnit XML: one suite for each policy, in order. */
function asJUnit(rows: readonly TestRow[]): string {
  const suites = new Map<string, TestRow[]>();
  for (const row of rows) suites.set(row.policy, [...(suites.get(row.policy) ?? []), row]);
  const body = [...suites].map(([policy, cases]) => {
    const failures = cases.filter(({ ok }) => !ok).length;
    return `  <testsuite name="${escapeXml(policy)}" tests="${cases.length}" failures="${failures}">\n${cases.map(asCase).join('')}  </testsuite>\n`;
  });
  const failures = rows.filter(({ ok }) => !ok).length;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites tests="${rows.length}" failures="${failures}">\n${body.join('')}</testsuites>\n`;
}

function asCase(row: TestRow): string {
  const head = `    <testcase classname="${escapeXml(row.rule || row.policy)}" name="${escapeXml(row.resource)}"`;
  if (row.ok) return `${head}/>\n`;
  return `${head}>\n      <failure message="${escapeXml(row.reason)}">${escapeXml(row.message)}</failure>\n    </testcase>\n`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd');
}
