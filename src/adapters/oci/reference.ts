/** An image reference as a registry is asked for it. */
export interface RegistryReference {
  /** Docker Hub is `index.docker.io`. */
  readonly host: string;
  readonly repository: string;
  /** A tag or a digest. */
  readonly identifier: string;
}

export const hub = 'index.docker.io';
const part = '[a-z0-9]+(?:[._-]+[a-z0-9]+)*';
const pathGrammar = new RegExp(`^${part}(?:/${part})*$`);

/**
 * Reads a reference for the registry: Docker Hub's short names get `library/`. Source: go-containerregistry, which the
 * reference engine asks registries with. `undefined` for a text that is none.
 */
export function parseReference(text: string): RegistryReference | undefined {
  const at = text.indexOf('@');
  const named = at < 0 ? text : text.slice(0, at);
  const digest = at < 0 ? '' : text.slice(at + 1);
  if (at >= 0 && !isDigest(digest)) return undefined;
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const path = hasTag ? named.slice(0, colon) : named;
  const tag = hasTag ? named.slice(colon + 1) : 'latest';
  const repository = parseRepository(path);
  if (!repository || !/^[\w][\w.-]{0,127}$/.test(tag)) return undefined;
  return { ...repository, identifier: digest || tag };
}

export function parseRepository(text: string): Omit<RegistryReference, 'identifier'> | undefined {
  const slash = text.indexOf('/');
  const first = slash < 0 ? '' : text.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === 'localhost';
  const host = isHost && first !== 'docker.io' ? first : hub;
  const path = isHost ? text.slice(slash + 1) : text;
  const repository = host === hub && !path.includes('/') ? `library/${path}` : path;
  if (!/^[a-zA-Z0-9.-]+(:\d+)?$|^\[[0-9a-fA-F:]+\](:\d+)?$/.test(host)) return undefined;
  return repository.length >= 2 && repository.length <= 255 && pathGrammar.test(repository)
    ? { host, repository }
    : undefined;
}

export function isDigest(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

/** Plain HTTP is for this machine, or where the user allows it. */
export function allowsPlainHttp(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}
