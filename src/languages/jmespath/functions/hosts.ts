/** The host of a URL. `isLocal` says whether an address is loopback or private; a name has no answer. */
export function parseHost(url: string): { readonly host: string; readonly isLocal: boolean | undefined } {
  const authority = /^(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?\/\/(?:[^/?#@]*@)?([^/?#]*)/.exec(url)?.[1] ?? '';
  const host = authority.startsWith('[') ? authority.slice(1, authority.indexOf(']')) : authority.replace(/:\d*$/, '');
  const v4 = parseIpv4(host);
  if (v4) return { host, isLocal: isLocalIpv4(v4) };
  const v6 = parseIpv6(host);
  return { host, isLocal: v6 && isLocalIpv6(v6) };
}

function parseIpv4(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^(?:0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte < 256) ? bytes : undefined;
}

/** Eight groups; `::` stands for as many zeros as are missing, and the last two may be written as IPv4. */
function parseIpv6(text: string): readonly number[] | undefined {
  if (!text.includes(':')) return undefined;
  const tail = parseIpv4(text.slice(text.lastIndexOf(':') + 1));
  const plain = tail
    ? text.slice(0, text.lastIndexOf(':') + 1) +
      `${((tail[0]! << 8) | tail[1]!).toString(16)}:${((tail[2]! << 8) | tail[3]!).toString(16)}`
    : text;
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const [head, rest = []] = halves.map((half) => (half === '' ? [] : half.split(':'))) as [string[], string[]?];
  const missing = 8 - head.length - rest.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<string>(halves.length === 1 ? 0 : missing).fill('0'), ...rest];
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined;
}

function isLocalIpv4([a = 0, b = 0]: readonly number[]): boolean {
  return a === 127 || a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168);
}

function isLocalIpv6(groups: readonly number[]): boolean {
  const zeros = groups.slice(0, 5).every((group) => group === 0);
  // An IPv4 address in IPv6 clothes.
  if (zeros && groups[5] === 0xffff) {
    return isLocalIpv4([groups[6]! >> 8, groups[6]! & 255]);
  }
  return (zeros && groups[5] === 0 && groups[6] === 0 && groups[7] === 1) || (groups[0]! & 0xfe00) === 0xfc00;
}
