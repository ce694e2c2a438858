const rareBreaks = /[ \u0085]*\u0085[ \u0085]*/g;

/**
 * A text as it comes out of JSON that is read as YAML, which is how sigs.k8s.io/yaml marshals: lone surrogates become
 * U+FFFD, and the next-line character, which JSON does not escape, is folded like any line break in quotes.
 *
 * The reference refuses texts with U+007F to U+009F and keys beyond 1024 characters on this way; we write them.
 */
export function readThroughJson(text: string): string {
  const formed = text.isWellFormed() ? text : text.toWellFormed();
  if (!formed.includes('\u0085')) return formed;
  return formed.replace(rareBreaks, (run) => {
    const breaks = run.split('\u0085').length - 1;
    return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
  });
}
