import { FunctionFailure } from '../../errors.ts';

/** One DER value. */
export interface Der {
  readonly tag: number;
  /** The value with its tag and length. */
  readonly raw: Uint8Array;
  readonly content: Uint8Array;
}

export const tags = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  oid: 6,
  utcTime: 23,
  sequence: 48,
  set: 49,
} as const;

function malformed(): FunctionFailure {
  return new FunctionFailure('x509: malformed certificate');
}

/** Reads one value; what follows it is not looked at. Source: X.690. */
export function readDer(bytes: Uint8Array, at = 0): Der {
  const tag = bytes[at];
  let length = bytes[at + 1];
  if (tag === undefined || length === undefined) throw malformed();
  let start = at + 2;
  if (length >= 0x80) {
    const count = length & 0x7f;
    if (count === 0 || count > 4) throw malformed();
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[start++] ?? 0);
  }
  const end = start + length;
  if (end > bytes.length) throw malformed();
  return { tag, raw: bytes.subarray(at, end), content: bytes.subarray(start, end) };
}

/** The values inside a sequence or set. */
export function childrenOf({ content }: Der): readonly Der[] {
  const children: Der[] = [];
  for (let at = 0; at < content.length; at += children.at(-1)!.raw.length) children.push(readDer(content, at));
  return children;
}

/** A value that must be there, with the tag that it must have. */
export function expectDer(der: Der | undefined, tag?: number): Der {
  if (!der || (tag !== undefined && der.tag !== tag)) throw malformed();
  return der;
}

export function integerOf({ content }: Der): bigint {
  let value = 0n;
  for (const byte of content) value = (value << 8n) | BigInt(byte);
  return (content[0] ?? 0) >= 0x80 ? value - (1n << BigInt(content.length * 8)) : value;
}

/** The arcs of an object identifier. */
export function oidOf({ content }: Der): number[] {
  const arcs: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    if (arcs.length > 0) arcs.push(value);
    else arcs.push(Math.min(Math.floor(value / 40), 2), value - 40 * Math.min(Math.floor(value / 40), 2));
    value = 0;
  }
  return arcs;
}

export function textOf({ content, tag }: Der): string {
  // BMPString holds UTF-16.
  return new TextDecoder(tag === 30 ? 'utf-16be' : 'utf-8').decode(content);
}

/** A time as RFC 3339; two-digit years from 50 on are of the last century. */
export function timeOf(der: Der): string {
  const text = textOf(der);
  const year = der.tag === tags.utcTime ? (Number(text.slice(0, 2)) >= 50 ? '19' : '20') : '';
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(year + text);
  if (!match) throw malformed();
  const [, y, month, day, hour, minute, second] = match;
  return `${y}-${month}-${day}T${hour}:${minute}:${second}Z`;
}
