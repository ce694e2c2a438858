import {
  compareDiagnostics,
  type Diagnostic,
  findingName,
  findingText,
} from '../../../foundations/diagnostics/index.ts';
import { md5 } from '../../../foundations/hash/index.ts';

const severities = { error: 'major', warning: 'minor', info: 'info' } as const;

/** Findings as GitLab shows them in merge requests. Source: GitLab, "Code Quality report format". */
export function formatGitLab(findings: readonly Diagnostic[]): string {
  const seen = new Map<string, number>();
  const entries = [...findings].sort(compareDiagnostics).map((finding) => {
    const { severity, location, help } = finding;
    const name = findingName(finding);
    const about = findingText(finding);
    const identity = [name, location?.file ?? '', about].join('\n');
    const before = seen.get(identity) ?? 0;
    seen.set(identity, before + 1);
    return {
      description: help ? `${about}; ${help}` : about,
      check_name: name,
      // Without the line, so that a finding stays the same one when lines move.
      fingerprint: fingerprintOf(before === 0 ? identity : `${identity}\n${before}`),
      severity: severities[severity],
      location: { path: location?.file ?? '', lines: { begin: location?.line ?? 1 } },
    };
  });
  return `${JSON.stringify(entries, null, 2)}\n`;
}

function fingerprintOf(text: string): string {
  return Array.from(md5(new TextEncoder().encode(text)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
