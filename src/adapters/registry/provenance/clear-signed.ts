/** A text with a signature below it. */
export interface ClearSigned {
  /** The lines as they were written, without dash escapes and blanks at line ends. */
  readonly text: string;
  /** What the signature is about: the same with the line ends of OpenPGP. */
  readonly signed: Buffer;
  /** The signature, in armor. */
  readonly signature: string;
}

const begin = '-----BEGIN PGP SIGNED MESSAGE-----';
const beginSignature = '-----BEGIN PGP SIGNATURE-----';
const endSignature = '-----END PGP SIGNATURE-----';

/**
 * Finds a clear-signed message in bytes, as Go's library does, so that nobody can show one text to us and another to Helm:
 * text before and after is left out, of headers only `Hash` may be there, and of several messages the first counts.
 */
export function findClearSigned(bytes: Buffer): ClearSigned | undefined {
  // One character a byte: what is signed must come out as it went in.
  const lines = bytes
    .toString('latin1')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
  const start = lines.indexOf(begin);
  if (start < 0) return undefined;
  let at = start + 1;
  for (; at < lines.length && lines[at]!.trim() !== ''; at++) {
    if (!/^\s*Hash\s*:[ -~]*$/.test(lines[at]!)) return undefined;
  }
  const body = at + 1;
  const middle = lines.indexOf(beginSignature, body);
  // Some files have no line end at their end, and what follows is nobody's business.
  const end = lines.findIndex((line, index) => index > middle && line.startsWith(endSignature));
  if (middle < 0 || end < 0) return undefined;
  const text = lines.slice(body, middle).map((line) => line.replace(/^- /, '').replace(/[ \t]+$/, ''));
  return {
    text: Buffer.from(text.join('\n'), 'latin1').toString('utf8'),
    signed: Buffer.from(text.join('\r\n'), 'latin1'),
    signature: [...lines.slice(middle, end), endSignature].join('\n'),
  };
}
