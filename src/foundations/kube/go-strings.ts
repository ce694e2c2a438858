/** Go's strings.Trim: without the characters of a set at both ends. */
export function trimRunes(text: string, cutset: string): string {
  const cut = new Set(cutset);
  let start = 0;
  let end = text.length;
  for (let rune = ''; start < end; start += rune.length) {
    rune = String.fromCodePoint(text.codePointAt(start)!);
    if (!cut.has(rune)) break;
  }
  while (end > start) {
    const rune = lastRune(text, end);
    if (!cut.has(rune)) break;
    end -= rune.length;
  }
  return text.slice(start, end);
}

/** The rune that ends before an index. */
function lastRune(text: string, end: number): string {
  const pair = end > 1 ? text.codePointAt(end - 2)! : 0;
  return pair > 0xffff ? text.slice(end - 2, end) : text.charAt(end - 1);
}
