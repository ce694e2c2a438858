/** The parts of an image reference. `library/` is not inserted, so `docker.io/nginx` keeps the path `nginx`. */
export interface ImageReference {
  readonly registry: string;
  /** The repository with all its folders. */
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
  /** `latest` when neither tag nor digest is written; empty beside a digest. */
  readonly tag: string;
  readonly digest: string;
}

const host =
  '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\\[[0-9a-fA-F:]+\\])(?::\\d+)?';
const part = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const grammar = new RegExp(`^(?:(${host})/)?(${part}(?:/${part})*)(?::(\\w[\\w.-]{0,127}))?(?:@(${digest}))?$`);
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/** Reads an image reference, with `defaultRegistry` where none is written; `undefined` when the text is none. */
export function parseImageReference(text: string, defaultRegistry = 'docker.io'): ImageReference | undefined {
  const found = grammar.exec(hasRegistry(text) ? text : `${defaultRegistry}/${text}`);
  if (!found || found[2]!.length > 255) return undefined;
  const [, registry = '', path = '', tag, written = ''] = found;
  if (written && !isDigest(written)) return undefined;
  return {
    registry,
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    tag: tag ?? (written ? '' : 'latest'),
    digest: written,
  };
}

/** `registry/path@digest`, or `registry/path:tag` without a digest. */
export function formatImageReference({ registry, path, tag, digest: written }: ImageReference): string {
  const image = registry ? `${registry}/${path}` : path;
  return written ? `${image}@${written}` : `${image}:${tag}`;
}

/** A first part with a dot, a port or an upper-case letter is a registry. */
function hasRegistry(text: string): boolean {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(slash, 0));
  return slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
}

function isDigest(text: string): boolean {
  const [algorithm, hex = ''] = text.split(':') as [string, string?];
  return digestLengths[algorithm] === hex.length && /^[0-9a-f]+$/.test(hex);
}
