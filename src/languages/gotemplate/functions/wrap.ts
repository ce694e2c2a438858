import { fromBytes, toBytes } from '../runtime/bytes.ts';

/**
 * Wraps words at a width, as sprig's `wrap` (long words stay whole) and `wrapWith` (long words are cut).
 * A line break in the text counts as any other character.
 */
export function wrapText(text: string, width: number, separator: string, cutsLongWords: boolean): string {
  // The width counts bytes.
  if (!/[^\x00-\x7f]/.test(text)) return wrapBytes(text, width, separator || '\n', cutsLongWords);
  const bytes = [...toBytes(text)].map((byte) => String.fromCharCode(byte)).join('');
  const wrapped = wrapBytes(bytes, width, '\n\0', cutsLongWords).split('\n\0');
  return wrapped.map((line) => fromBytes(Uint8Array.from(line, (char) => char.charCodeAt(0)))).join(separator || '\n');
}

/** Wraps a text whose characters stand for bytes. */
function wrapBytes(text: string, width: number, separator: string, cutsLongWords: boolean): string {
  const limit = Math.max(width, 1);
  const lines: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    if (rest[0] === ' ') {
      rest = rest.slice(1);
      continue;
    }
    const line = rest.slice(0, limit + 1);
    const blank = line.lastIndexOf(' ');
    if (blank >= 0) {
      lines.push(rest.slice(0, blank));
      rest = rest.slice(blank + 1);
    } else if (cutsLongWords) {
      lines.push(rest.slice(0, limit));
      rest = rest.slice(limit);
    } else {
      const following = rest.indexOf(' ', limit);
      if (following < 0) break;
      lines.push(rest.slice(0, following));
      rest = rest.slice(following + 1);
    }
  }
  lines.push(rest);
  return lines.join(separator);
}
