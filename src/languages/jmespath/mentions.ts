/**
 * Whether an expression names a context entry, by the reference's own rule: the name stands anywhere in the text, also
 * inside a literal, not after a dot, a letter or a digit, and ends as a word ends.
 */
export function mentionsName(expression: string, name: string): boolean {
  if (name === '') return false;
  for (let at = expression.indexOf(name); at >= 0; at = expression.indexOf(name, at + 1)) {
    const end = at + name.length;
    const begins = at === 0 || !/[.0-9A-Za-z]/.test(expression[at - 1]!);
    if (begins && isWord(expression[end - 1]) !== isWord(expression[end])) return true;
  }
  return false;
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /\w/.test(char);
}
