import type { JsonObject } from '../../../../foundations/kube/index.ts';

/** A URL in the shape of Go's url.URL. */
export function decodeUri(text: string): JsonObject {
  const [, scheme = '', rest = ''] = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?([\s\S]*)$/.exec(text)!;
  const hash = rest.indexOf('#');
  const fragment = hash < 0 ? '' : rest.slice(hash + 1);
  const [address = '', ...query] = (hash < 0 ? rest : rest.slice(0, hash)).split('?');
  const authority = /^\/\/(?:([^/@]*)@)?([^/]*)/.exec(address);
  const path = authority ? address.slice(authority[0].length) : address;
  const opaque = scheme !== '' && !address.startsWith('/');
  return {
    Scheme: scheme.toLowerCase(),
    Opaque: opaque ? address : '',
    User: authority?.[1] === undefined ? null : {},
    Host: authority?.[2] ?? '',
    Path: opaque ? '' : unescapePath(path),
    RawPath: '',
    OmitHost: false,
    ForceQuery: query.length > 0 && query.join('?') === '',
    RawQuery: query.join('?'),
    Fragment: fragment,
    RawFragment: '',
  };
}

function unescapePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
