import { compileRegex } from '../../foundations/kube/index.ts';

/**
 * The globs of `.Files.Glob`: `*` and `?` stop at a slash, `**` does not, `{a,b}` and `[a-z]`, `[!a]`.
 * A pattern that cannot be read matches everything, as Helm falls back to `**`.
 */
export function compileGlob(pattern: string): (path: string) => boolean {
  const expression = compile(pattern);
  if (expression === undefined) return () => true;
  const regex = compileRegex(`(?s)^${expression}$`);
  return 'error' in regex ? () => true : (path) => regex.test(path);
}

/** The pattern as a regular expression, which takes linear time however many stars it has. */
function compile(pattern: string): string | undefined {
  let out = '';
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '*') {
      let stars = 1;
      while (pattern[i + 1] === '*') {
        stars++;
        i++;
      }
      out += stars > 1 ? '.*' : '[^/]*';
    } else if (char === '?') out += '[^/]';
    else if (char === '\\' && i + 1 < pattern.length) out += quoteMeta(pattern[++i]!);
    else if (char === '{') {
      depth++;
      out += '(?:';
    } else if (char === '}' && depth > 0) {
      depth--;
      out += ')';
    } else if (char === ',' && depth > 0) out += '|';
    else if (char === '[') {
      const end = pattern.indexOf(']', i + 1);
      if (end < 0) return undefined;
      const body = pattern
        .slice(i + 1, end)
        .replace(/^!/, '^')
        .replaceAll('\\', '\\\\');
      out += `[${body}]`;
      i = end;
    } else out += quoteMeta(char);
  }
  // A brace that is never closed matches nothing.
  return depth > 0 ? '[^\\x00-\\x{10FFFF}]' : out;
}

function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$/]/g, '\\$&');
}
