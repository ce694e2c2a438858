/** An address as a number of 32 or 128 bits. */
export interface IpAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface IpNetwork {
  readonly address: IpAddress;
  readonly length: number;
}

/** Reads an address as Go's net/netip does, without zone; `undefined` when the text is none. */
export function parseIp(text: string): IpAddress | undefined {
  if (!text.includes(':')) {
    const value = parseIpv4(text);
    return value === undefined ? undefined : { bits: 32, value };
  }
  const value = parseIpv6(text);
  return value === undefined ? undefined : { bits: 128, value };
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half, index) => readGroups(half, index === halves.length - 1));
  const [head, tail] = groups as [bigint[] | undefined, bigint[] | undefined];
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const count = head.length + (tail?.length ?? 0);
  if (halves.length === 1 ? count !== 8 : count > 7) return undefined;
  const all = [...head, ...Array<bigint>(8 - count).fill(0n), ...(tail ?? [])];
  return all.reduce((value, group) => value * 65_536n + group, 0n);
}

/** Groups of hexadecimal digits; the last two may be written as an IPv4 address. */
function readGroups(text: string, last: boolean): bigint[] | undefined {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (last && index === parts.length - 1 && part.includes('.')) {
      const value = parseIpv4(part);
      if (value === undefined) return undefined;
      groups.push(value >> 16n, value & 0xffffn);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}

/** Whether this is `::ffff:1.2.3.4`, which Kubernetes does not take. */
export function isMappedIpv4({ bits, value }: IpAddress): boolean {
  return bits === 128 && value >> 32n === 0xffffn;
}

/** The canonical text: of IPv6 the longest run of zero groups is left out. Source: RFC 5952. */
export function formatIp({ bits, value }: IpAddress): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(112 - index * 16)) & 0xffffn);
  let start = -1;
  let length = 1;
  for (let from = 0; from < 8; from++) {
    let to = from;
    while (to < 8 && groups[to] === 0n) to++;
    if (to - from > length) {
      start = from;
      length = to - from;
    }
  }
  const hex = (list: readonly bigint[]) => list.map((group) => group.toString(16)).join(':');
  return start < 0 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

export function parseNetwork(text: string): IpNetwork | undefined {
  const slash = text.lastIndexOf('/');
  if (slash < 0) return undefined;
  const address = parseIp(text.slice(0, slash));
  const digits = text.slice(slash + 1);
  if (!address || !/^(?:0|[1-9]\d{0,2})$/.test(digits) || Number(digits) > address.bits) return undefined;
  return { address, length: Number(digits) };
}

export function maskNetwork({ address, length }: IpNetwork): IpNetwork {
  const rest = BigInt(address.bits - length);
  return { address: { bits: address.bits, value: (address.value >> rest) << rest }, length };
}

/** Whether an address lies in a network: the same kind, and the same first bits. */
export function containsIp({ address, length }: IpNetwork, { bits, value }: IpAddress): boolean {
  const rest = BigInt(address.bits - length);
  return bits === address.bits && value >> rest === address.value >> rest;
}
