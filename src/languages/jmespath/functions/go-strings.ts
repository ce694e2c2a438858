/** Go's strings.Replace: the first `count` occurrences, all when it is negative; an empty `old` stands between characters. */
export function replaceText(
  text: string,
  old: string,
  by: string,
  count: number,
  spend: (size: number) => void,
): string {
  const parts = old === '' ? ['', ...text, ''] : text.split(old);
  if (old === '' && text === '') parts.pop();
  const found = old === '' ? [...text].length + 1 : parts.length - 1;
  const replaced = count < 0 ? found : Math.min(count, found);
  spend(replaced * by.length);
  if (replaced === found) return parts.join(by) + (old === '' && text === '' ? by : '');
  return parts.slice(0, replaced + 1).join(by) + suffix(parts.slice(replaced + 1), old);
}

function suffix(parts: readonly string[], old: string): string {
  return parts.map((part) => old + part).join('');
}

/** Go's strings.Trim: without the characters of a set at both ends. */
export function trimRunes(text: string, cutset: string): string {
  const cut = new Set(cutset);
  const runes = [...text];
  let start = 0;
  let end = runes.length;
  while (start < end && cut.has(runes[start]!)) start++;
  while (end > start && cut.has(runes[end - 1]!)) end--;
  return runes.slice(start, end).join('');
}

/** Go's filepath.Join of one path: the shortest path of the same meaning; an empty one stays empty. */
export function cleanPath(path: string): string {
  if (path === '') return '';
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!rooted) parts.push(part);
  }
  const cleaned = (rooted ? '/' : '') + parts.join('/');
  return cleaned === '' ? '.' : cleaned;
}
