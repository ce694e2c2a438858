import { CelError, CelOpaque, type Result } from '../value/value.ts';
import type { LibraryRows } from './function-table.ts';
import {
  containsIp,
  formatIp,
  type IpAddress,
  type IpNetwork,
  isMappedIpv4,
  maskNetwork,
  parseIp,
  parseNetwork,
} from './ip-address.ts';

const address = ({ data }: CelOpaque) => data as IpAddress;
const network = ({ data }: CelOpaque) => data as IpNetwork;
const ipValue = (ip: IpAddress) => new CelOpaque('IP', ip, formatIp(ip));
const cidrValue = (cidr: IpNetwork) => new CelOpaque('CIDR', cidr, `${formatIp(cidr.address)}/${cidr.length}`);

function readIp(text: string): CelOpaque | CelError {
  const zone = text.indexOf('%');
  const ip = parseIp(zone < 0 ? text : text.slice(0, zone));
  if (!ip || (zone >= 0 && ip.bits === 32)) {
    return new CelError(
      `IP Address ${JSON.stringify(text)} parse error during conversion from string: ParseAddr(${JSON.stringify(text)}): unable to parse IP`,
    );
  }
  if (zone >= 0) return new CelError(`IP address ${JSON.stringify(text)} with zone value is not allowed`);
  return isMappedIpv4(ip)
    ? new CelError(`IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed`)
    : ipValue(ip);
}

function readCidr(text: string): CelOpaque | CelError {
  const prefix = 'network address parse error during conversion from string: ';
  const cidr = parseNetwork(text);
  if (!cidr) return new CelError(`${prefix}${prefix}netip.ParsePrefix(${JSON.stringify(text)}): unable to parse IP`);
  return isMappedIpv4(cidr.address)
    ? new CelError(`${prefix}IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed`)
    : cidrValue(cidr);
}

const isOpaque = (value: Result) => value instanceof CelOpaque;

/** The first bits of an address, for IPv4 and IPv6. */
function startsWith(ip: IpAddress, four: readonly [bigint, number], six: readonly [bigint, number]): boolean {
  const [prefix, length] = ip.bits === 32 ? four : six;
  return ip.value >> BigInt(ip.bits - length) === prefix;
}

const isUnspecified = ({ value }: IpAddress) => value === 0n;
const isLoopback = (ip: IpAddress) => startsWith(ip, [127n, 8], [1n, 128]);
const isLinkLocalMulticast = (ip: IpAddress) =>
  ip.bits === 32 ? ip.value >> 8n === 0xe00000n : ((ip.value >> 112n) & 0xff0fn) === 0xff02n;
const isLinkLocalUnicast = (ip: IpAddress) => startsWith(ip, [0xa9fen, 16], [0x3fan, 10]);
const isMulticast = (ip: IpAddress) => startsWith(ip, [0xen, 4], [0xffn, 8]);
const isBroadcast = ({ bits, value }: IpAddress) => bits === 32 && value === 0xffffffffn;
const isGlobalUnicast = (ip: IpAddress) =>
  !isUnspecified(ip) && !isLoopback(ip) && !isMulticast(ip) && !isLinkLocalUnicast(ip) && !isBroadcast(ip);

const predicates = { isUnspecified, isLoopback, isLinkLocalMulticast, isLinkLocalUnicast, isGlobalUnicast };

/** Source: Kubernetes, "CEL IP address library". */
export const ipRows: LibraryRows = [
  ['ip(string): IP', readIp],
  ['isIP(string): bool', (text: string) => isOpaque(readIp(text))],
  [
    'ip.isCanonical(string): bool',
    (text: string) => {
      const ip = readIp(text);
      return ip instanceof CelError ? ip : ip.text === text;
    },
  ],
  ['IP.family(): int', (ip: CelOpaque) => (address(ip).bits === 32 ? 4 : 6)],
  ...Object.entries(predicates).map(
    ([name, test]) => [`IP.${name}(): bool`, (ip: CelOpaque) => test(address(ip))] as const,
  ),
];

function containsNetwork(outer: CelOpaque, inner: CelOpaque): boolean {
  return network(outer).length <= network(inner).length && containsIp(network(outer), network(inner).address);
}

/** An argument that is given as text: read first, and an error when it is none. */
function reading(read: (text: string) => CelOpaque | CelError, test: (cidr: CelOpaque, other: CelOpaque) => boolean) {
  return (cidr: CelOpaque, text: string): Result => {
    const other = read(text);
    return other instanceof CelError ? other : test(cidr, other);
  };
}

const hasIp = (cidr: CelOpaque, ip: CelOpaque) => containsIp(network(cidr), address(ip));

/** Source: Kubernetes, "CEL CIDR library". */
export const cidrRows: LibraryRows = [
  ['cidr(string): CIDR', readCidr],
  ['isCIDR(string): bool', (text: string) => isOpaque(readCidr(text))],
  ['CIDR.containsIP(IP): bool', hasIp],
  ['CIDR.containsIP(string): bool', reading(readIp, hasIp)],
  ['CIDR.containsCIDR(CIDR): bool', containsNetwork],
  ['CIDR.containsCIDR(string): bool', reading(readCidr, containsNetwork)],
  ['CIDR.ip(): IP', (cidr: CelOpaque) => ipValue(network(cidr).address)],
  ['CIDR.masked(): CIDR', (cidr: CelOpaque) => cidrValue(maskNetwork(network(cidr)))],
  ['CIDR.prefixLength(): int', (cidr: CelOpaque) => network(cidr).length],
];
