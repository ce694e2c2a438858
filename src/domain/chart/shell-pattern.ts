/** What one rune of a path must be; a star is any number of runes. */
type Element = '*' | ((rune: string) => boolean);

type Pattern = string | readonly Element[];

/** A pattern without signs is its text. */
const compiled = new Map<string, Pattern | undefined>();

/** Go's `path.Match`: `*` and `?` stop at a slash, classes such as `[^a-z]` do not, a
 * backslash quotes. A malformed pattern matches nothing. */
export function matchShellPattern(pattern: string, path: string): boolean {
  const found = patternOf(pattern);
  if (found === undefined || typeof found === 'string') return found === path;
  return matches(found, surrogate.test(path) ? [...path] : path);
}

const surrogate = /[\ud800-\udfff]/;

/** Whether a pattern can be read. */
export function isShellPattern(pattern: string): boolean {
  return patternOf(pattern) !== undefined;
}

function patternOf(pattern: string): Pattern | undefined {
  let found = compiled.get(pattern);
  if (found === undefined && !compiled.has(pattern)) {
    found = /[*?[\\]/.test(pattern) ? compile([...pattern]) : pattern;
    compiled.set(pattern, found);
  }
  return found;
}

/** Only the last star gives back what it took, so the time is the product of the lengths at most. */
function matches(elements: readonly Element[], path: string | readonly string[]): boolean {
  let [at, star, taken] = [0, -1, 0];
  for (let i = 0; i < path.length || at < elements.length; ) {
    const element = elements[at];
    if (element === '*') {
      star = at++;
      taken = i;
    } else if (element && i < path.length && element(path[i]!)) {
      at++;
      i++;
    } else if (star >= 0 && taken < path.length && path[taken] !== '/') {
      i = ++taken;
      at = star + 1;
    } else return false;
  }
  return true;
}

function compile(pattern: readonly string[]): readonly Element[] | undefined {
  const elements: Element[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '*') {
      if (elements.at(-1) !== '*') elements.push('*');
    } else if (char === '?') elements.push((rune) => rune !== '/');
    else if (char === '[') {
      const found = readClass(pattern, i + 1);
      if (!found) return undefined;
      elements.push(found.element);
      i = found.end;
    } else {
      const literal = char === '\\' ? pattern[++i] : char;
      if (literal === undefined) return undefined;
      elements.push((rune) => rune === literal);
    }
  }
  return elements;
}

/** A class from behind its bracket to the closing one. */
function readClass(pattern: readonly string[], from: number): { element: Element; end: number } | undefined {
  const negated = pattern[from] === '^';
  const ranges: [string, string][] = [];
  let at = negated ? from + 1 : from;
  const bound = (): string | undefined => {
    const char = pattern[at++];
    if (char === '\\') return pattern[at++];
    return char === '-' || char === ']' ? undefined : char;
  };
  while (pattern[at] !== ']' || ranges.length === 0) {
    const low = bound();
    let high = low;
    if (pattern[at] === '-') {
      at++;
      high = bound();
    }
    if (low === undefined || high === undefined || at >= pattern.length) return undefined;
    ranges.push([low, high]);
  }
  const code = (rune: string): number => rune.codePointAt(0)!;
  const holds = (rune: string): boolean =>
    ranges.some(([low, high]) => code(low) <= code(rune) && code(rune) <= code(high));
  return { element: (rune) => holds(rune) !== negated, end: at };
}
