import { formatGitLab } from '../../domain/report/index.ts';
import {
  type Diagnostic,
  diagnosticsGithub,
  diagnosticsJson,
  diagnosticsSarif,
} from '../../foundations/diagnostics/index.ts';
import type { JsonValue } from '../../foundations/kube/index.ts';
import { toYaml } from '../../languages/manifest/index.ts';
import { version } from '../workspace/index.ts';

/** Data in a format for machines, ending with a line break. */
export function formatData(data: unknown, format: string): string {
  const text = JSON.stringify(data, null, 2);
  return format === 'yaml' ? `${toYaml(JSON.parse(text) as JsonValue)}\n` : `${text}\n`;
}

/** Findings in a format for machines: `json`, `yaml`, `sarif`, `github` or `gitlab`. */
export function formatFindings(findings: readonly Diagnostic[], format: string): string {
  switch (format) {
    case 'sarif':
      return diagnosticsSarif(findings, version);
    case 'github':
      return diagnosticsGithub(findings);
    case 'gitlab':
      return formatGitLab(findings);
    default:
      return formatData(JSON.parse(diagnosticsJson(findings)), format);
  }
}
