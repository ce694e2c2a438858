import { isIP } from 'node:net';

/** One value in DER, the encoding of certificates: a tag, a length, the content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 128) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const digits = Buffer.from(
    body.length.toString(16).padStart(body.length > 0xffff ? 6 : body.length > 0xff ? 4 : 2, '0'),
    'hex',
  );
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.length]), digits, body]);
}

export const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content);

/** An object identifier, such as `2.5.4.3`. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const septets = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) septets.unshift((left & 0x7f) | 0x80);
    bytes.push(...septets);
  }
  return der(0x06, Buffer.from(bytes));
}

/** A positive number of many bytes. */
export function integer(bytes: Uint8Array): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const shown = start < 0 ? Buffer.from([0]) : Buffer.from(bytes.subarray(start));
  return der(0x02, shown[0]! & 0x80 ? Buffer.concat([Buffer.from([0]), shown]) : shown);
}

/** A time: two digits of the year until 2049, as certificates want it. */
export function time(milliseconds: number): Buffer {
  const text = `${new Date(milliseconds).toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '')}`;
  return Number(text.slice(0, 4)) < 2050 ? der(0x17, Buffer.from(text.slice(2))) : der(0x18, Buffer.from(text));
}

/** The bytes of an IP address, or nothing when the text is none. */
export function ipBytes(text: string): Buffer | undefined {
  const version = isIP(text);
  if (version === 4) return Buffer.from(text.split('.').map(Number));
  if (version !== 6 || text.includes('%')) return undefined;
  // The address parser of URLs writes any form of an address in one.
  const whole = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const [head = '', tail] = whole.split('::');
  const words = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [left, right] = [words(head), words(tail ?? '')];
  const middle = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0');
  return Buffer.from([...left, ...middle, ...right].map((word) => word.padStart(4, '0')).join(''), 'hex');
}

/** The parts of a value that holds others. */
export function partsOf(value: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = contentStart(value, 0); at < value.length; ) {
    const end = contentStart(value, at) + contentLength(value, at);
    parts.push(value.subarray(at, end));
    at = end;
  }
  return parts;
}

function contentStart(bytes: Buffer, at: number): number {
  const first = bytes[at + 1]!;
  return at + 2 + (first & 0x80 ? first & 0x7f : 0);
}

function contentLength(bytes: Buffer, at: number): number {
  const first = bytes[at + 1]!;
  return first & 0x80 ? bytes.readUIntBE(at + 2, first & 0x7f) : first;
}
