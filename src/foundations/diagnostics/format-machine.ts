import { compareDiagnostics, type Diagnostic } from './diagnostic.ts';

/** Diagnostics for programs: one JSON document. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[]): string {
  const sorted = [...diagnostics]
    .sort(compareDiagnostics)
    .map(({ fix, ...rest }) => ({ ...rest, fixable: Boolean(fix?.length) }));
  return `${JSON.stringify({ diagnostics: sorted }, null, 2)}\n`;
}

/** Workflow commands that GitHub shows beside the line. Source: GitHub, "Workflow commands for GitHub Actions". */
export function diagnosticsGithub(diagnostics: readonly Diagnostic[]): string {
  const level = { error: 'error', warning: 'warning', info: 'notice' } as const;
  return [...diagnostics]
    .sort(compareDiagnostics)
    .map(({ severity, code, message, location, help }) => {
      const place = location
        ? `file=${escapeProperty(location.file)},line=${location.line},col=${location.column},`
        : '';
      const text = escapeData(help ? `${message}\nhelp: ${help}` : message);
      return `::${level[severity]} ${place}title=${escapeProperty(code)}::${text}\n`;
    })
    .join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** SARIF 2.1.0 (OASIS): one run, one rule for each code. */
export function diagnosticsSarif(diagnostics: readonly Diagnostic[], version: string): string {
  const level = { error: 'error', warning: 'warning', info: 'note' } as const;
  const sorted = [...diagnostics].sort(compareDiagnostics);
  const rules = [...new Set(sorted.map(({ code }) => code))].map((id) => ({ id }));
  const results = sorted.map(({ code, severity, message, location, help }) => ({
    ruleId: code,
    level: level[severity],
    message: { text: help ? `${message}; ${help}` : message },
    ...(location
      ? {
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: location.file },
                region: { startLine: location.line, startColumn: location.column },
              },
            },
          ],
        }
      : {}),
  }));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'bylaw', version, rules } }, results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
