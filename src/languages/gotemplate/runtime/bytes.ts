/**
 * Go's strings are bytes, ours are UTF-16. Bytes that are no valid UTF-8 (binary files, half of a cut rune) are kept
 * as the lone code units DC80..DCFF, so that a string made from bytes always gives the same bytes back.
 */

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
const nonAscii = /[^\x00-\x7f]/;
const escaped = /[\udc80-\udcff]/;

export function isAscii(text: string): boolean {
  return !nonAscii.test(text);
}

/** The bytes of a string. */
export function toBytes(text: string): Uint8Array {
  if (!escaped.test(text)) return encoder.encode(text);
  const out: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const code = text.codePointAt(i)!;
    if (unit >= 0xdc80 && unit <= 0xdcff) out.push(unit - 0xdc00);
    else {
      for (const byte of encoder.encode(String.fromCodePoint(code))) out.push(byte);
      if (code > 0xffff) i++;
    }
  }
  return Uint8Array.from(out);
}

/** The string of some bytes. */
export function fromBytes(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeLoosely(bytes);
  }
}

function decodeLoosely(bytes: Uint8Array): string {
  const parts: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const size = sequenceLength(bytes, at);
    if (size === 0) parts.push(String.fromCharCode(0xdc00 + bytes[at]!));
    else parts.push(strict.decode(bytes.subarray(at, at + size)));
    at += size || 1;
  }
  return parts.join('');
}

/** The length of the valid UTF-8 sequence at an offset, or 0. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const size = first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (size === 0 || first > 0xf4 || at + size > bytes.length) return 0;
  const second = bytes[at + 1]!;
  for (let i = 1; i < size; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 0;
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  if (first === 0xf4 && second > 0x8f) return 0;
  return size;
}

/** How many bytes a string has in UTF-8. */
export function byteLength(text: string): number {
  return isAscii(text) ? text.length : toBytes(text).length;
}

/** Bytes `start..end` of a string, as Go's `s[start:end]`. */
export function byteSlice(text: string, start: number, end: number): string {
  if (isAscii(text)) return text.slice(start, end);
  return fromBytes(toBytes(text).subarray(start, end));
}
