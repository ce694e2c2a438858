const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map([...alphabet].map((char, index) => [char, index]));

/** Standard base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
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

/** The bytes of a base64 text with its padding, line breaks ignored; or the offset that Go calls wrong. */
export function decodeBase64(text: string): Uint8Array | number {
  if (text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  }
  const bytes: number[] = [];
  let group: number[] = [];
  let at = 0;
  const skipBreaks = () => {
    while (text[at] === '\n' || text[at] === '\r') at++;
  };
  for (skipBreaks(); at < text.length; skipBreaks()) {
    const char = text[at++]!;
    const value = values.get(char);
    if (value !== undefined) {
      group.push(value);
      if (group.length === 4) {
        pushGroup(bytes, group);
        group = [];
      }
      continue;
    }
    if (char !== '=' || group.length < 2) return at - 1;
    if (group.length === 2) {
      skipBreaks();
      if (at === text.length) return at;
      if (text[at++] !== '=') return at - 2;
    }
    pushGroup(bytes, group);
    skipBreaks();
    return at < text.length ? at : Uint8Array.from(bytes);
  }
  return group.length > 0 ? at - group.length : Uint8Array.from(bytes);
}

function pushGroup(bytes: number[], [a = 0, b = 0, c, d]: readonly number[]): void {
  bytes.push((a << 2) | (b >> 4));
  if (c !== undefined) bytes.push(((b & 15) << 4) | (c >> 2));
  if (c !== undefined && d !== undefined) bytes.push(((c & 3) << 6) | d);
}
