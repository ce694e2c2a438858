import { cleanPath } from '../../../foundations/kube/index.ts';
import { FunctionError } from '../runtime/errors.ts';
import { fn, type GoFunction } from '../runtime/function.ts';
import { type GoMap, map } from '../runtime/value.ts';
import { textOf } from './convert.ts';

export function basePath(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

function directory(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf('/') + 1));
}

function extension(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const dot = base.lastIndexOf('.');
  return dot < 0 ? '' : base.slice(dot);
}

function parseUrl(text: string): GoMap {
  const refuse = (problem: string): never => {
    throw new FunctionError(`unable to parse url: parse ${JSON.stringify(text.split('#')[0])}: ${problem}`);
  };
  let rest = text;
  const cut = (mark: string): string => {
    const at = rest.indexOf(mark);
    if (at < 0) return '';
    const after = rest.slice(at + 1);
    rest = rest.slice(0, at);
    return after;
  };
  if (/[\x00-\x1f\x7f]/.test(text)) refuse('net/url: invalid control character in URL');
  const fragment = cut('#');
  if (rest.startsWith(':')) refuse('missing protocol scheme');
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(rest)?.[1] ?? '';
  if (scheme) rest = rest.slice(scheme.length + 1);
  else if (!rest.startsWith('/') && rest.split(/[/?]/)[0]!.includes(':'))
    refuse('first path segment in URL cannot contain colon');
  const query = cut('?');
  let opaque = '';
  let host = '';
  let userinfo = '';
  if (scheme && !rest.startsWith('/')) {
    opaque = rest;
    rest = '';
  } else if (rest.startsWith('//')) {
    const end = rest.indexOf('/', 2);
    host = end < 0 ? rest.slice(2) : rest.slice(2, end);
    rest = end < 0 ? '' : rest.slice(end);
    const at = host.lastIndexOf('@');
    if (at >= 0) {
      userinfo = host.slice(0, at);
      host = host.slice(at + 1);
    }
  }
  const hostname = host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.replace(/:\d*$/, '');
  return map([
    ['scheme', scheme.toLowerCase()],
    ['host', host],
    ['hostname', hostname],
    ['path', decodePath(rest)],
    ['query', query],
    ['opaque', opaque],
    ['fragment', fragment],
    ['userinfo', userinfo],
  ]);
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function joinUrl(parts: GoMap): string {
  const part = (key: string): string => (parts.has(key) ? textOf(parts.get(key)!) : '');
  const scheme = part('scheme') && `${part('scheme')}:`;
  const query = part('query') && `?${part('query')}`;
  const fragment = part('fragment') && `#${part('fragment')}`;
  if (part('opaque')) return scheme + part('opaque') + query + fragment;
  const user = part('userinfo') && `${part('userinfo')}@`;
  const authority = part('host') || user || scheme ? `//${user}${part('host')}` : '';
  const path = part('path');
  const slash = part('host') && path && !path.startsWith('/') ? '/' : '';
  return scheme + (part('host') || user ? authority : '') + slash + encodeURI(path) + query + fragment;
}

export const pathFunctions: Readonly<Record<string, GoFunction>> = {
  base: fn(['string'], basePath),
  dir: fn(['string'], directory),
  ext: fn(['string'], extension),
  clean: fn(['string'], cleanPath),
  isAbs: fn(['string'], (path) => path.startsWith('/')),
  osBase: fn(['string'], basePath),
  osDir: fn(['string'], directory),
  osExt: fn(['string'], extension),
  osClean: fn(['string'], cleanPath),
  osIsAbs: fn(['string'], (path) => path.startsWith('/')),
  urlParse: fn(['string'], parseUrl),
  urlJoin: fn(['map'], joinUrl),
  getHostByName: fn(['string'], () => ''),
};
