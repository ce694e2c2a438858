/** Whether a text holds `*` or `?`. */
export function containsWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

/**
 * Kyverno's wildcards: `*` any run of characters, `?` exactly one character, everything else itself. There are no
 * escapes, and an empty pattern matches the empty text only.
 *
 * Only the last `*` is ever tried again, so the time is bounded by pattern times text, also for hostile patterns.
 */
export function matchWildcard(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  let p = 0;
  let t = 0;
  let star = -1;
  let retry = 0;
  while (t < text.length) {
    const unit = p < pattern.length ? pattern.charCodeAt(p) : -1;
    if (unit === STAR) {
      star = p++;
      retry = t;
    } else if (unit === QUESTION) {
      p++;
      t += runeWidth(text, t);
    } else if (unit === text.charCodeAt(t)) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++retry;
    } else return false;
  }
  while (p < pattern.length && pattern.charCodeAt(p) === STAR) p++;
  return p === pattern.length;
}

/** matchWildcard for a pattern that is used many times: literals, prefixes, suffixes and infixes need no scan. */
export function compileWildcard(pattern: string): (text: string) => boolean {
  if (!containsWildcard(pattern)) return (text) => text === pattern;
  if (/^\*+$/.test(pattern)) return () => true;
  if (!pattern.includes('?')) {
    const first = pattern.indexOf('*');
    const last = pattern.lastIndexOf('*');
    if (first === last) {
      const head = pattern.slice(0, first);
      const tail = pattern.slice(first + 1);
      if (tail === '') return (text) => text.startsWith(head);
      if (head === '') return (text) => text.endsWith(tail);
      const shortest = head.length + tail.length;
      return (text) => text.length >= shortest && text.startsWith(head) && text.endsWith(tail);
    }
    if (first === 0 && last === pattern.length - 1) {
      const inner = pattern.slice(1, -1);
      if (!inner.includes('*')) return (text) => text.includes(inner);
    }
  }
  return (text) => matchWildcard(pattern, text);
}

const STAR = 42;
const QUESTION = 63;

function runeWidth(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit < 0xd800 || unit > 0xdbff) return 1;
  const next = text.charCodeAt(at + 1);
  return next >= 0xdc00 && next <= 0xdfff ? 2 : 1;
}
