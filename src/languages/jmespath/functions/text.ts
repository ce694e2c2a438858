import {
  compareBytes,
  compileRegex,
  formatImageReference,
  matchWildcard,
  parseImageReference,
  parseSemver,
  parseSemverRange,
  type Regex,
} from '../../../foundations/kube/index.ts';
import { FunctionFailure } from '../errors.ts';
import { asText, define, type FunctionDefinition } from './function.ts';

// Kyverno's functions over texts. Source: Kyverno, "JMESPath", custom filters.

function regex(pattern: string): Regex {
  const compiled = compileRegex(pattern);
  if ('error' in compiled) throw new FunctionFailure(`error parsing regexp: ${compiled.error}`);
  return compiled;
}

function replace(text: string, old: string, by: string, count: number): string {
  if (count < 0) return text.replaceAll(old, () => by);
  let rest = text;
  let done = '';
  for (let n = Math.trunc(count); n > 0; n--) {
    const at = rest.indexOf(old);
    if (at < 0 || (old === '' && rest === '')) break;
    done += rest.slice(0, at) + by + (old === '' ? rest.slice(0, 1) : '');
    rest = rest.slice(at + (old.length || 1));
  }
  return done + rest;
}

function trim(text: string, cutset: string): string {
  const cut = new Set(cutset);
  const chars = [...text];
  let start = 0;
  let end = chars.length;
  while (start < end && cut.has(chars[start]!)) start++;
  while (end > start && cut.has(chars[end - 1]!)) end--;
  return chars.slice(start, end).join('');
}

/** Go's path.Clean. */
function cleanPath(path: string): string {
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !rooted) parts.push(part);
  }
  const cleaned = (rooted ? '/' : '') + parts.join('/');
  return cleaned === '' ? (path === '' ? '' : '.') : cleaned;
}

const encode = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const decode = (text: string) => new TextDecoder().decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));

export const textFunctions: readonly FunctionDefinition[] = [
  define<[string, string]>('compare', 'ss', 'number', 'order of two texts: -1, 0 or 1', ([a, b]) =>
    Math.sign(compareBytes(a, b)),
  ),
  define<[string, string]>(
    'equal_fold',
    'ss',
    'boolean',
    'whether texts are equal, case ignored',
    ([a, b]) => a.toLowerCase() === b.toLowerCase(),
  ),
  define<[string, string, string, number]>(
    'replace',
    'sssn',
    'string',
    'the first n occurrences replaced; all when n is negative',
    ([s, old, by, n]) => replace(s, old, by, n),
  ),
  define<[string, string, string]>('replace_all', 'sss', 'string', 'all occurrences replaced', ([s, old, by]) =>
    s.replaceAll(old, () => by),
  ),
  define<[string]>('to_upper', 's', 'string', 'text in capitals', ([s]) =>
    [...s].map((char) => (char.toUpperCase().length === char.length ? char.toUpperCase() : char)).join(''),
  ),
  define<[string]>('to_lower', 's', 'string', 'text in small letters', ([s]) => s.toLowerCase()),
  define<[string, string]>('trim', 'ss', 'string', 'without the given characters at both ends', ([s, cutset]) =>
    trim(s, cutset),
  ),
  define<[string, string]>('trim_prefix', 'ss', 'string', 'without a beginning', ([s, prefix]) =>
    s.startsWith(prefix) ? s.slice(prefix.length) : s,
  ),
  define<[string, string]>('split', 'ss', 'array', 'parts between separators', ([s, separator]) =>
    separator === '' ? [...s] : s.split(separator),
  ),
  define<[string, string | number]>(
    'regex_match',
    'st',
    'boolean',
    'whether an expression matches somewhere',
    ([pattern, text]) => regex(pattern).test(asText(text)),
  ),
  define<[string, string | number, string | number]>(
    'regex_replace_all',
    'stt',
    'string',
    'matches replaced; $1 and ${name} are groups',
    ([pattern, text, by]) => regex(pattern).replaceAll(asText(text), asText(by)),
  ),
  define<[string, string | number, string | number]>(
    'regex_replace_all_literal',
    'stt',
    'string',
    'matches replaced by a text as it stands',
    ([pattern, text, by]) => regex(pattern).replaceAllLiteral(asText(text), asText(by)),
  ),
  define<[string, string | number]>('pattern_match', 'st', 'boolean', 'whether a wildcard matches', ([pattern, text]) =>
    matchWildcard(pattern, asText(text)),
  ),
  define<[string]>('to_boolean', 's', 'boolean', 'true or false in a text', ([s]) => {
    const lower = s.toLowerCase();
    if (lower !== 'true' && lower !== 'false')
      throw new FunctionFailure(`lowercase argument must be 'true' or 'false' (provided: '${s}')`);
    return lower === 'true';
  }),
  define<[string]>('base64_decode', 's', 'string', 'text out of base64', ([s]) => {
    if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(s.replaceAll(/[\r\n]/g, '')))
      throw new FunctionFailure('illegal base64 data');
    return decode(s);
  }),
  define<[string]>('base64_encode', 's', 'string', 'text as base64', ([s]) => encode(s)),
  define<[string]>('path_canonicalize', 's', 'string', 'shortest path of the same meaning', ([s]) => cleanPath(s)),
  define<[string, number]>('truncate', 'sn', 'string', 'the first n characters', ([s, n]) =>
    [...s].slice(0, Math.max(0, Math.trunc(n))).join(''),
  ),
  define<[string, string]>('semver_compare', 'ss', 'boolean', 'whether a version is in a range', ([version, range]) => {
    const test = parseSemverRange(range);
    if (!test) throw new FunctionFailure(`Could not parse Range "${range}"`);
    return test(parseSemver(version) ?? parseSemver('0.0.0')!);
  }),
  define<[string]>('image_normalize', 's', 'string', 'image with registry and tag', ([s]) => {
    const image = parseImageReference(s);
    if (!image) throw new FunctionFailure(`bad image: ${s}`);
    return formatImageReference(image);
  }),
];
