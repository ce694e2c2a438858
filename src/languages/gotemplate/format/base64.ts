const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map([...alphabet].map((char, i) => [char, i]));

/** Standard base64 with padding. */
export function base64Of(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i]!, bytes[i + 1], bytes[i + 2]];
    parts.push(
      alphabet[a >> 2]! +
        alphabet[((a & 3) << 4) | ((b ?? 0) >> 4)]! +
        (b === undefined ? '=' : alphabet[((b & 15) << 2) | ((c ?? 0) >> 6)]!) +
        (c === undefined ? '=' : alphabet[c & 63]!),
    );
  }
  return parts.join('');
}

/** The bytes of a base64 text, or the offset of the first character that is wrong, as Go reports it. */
export function bytesOfBase64(text: string): Uint8Array | number {
  const out: number[] = [];
  let bits = 0;
  let held = 0;
  const plain = text.replace(/[\r\n]/g, '');
  if (plain.length === text.length && text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  }
  let at = 0;
  for (; at < text.length && text[at] !== '='; at++) {
    const char = text[at]!;
    if (char === '\n' || char === '\r') continue;
    const value = values.get(char);
    if (value === undefined) return at;
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out.push((bits >> held) & 255);
      bits &= (1 << held) - 1;
    }
  }
  const digits = text.slice(0, at).replace(/[\r\n]/g, '').length % 4;
  const padding = text.slice(at).replace(/[\r\n]/g, '');
  const wanted = digits === 0 ? '' : digits === 2 ? '==' : digits === 3 ? '=' : undefined;
  if (padding !== wanted) return padding === '' ? text.length - (digits || 0) : at;
  return Uint8Array.from(out);
}
