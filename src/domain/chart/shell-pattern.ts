const compiled = new Map<string, RegExp | undefined>();

/** Go's `path.Match`: `*` and `?` stop at a slash, `[a-z]` classes, a backslash quotes. A malformed pattern matches nothing. */
export function matchShellPattern(pattern: string, path: string): boolean {
  if (!compiled.has(pattern)) compiled.set(pattern, compile(pattern));
  return compiled.get(pattern)?.test(path) ?? false;
}

function compile(pattern: string): RegExp | undefined {
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
  try {
    return new RegExp(`^${out}$`, 'su');
  } catch {
    return undefined;
  }
}

/** Whether a pattern can be read. */
export function isShellPattern(pattern: string): boolean {
  return compile(pattern) !== undefined;
}

export function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$/]/g, '\\$&');
}
