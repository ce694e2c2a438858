/** What a `kinds` entry selects; every part may hold wildcards. */
export interface KindSelector {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly subresource: string;
}

// Kyverno takes one digit only: `v10` is read as a kind. Kept, because policies are judged by the same rule in clusters.
const versionPattern = /^(v\d((alpha|beta)\d)?|\*)$/;

/** Reads `Kind`, `version/Kind`, `group/version/Kind`, each with `/subresource` or `.subresource`. Source: Kyverno, match kinds. */
export function parseKindSelector(text: string): KindSelector {
  const slashed = text.split('/');
  const parts = [...slashed.slice(0, -1), ...slashed.at(-1)!.split('.')];
  const [a, b, c, d] = parts as [string, string, string, string];
  switch (parts.length) {
    case 1:
      return selector('*', '*', a, '');
    case 2:
      if (a === '*' && b === '*') return selector('*', '*', '*', '*');
      if (a === '*' && b.toLowerCase() === b) return selector('*', '*', a, b);
      return versionPattern.test(a) ? selector('*', a, b, '') : selector('*', '*', a, b);
    case 3:
      return versionPattern.test(a) ? selector('*', a, b, c) : selector(a, b, c, '');
    case 4:
      return selector(a, b, c, d);
    default:
      return selector('', '', '', '');
  }
}

function selector(group: string, version: string, kind: string, subresource: string): KindSelector {
  return { group, version, kind, subresource };
}

/** Whether a list of `kinds` names a kind literally, whatever the group and version in front of it. */
export function namesKind(kinds: readonly string[], kind: string): boolean {
  return kinds.some((entry) => parseKindSelector(entry).kind === kind);
}
