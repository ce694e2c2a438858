import { quote } from '../format/quote.ts';
import { fromBytes, toBytes } from '../runtime/bytes.ts';

/** The parts of a URL, unescaped where Go unescapes them. */
export interface Url {
  readonly scheme: string;
  readonly opaque: string;
  /** User and password as they are written again. */
  readonly userinfo: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** What is wrong with a text that is no URL, in Go's words. */
export class UrlError extends Error {}

type Part = 'host' | 'user' | 'path' | 'fragment';

const unreserved = 'A-Za-z0-9\\-._~';
/** What each part leaves as it is. */
const plain: Readonly<Record<Part, RegExp>> = {
  host: new RegExp(`[${unreserved}!$&'()*+,;=:[\\]<>"]`),
  user: new RegExp(`[${unreserved}$&+,;=]`),
  path: new RegExp(`[${unreserved}$&+,/:;=@]`),
  fragment: new RegExp(`[${unreserved}$&+,/:;=?@!()*]`),
};

/** Reads a URL as Go's `url.Parse` does. */
export function parseUrl(text: string): Url {
  const [whole, fragment] = cut(text, '#');
  const within = <T>(of: string, read: () => T): T => {
    try {
      return read();
    } catch (error) {
      if (error instanceof UrlError) throw new UrlError(`parse ${quote(of)}: ${error.message}`);
      throw error;
    }
  };
  const url = within(whole, () => parseWithoutFragment(whole));
  return { ...url, fragment: within(text, () => unescape(fragment, 'fragment')) };
}

function parseWithoutFragment(text: string): Url {
  const none = { scheme: '', opaque: '', userinfo: '', host: '', path: '', query: '', fragment: '' };
  if (/[\x00-\x1f\x7f]/.test(text)) throw new UrlError('net/url: invalid control character in URL');
  if (text === '*') return { ...none, path: '*' };
  if (text.startsWith(':')) throw new UrlError('missing protocol scheme');
  const named = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(text)?.[1] ?? '';
  const scheme = named.toLowerCase();
  const [rest, query] = cut(named === '' ? text : text.slice(named.length + 1), '?');
  if (!rest.startsWith('/')) {
    if (scheme !== '') return { ...none, scheme, query, opaque: rest };
    if (rest.split('/')[0]!.includes(':')) throw new UrlError('first path segment in URL cannot contain colon');
  }
  if (!rest.startsWith('//') || (scheme === '' && rest.startsWith('///'))) {
    return { ...none, scheme, query, path: unescape(rest, 'path') };
  }
  const slash = rest.indexOf('/', 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  const { userinfo, host } = parseAuthority(scheme, authority);
  return { ...none, scheme, query, userinfo, host, path: unescape(slash < 0 ? '' : rest.slice(slash), 'path') };
}

function parseAuthority(scheme: string, authority: string): { userinfo: string; host: string } {
  const at = authority.lastIndexOf('@');
  const host = parseHost(scheme, authority.slice(at + 1));
  if (at < 0) return { userinfo: '', host };
  const text = authority.slice(0, at);
  if (/[^A-Za-z0-9\-._:~!$&'()*+,;=%@]/.test(text)) throw new UrlError('net/url: invalid userinfo');
  const colon = text.indexOf(':');
  const parts = colon < 0 ? [text] : [text.slice(0, colon), text.slice(colon + 1)];
  return { userinfo: parts.map((part) => escape(unescape(part, 'user'), 'user')).join(':'), host };
}

function parseHost(scheme: string, host: string): string {
  const open = host.lastIndexOf('[');
  if (open > 0) throw new UrlError('invalid IP-literal');
  const strict = scheme === 'http' || scheme === 'https';
  const close = host.lastIndexOf(']');
  if (open === 0 && close < 0) throw new UrlError("missing ']' in host");
  const colon = open === 0 ? close + 1 : strict ? host.indexOf(':') : host.lastIndexOf(':');
  const port = colon < 0 ? '' : host.slice(colon);
  if (!/^(?::[0-9]*)?$/.test(port)) throw new UrlError(`invalid port ${quote(port)} after host`);
  return unescape(host, 'host');
}

/** The host without its port. */
export function hostnameOf(host: string): string {
  const name = host.replace(/:[0-9]*$/, '');
  return name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name;
}

/** Writes a URL as Go does. */
export function printUrl(url: Url): string {
  const tail = (url.query && `?${url.query}`) + (url.fragment && `#${escape(url.fragment, 'fragment')}`);
  const scheme = url.scheme && `${url.scheme}:`;
  if (url.opaque !== '') return scheme + url.opaque + tail;
  const user = url.userinfo && `${url.userinfo}@`;
  const hasAuthority = url.host !== '' || user !== '' || (url.scheme !== '' && url.path !== '');
  const before = scheme + (hasAuthority ? `//${user}${escape(url.host, 'host')}` : '');
  const path = url.path === '*' ? '*' : escape(url.path, 'path');
  if (path !== '' && !path.startsWith('/') && url.host !== '') return `${before}/${path}${tail}`;
  const looksLikeScheme = before === '' && path.split('/')[0]!.includes(':');
  return `${before}${looksLikeScheme ? './' : ''}${path}${tail}`;
}

function escape(text: string, part: Part): string {
  return Array.from(toBytes(text), (byte) => {
    const char = String.fromCharCode(byte);
    return plain[part].test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

function unescape(text: string, part: Part): string {
  if (part === 'host') {
    const wrong = /[\x00-\x7f]/g;
    for (const [char] of text.matchAll(wrong)) {
      if (char !== '%' && !plain.host.test(char)) throw new UrlError(`invalid character ${quote(char)} in host name`);
      if (char === '%') break;
    }
  }
  if (!text.includes('%')) return text;
  const bytes: number[] = [];
  const source = toBytes(text);
  for (let i = 0; i < source.length; i++) {
    if (source[i] !== 0x25) {
      bytes.push(source[i]!);
      continue;
    }
    const escaped = fromBytes(source.subarray(i, i + 3));
    if (!/^%[0-9a-fA-F]{2}$/.test(escaped)) throw new UrlError(`invalid URL escape ${quote(escaped)}`);
    const byte = Number.parseInt(escaped.slice(1), 16);
    // A host may escape only what is no ASCII.
    if (part === 'host' && byte < 0x80 && escaped !== '%25') throw new UrlError(`invalid URL escape ${quote(escaped)}`);
    bytes.push(byte);
    i += 2;
  }
  return fromBytes(Uint8Array.from(bytes));
}

function cut(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
