// Go maps the case of each character by itself: `ß` stays, and a final sigma is no special case.

export function toUpper(text: string): string {
  return mapRunes(text, (rune) => rune.toUpperCase());
}

export function toLower(text: string): string {
  return mapRunes(text, (rune) => (rune === 'İ' ? 'i' : rune.toLowerCase()));
}

/** Whether texts are equal under Unicode's simple case folding. */
export function equalFold(a: string, b: string): boolean {
  if (a === b) return true;
  const left = [...a];
  const right = [...b];
  return left.length === right.length && left.every((rune, index) => equalRune(rune, right[index]!));
}

function mapRunes(text: string, map: (rune: string) => string): string {
  let result = '';
  for (const rune of text) {
    const mapped = map(rune);
    // A character that becomes several has no simple mapping.
    result += mapped.length === 1 || [...mapped].length === 1 ? mapped : rune;
  }
  return result;
}

function equalRune(a: string, b: string): boolean {
  if (a === b) return true;
  const code = a.codePointAt(0)!.toString(16);
  return new RegExp(`^\\u{${code}}$`, 'iu').test(b);
}
