import { cleanPath } from '../../../foundations/kube/index.ts';
import { FunctionError } from '../runtime/errors.ts';
import { fn, type GoFunction } from '../runtime/function.ts';
import { kindOf } from '../runtime/types.ts';
import { type GoMap, map } from '../runtime/value.ts';
import { hostnameOf, parseUrl, printUrl, UrlError } from './url.ts';

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

function urlParts(text: string): GoMap {
  const { host, ...url } = refusing('unable to parse url', () => parseUrl(text));
  return map([...Object.entries(url), ['host', host], ['hostname', hostnameOf(host)]]);
}

function refusing<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UrlError) throw new FunctionError(`${what}: ${error.message}`);
    throw error;
  }
}

function joinUrl(parts: GoMap): string {
  const part = (key: string): string => {
    const value = parts.has(key) ? parts.get(key)! : '';
    if (typeof value === 'string') return value;
    if (value === null) throw new FunctionError('runtime error: invalid memory address or nil pointer dereference');
    throw new FunctionError(`unable to parse ${key} key, must be of type string, but ${kindOf(value)} found`);
  };
  // Go reads them in this order, and stops at the first that is no text.
  const [scheme, host, path, query, opaque, fragment, user] = [
    'scheme',
    'host',
    'path',
    'query',
    'opaque',
    'fragment',
    'userinfo',
  ].map(part) as [string, string, string, string, string, string, string];
  const { userinfo } = refusing('unable to parse userinfo in dict', () =>
    user === '' ? { userinfo: '' } : parseUrl(`proto://${user}@host`),
  );
  return printUrl({ scheme, host, path, query, opaque, fragment, userinfo });
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
  urlParse: fn(['string'], urlParts),
  urlJoin: fn(['map'], joinUrl),
  getHostByName: fn(['string'], () => ''),
};
