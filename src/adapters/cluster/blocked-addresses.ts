import { lookup as resolveName } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Where policies must not call: the machine itself, and the servers that give clouds' credentials away.
 * Source: Kyverno's default of `--httpBlocklist`; `FLAG_HTTP_BLOCKLIST` replaces it there and here.
 */
export const defaultBlocked = [
  '169.254.169.254/32',
  '169.254.169.253/32',
  'fd00:ec2::254/128',
  'metadata.google.internal',
  '127.0.0.0/8',
  '::1/128',
];

/** Addresses and host names that are not called. */
export class BlockedAddresses {
  readonly #addresses = new BlockList();
  readonly #hosts = new Set<string>();

  constructor(entries: readonly string[]) {
    for (const entry of entries) this.#add(entry.trim());
  }

  /** Why a host, by name or address, is not called. */
  reasonAgainst(host: string): string | undefined {
    const bare = host.replace(/^\[|\]$/g, '');
    const family = isIP(bare);
    const blocked = family === 0 ? this.#hosts.has(nameKey(bare)) : this.#blocks(bare, family);
    return blocked ? `connection to ${bare} blocked: policies may not call it` : undefined;
  }

  /** A look-up of names that gives no blocked address: what was looked at is what is called, whatever the name says next. */
  lookup: LookupFunction = (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0);
      const blocked = found.some(({ address, family }) => this.#blocks(address, family));
      if (blocked) return callback(new Error(`connection to ${hostname} blocked: policies may not call it`), '', 0);
      if (options.all) return callback(null, found);
      return callback(null, found[0]!.address, found[0]!.family);
    });
  };

  #blocks(address: string, family: number): boolean {
    return this.#addresses.check(address, family === 4 ? 'ipv4' : 'ipv6');
  }

  #add(entry: string): void {
    if (entry === '') return;
    const [address, bits] = entry.split('/') as [string, string | undefined];
    if (bits === undefined) {
      this.#hosts.add(nameKey(entry));
      return;
    }
    const family = isIP(address);
    const width = family === 4 ? 32 : 128;
    if (family === 0 || !/^\d+$/.test(bits) || Number(bits) > width)
      throw new Error(`\`${entry}\` is no range of addresses`);
    this.#addresses.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
    if (family !== 4) return;
    // An address of version 4 has three more spellings in version 6: NAT64, 6to4 and the compatible form.
    const [high, low] = groupsOf(address);
    this.#addresses.addSubnet(`64:ff9b::${high}:${low}`, 96 + Number(bits), 'ipv6');
    this.#addresses.addSubnet(`::${high}:${low}`, 96 + Number(bits), 'ipv6');
    this.#addresses.addSubnet(`2002:${high}:${low}::`, 16 + Number(bits), 'ipv6');
  }
}

function groupsOf(address: string): [string, string] {
  const [a, b, c, d] = address.split('.').map(Number) as [number, number, number, number];
  return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
}

function nameKey(host: string): string {
  return host.replace(/\.$/, '').toLowerCase();
}
