/** Whether a text has the form of an e-mail address. A quoted local part counts, and a domain needs a dot. */
export function isEmail(text: string): boolean {
  const letter = String.raw`[\p{L}\p{N}!#$%&'*+\-/=?^_{|}~\x60]`;
  const local = String.raw`(?:${letter}+(?:\.${letter}+)*|"[^"\r\n]*")`;
  const label = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}\-._~]*[\p{L}\p{N}])?`;
  const last = String.raw`\p{L}(?:[\p{L}\p{N}\-_~]*\p{L})?`;
  return new RegExp(String.raw`^${local}@(?:${label}\.)+${last}\.?$`, 'u').test(text);
}

/** Whether a text has the form of a web address; the scheme may be left out, as people write it. */
export function isUrl(text: string): boolean {
  if (text.length < 4 || text.length >= 2083 || text.startsWith('.')) return false;
  const host = String.raw`(?:\[[0-9a-fA-F:.]+\]|[\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?)`;
  const whole = new RegExp(
    String.raw`^(?:(?:ftp|tcp|udp|wss?|https?)://)?(?:\S+@)?(${host})\.?(?::\d{1,5})?(?:[/?#]\S*)?$`,
    'u',
  );
  const found = whole.exec(text);
  return found !== null && (text.includes('://') || text.includes('.') || text.includes(':'));
}

/** Whether a text is an address with a scheme, as a request would name it. */
export function isRequestUrl(text: string): boolean {
  const found = /^[a-zA-Z][a-zA-Z0-9+.-]*:(.*)$/s.exec(text);
  if (!found || hasControl(text)) return false;
  const [, rest = ''] = found;
  if (/%(?![0-9a-fA-F]{2})/.test(rest)) return false;
  return !rest.startsWith('//') || !/[\s<>"{}|\\^`]/.test(rest.slice(2).split(/[/?#]/)[0]!);
}

function hasControl(text: string): boolean {
  return [...text].some((char) => char < ' ' || char === '\u007f');
}
