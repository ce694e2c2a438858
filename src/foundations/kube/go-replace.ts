/** A piece of a replacement template: literal text, or a group by number or name. */
type Piece = string | { readonly group: number | string };

/**
 * Reads a Go replacement template: `$1`, `$name`, `${1}`, `${name}` and `$$`. A name without braces is as long as
 * possible, so `$1x` is the group `1x`. A `$` before anything else is itself.
 */
export function parseReplacement(template: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let rest = 0;
  for (const match of template.matchAll(/\$(?:(\$)|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu)) {
    if (match.index > rest) pieces.push(template.slice(rest, match.index));
    rest = match.index + match[0].length;
    const name = match[2] ?? match[3];
    pieces.push(name === undefined ? '$' : { group: /^(0|[1-9]\d{0,8})$/.test(name) ? Number(name) : name });
  }
  if (rest < template.length) pieces.push(template.slice(rest));
  return pieces;
}

/** Fills a template; a group that does not exist or took no part is empty. */
export function expandReplacement(
  pieces: readonly Piece[],
  group: (name: number | string) => string | undefined,
): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : (group(piece.group) ?? ''))).join('');
}
