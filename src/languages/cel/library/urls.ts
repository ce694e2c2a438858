import { CelError, CelOpaque, type CelValue } from '../value/value.ts';
import type { LibraryRows } from './function-table.ts';

interface Url {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

const hostCharacters = /^[A-Za-z0-9\-._~!$&'()*+,;=:%[\]<>"]*$/;

/** Reads an absolute URL or an absolute path, as Go's url.ParseRequestURI; a reason when the text is neither. */
export function parseUrl(text: string): Url | string {
  if (/[\u0000-\u001f\u007f]/.test(text)) return 'net/url: invalid control character in URL';
  if (text === '') return 'empty url';
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(.*)$/s.exec(text)!;
  const scheme = (match[1] ?? '').toLowerCase();
  const hash = match[2]!.indexOf('#');
  const rest = hash < 0 ? match[2]! : match[2]!.slice(0, hash);
  const mark = rest.indexOf('?');
  const query = mark < 0 ? '' : rest.slice(mark + 1);
  const hierarchy = mark < 0 ? rest : rest.slice(0, mark);
  if (!hierarchy.startsWith('/'))
    return text.startsWith(':')
      ? 'missing protocol scheme'
      : scheme
        ? { scheme, host: '', path: '', query }
        : 'invalid URI for request';
  if (/%(?![0-9A-Fa-f]{2})/.test(hierarchy))
    return `invalid URL escape ${JSON.stringify(/%.{0,2}/.exec(hierarchy.slice(hierarchy.search(/%(?![0-9A-Fa-f]{2})/)))![0])}`;
  if (!scheme || !hierarchy.startsWith('//')) return { scheme, host: '', path: escapePath(hierarchy), query };
  const slash = hierarchy.indexOf('/', 2);
  const authority = slash < 0 ? hierarchy.slice(2) : hierarchy.slice(2, slash);
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const wrong = checkHost(host);
  return wrong ?? { scheme, host, path: slash < 0 ? '' : escapePath(hierarchy.slice(slash)), query };
}

function checkHost(host: string): string | undefined {
  if (!hostCharacters.test(host))
    return `invalid character ${JSON.stringify(/[^A-Za-z0-9\-._~!$&'()*+,;=:%[\]]/.exec(host)![0])} in host name`;
  if (host.startsWith('[')) return /^\[[^\]]*\](?::\d*)?$/.test(host) ? undefined : "missing ']' in host";
  const colon = host.indexOf(':');
  return colon < 0 || /^\d*$/.test(host.slice(colon + 1))
    ? undefined
    : `invalid port ${JSON.stringify(host.slice(colon))} after host`;
}

function escapePath(path: string): string {
  return path.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/%[\]]/gu, (char) => encodeURIComponent(char));
}

const url = ({ data }: CelOpaque) => data as Url;

function hostname({ host }: Url): string {
  return /^\[([^\]]*)\]/.exec(host)?.[1] ?? host.replace(/:\d*$/, '');
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function readQuery(query: string): CelValue {
  const found = Object.create(null) as Record<string, string[]>;
  for (const part of query.split('&')) {
    if (part === '' || part.includes(';')) continue;
    const at = part.indexOf('=');
    const key = decode(at < 0 ? part : part.slice(0, at));
    const value = decode(at < 0 ? '' : part.slice(at + 1));
    if (key !== undefined && value !== undefined) {
      if (!found[key]) found[key] = [];
      found[key].push(value);
    }
  }
  return found;
}

function readUrl(text: string): CelOpaque | CelError {
  const found = parseUrl(text);
  if (typeof found === 'string')
    return new CelError(`URL parse error during conversion from string: parse ${JSON.stringify(text)}: ${found}`);
  return new CelOpaque('URL', found, text);
}

/** Source: Kubernetes, "CEL URL library". */
export const urlRows: LibraryRows = [
  ['url(string): URL', readUrl],
  ['isURL(string): bool', (text: string) => typeof parseUrl(text) !== 'string'],
  ['URL.getScheme(): string', (value: CelOpaque) => url(value).scheme],
  ['URL.getHost(): string', (value: CelOpaque) => url(value).host],
  ['URL.getHostname(): string', (value: CelOpaque) => hostname(url(value))],
  ['URL.getPort(): string', (value: CelOpaque) => /:(\d*)$/.exec(url(value).host)?.[1] ?? ''],
  ['URL.getEscapedPath(): string', (value: CelOpaque) => url(value).path],
  ['URL.getQuery(): map(string, list(string))', (value: CelOpaque) => readQuery(url(value).query)],
];
