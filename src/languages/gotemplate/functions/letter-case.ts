/** Go's `strings.Title`: a letter after anything that is no letter, digit or underscore becomes a capital. */
export function titleCase(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}_])\p{L}/gu, (char) => char.toUpperCase());
}

/** `a_bc-d` to `ABcD`, as sprig's `camelcase`: connectors at the ends are kept. */
export function camelCase(text: string): string {
  const connector = /[_\-\s.]/u;
  const runes = [...text];
  let start = 0;
  while (start < runes.length && connector.test(runes[start]!)) start++;
  let end = runes.length;
  while (end > start && connector.test(runes[end - 1]!)) end--;
  let out = runes.slice(0, start).join('');
  let capital = true;
  for (const rune of runes.slice(start, end)) {
    if (connector.test(rune)) {
      capital = true;
      continue;
    }
    out += capital ? rune.toUpperCase() : rune;
    capital = false;
  }
  return out + runes.slice(end).join('');
}

type RuneKind = 'lower' | 'upper' | 'digit' | 'connector' | 'other';

function kindOfRune(rune: string): RuneKind {
  if (/[_\-\s.]/u.test(rune)) return 'connector';
  if (/\p{Lu}/u.test(rune)) return 'upper';
  if (/\p{Nd}/u.test(rune)) return 'digit';
  return /\p{L}/u.test(rune) ? 'lower' : 'other';
}

/** `FirstName` to `first_name`, `HTTPServer` to `http_server`: sprig's `snakecase` and `kebabcase`. */
export function splitWords(text: string, separator: string): string {
  const runes = [...text];
  const out: string[] = [];
  let previous: RuneKind = 'connector';
  for (const [i, rune] of runes.entries()) {
    const kind = kindOfRune(rune);
    if (kind === 'connector') {
      out.push(separator);
      previous = kind;
      continue;
    }
    const following = i + 1 < runes.length ? kindOfRune(runes[i + 1]!) : 'connector';
    if (previous !== 'connector' && startsWord(previous, kind, following)) out.push(separator);
    out.push(rune.toLowerCase());
    previous = kind;
  }
  return out.join('');
}

function startsWord(previous: RuneKind, kind: RuneKind, following: RuneKind): boolean {
  if (kind === 'upper') return previous !== 'upper' || following === 'lower';
  if (kind === 'digit') return previous === 'lower' && false;
  return kind === 'lower' && previous === 'digit';
}
