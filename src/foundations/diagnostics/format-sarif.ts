import { compareDiagnostics, type Diagnostic, findingName, findingText, type Location } from './diagnostic.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/** SARIF 2.1.0 (OASIS): one run, one rule for each code, or for each rule of a policy where a resource is judged. */
export function diagnosticsSarif(diagnostics: readonly Diagnostic[], version: string): string {
  const sorted = [...diagnostics].sort(compareDiagnostics);
  const ids = [...new Set(sorted.map(findingName))];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'bylaw', version, rules: ids.map((id) => ({ id })) } },
        results: sorted.map((diagnostic) => asResult(diagnostic, ids)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function asResult(diagnostic: Diagnostic, ids: readonly string[]) {
  const { severity, location, related = [], help } = diagnostic;
  const ruleId = findingName(diagnostic);
  const text = findingText(diagnostic);
  return {
    ruleId,
    ruleIndex: ids.indexOf(ruleId),
    level: levels[severity],
    message: { text: help ? `${text}; ${help}` : text },
    ...(location ? { locations: [{ physicalLocation: asPhysical(location) }] } : {}),
    ...(related.length > 0
      ? {
          relatedLocations: related.map((other) => ({
            physicalLocation: asPhysical(other.location),
            message: { text: other.message },
          })),
        }
      : {}),
  };
}

function asPhysical({ file, line, column, endLine, endColumn }: Location) {
  return {
    artifactLocation: { uri: asUri(file) },
    region: {
      startLine: line,
      startColumn: column,
      ...(endLine !== undefined && endColumn !== undefined ? { endLine, endColumn } : {}),
    },
  };
}

/** A path as a URI: relative to the folder of the run, or of the file system. */
function asUri(path: string): string {
  const uri = path.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${uri}` : uri;
}
