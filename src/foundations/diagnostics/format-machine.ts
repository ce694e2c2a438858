import { compareDiagnostics, type Diagnostic, findingName, findingText } from './diagnostic.ts';
import { showPlace } from './format-text.ts';

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
    .map((diagnostic) => {
      const { severity, location, related = [], help } = diagnostic;
      const place = location
        ? `file=${escapeProperty(location.file)},line=${location.line},col=${location.column},`
        : '';
      const lines = [
        findingText(diagnostic),
        ...related.map((other) => `${other.message} at ${showPlace(other.location)}`),
        ...(help ? [`help: ${help}`] : []),
      ];
      const text = escapeData(lines.join('\n'));
      return `::${level[severity]} ${place}title=${escapeProperty(findingName(diagnostic))}::${text}\n`;
    })
    .join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
