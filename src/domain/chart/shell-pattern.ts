import { compileRegex, type Regex } from '../../foundations/kube/index.ts';

const compiled = new Map<string, Regex | undefined>();

/** Go's `path.Match`: `*` and `?` stop at a slash, `[a-z]` classes, a backslash quotes. A malformed pattern matches nothing. */
export function matchShellPattern(pattern: string, path: string): boolean {
  if (!compiled.has(pattern)) compiled.set(pattern, compile(pattern));
  return compiled.get(pattern)?.test(path) ?? false;
}

/** A regular expression of linear time, however many stars the pattern has. */
function compile(pattern: string): Regex | undefined {
  let out = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '*') out += '[^/]*';
    else if (char === '?') out += '[^/]';
    else if (char === '\\' && i + 1 < pattern.length) out += quoteMeta(pattern[++i]!);
    else if (char === '[') {
      const end = pattern.indexOf(']', i + 2);
      if (end < 0) return undefined;
      out += `[${pattern
        .slice(i + 1, end)
        .replaceAll('\\', '\\\\')
        .replaceAll('[', '\\[')}]`;
      i = end;
    } else out += quoteMeta(char);
  }
  const regex = compileRegex(`(?s)^${out}$`);
  return 'error' in regex ? undefined : regex;
}

/** Whether a pattern can be read. */
export function isShellPattern(pattern: string): boolean {
  return compile(pattern) !== undefined;
}

export function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$/]/g, '\\$&');
}
