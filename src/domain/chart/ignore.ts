import { basePath } from '../../languages/gotemplate/index.ts';
import { ChartError } from './errors.ts';
import { isShellPattern, matchShellPattern } from './shell-pattern.ts';

interface Rule {
  readonly negated: boolean;
  readonly foldersOnly: boolean;
  /** Takes a path and its last part. */
  readonly matches: (path: string, name: string) => boolean;
}

/**
 * The rules of a `.helmignore`. They look like Git's and are not: a `!pattern` ignores everything that does not
 * match it, and `**` is refused. `templates/.?*` is always ignored.
 */
export function readIgnoreRules(text: string): (path: string, isFolder: boolean) => boolean {
  const rules = [...text.split(/\r?\n/), 'templates/.?*'].flatMap((line) => readRule(line.trim()));
  return (path, isFolder) => {
    if (path === '' || path === '.' || path === './') return false;
    const name = basePath(path);
    for (const rule of rules) {
      if (rule.negated) {
        if (rule.foldersOnly && !isFolder) return true;
        if (!rule.matches(path, name)) return true;
      } else if ((!rule.foldersOnly || isFolder) && rule.matches(path, name)) return true;
    }
    return false;
  };
}

function readRule(line: string): Rule[] {
  if (line === '' || line.startsWith('#')) return [];
  if (line.includes('**')) throw new ChartError('CHART_IGNORE_RULE', 'double-star (**) syntax is not supported');
  if (!isShellPattern(line)) throw new ChartError('CHART_IGNORE_RULE', 'syntax error in pattern');
  let pattern = line;
  const negated = pattern.startsWith('!');
  if (negated) pattern = pattern.slice(1);
  const foldersOnly = pattern.endsWith('/');
  if (foldersOnly) pattern = pattern.slice(0, -1);
  if (pattern.startsWith('/')) {
    const rooted = pattern.slice(1);
    return [{ negated, foldersOnly, matches: (path) => matchShellPattern(rooted, path) }];
  }
  if (pattern.includes('/')) return [{ negated, foldersOnly, matches: (path) => matchShellPattern(pattern, path) }];
  return [{ negated, foldersOnly, matches: (_path, name) => matchShellPattern(pattern, name) }];
}
