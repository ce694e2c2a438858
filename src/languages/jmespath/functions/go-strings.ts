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
