import { createHash } from 'node:crypto';
import { isObject, type JsonObject, type JsonValue } from '../../foundations/kube/index.ts';
import { isDigest, type RegistryReference } from './reference.ts';
import { RegistryError } from './registry-error.ts';
import type { RegistrySession } from './session.ts';

/** A manifest as the registry holds it. */
export interface Manifest {
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Buffer;
  readonly value: JsonObject;
}

/** One line of a manifest or an index. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly artifactType: string;
  readonly annotations: Readonly<Record<string, string>>;
}

type Repository = Pick<RegistryReference, 'host' | 'repository'>;

/** Registries themselves refuse manifests over 4 MiB. */
const maxManifest = 4 * 1024 * 1024;

/** An image with more than this around it is not to be trusted: the reference's limit. */
const maxReferrers = 50;

/** Manifests and blobs that are kept, and how large they may be. */
const maxFetched = 100;
const maxKept = 1024 * 1024;

const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(',');

/** Reads manifests and blobs. What comes is checked against its digest. Source: OCI Distribution Specification 1.1. */
export class RegistryClient {
  readonly #session: RegistrySession;
  /** What was fetched in this run: each attestor of an image looks at the same signatures. */
  readonly #fetched = new Map<string, Promise<unknown>>();

  constructor(session: RegistrySession) {
    this.#session = session;
  }

  manifest(reference: RegistryReference): Promise<Manifest> {
    const { host, repository, identifier } = reference;
    return this.#once(`manifest ${host}/${repository}:${identifier}`, () => this.#manifest(reference));
  }

  async #manifest({ host, repository, identifier }: RegistryReference): Promise<Manifest> {
    const path = `/v2/${repository}/manifests/${identifier}`;
    const answer = await this.#session.get(host, repository, path, { accept: manifestTypes, limit: maxManifest });
    const digest = digestOf(answer.bytes);
    if (isDigest(identifier) && identifier !== digest) {
      throw new RegistryError(`digest mismatch, expected: ${identifier}, received: ${digest}`);
    }
    const value = parseObject(answer.bytes, `manifest of ${host}/${repository}:${identifier}`);
    const stated = typeof value['mediaType'] === 'string' ? value['mediaType'] : '';
    return { mediaType: answer.mediaType || stated, digest, bytes: answer.bytes, value };
  }

  /** `undefined` when the registry has no such manifest. */
  async findManifest(reference: RegistryReference): Promise<Manifest | undefined> {
    try {
      return await this.manifest(reference);
    } catch (error) {
      if (error instanceof RegistryError && error.status === 404) return undefined;
      throw error;
    }
  }

  blob({ host, repository }: Repository, digest: string, limit: number): Promise<Buffer> {
    return this.#once(`blob ${host}/${repository}@${digest}`, () => this.#blob({ host, repository }, digest, limit));
  }

  #once<T extends Buffer | Manifest>(key: string, fetch: () => Promise<T>): Promise<T> {
    let found = this.#fetched.get(key) as Promise<T> | undefined;
    if (!found) {
      if (this.#fetched.size >= maxFetched) this.#fetched.clear();
      found = fetch().then((content) => {
        const { length } = 'bytes' in content ? content.bytes : content;
        if (length > maxKept) this.#fetched.delete(key);
        return content;
      });
      this.#fetched.set(key, found);
    }
    return found;
  }

  async #blob({ host, repository }: Repository, digest: string, limit: number): Promise<Buffer> {
    if (!isDigest(digest)) throw new RegistryError(`\`${digest}\` is no digest`);
    const path = `/v2/${repository}/blobs/${digest}`;
    const { bytes } = await this.#session.get(host, repository, path, { accept: '*/*', limit, redirects: true });
    if (digestOf(bytes) !== digest) {
      throw new RegistryError(
        `blob ${digest} of ${host}/${repository} is not what its digest says: ${bytes.length} bytes`,
      );
    }
    return bytes;
  }

  /** What refers to a manifest: by the registry's own list, or where it has none by the tag that stands for it. */
  async referrers({ host, repository }: Repository, digest: string): Promise<readonly Descriptor[]> {
    const found = await this.#referrers({ host, repository }, digest);
    if (found.length <= maxReferrers) return found;
    throw new RegistryError(`failed to fetch referrers: too many referrers found, max limit is ${maxReferrers}`);
  }

  async #referrers({ host, repository }: Repository, digest: string): Promise<readonly Descriptor[]> {
    const path = `/v2/${repository}/referrers/${digest}`;
    try {
      const { bytes } = await this.#session.get(host, repository, path, { accept: '*/*', limit: maxManifest });
      return descriptors(parseObject(bytes, `referrers of ${digest}`), 'manifests');
    } catch (error) {
      if (!(error instanceof RegistryError) || error.status === undefined) throw error;
    }
    const listed = await this.findManifest({ host, repository, identifier: digest.replace(':', '-') });
    return listed ? descriptors(listed.value, 'manifests') : [];
  }
}

/** The descriptors in a field of a manifest or index; entries without a digest are left out. */
export function descriptors(manifest: JsonObject, field: string): readonly Descriptor[] {
  const list = manifest[field];
  if (!Array.isArray(list)) return [];
  return list.filter(isObject).flatMap((entry) => {
    const { mediaType, digest, size, artifactType, annotations } = entry;
    if (typeof digest !== 'string') return [];
    return {
      mediaType: typeof mediaType === 'string' ? mediaType : '',
      digest,
      size: typeof size === 'number' ? size : 0,
      artifactType: typeof artifactType === 'string' ? artifactType : '',
      annotations: isObject(annotations) ? texts(annotations) : {},
    };
  });
}

function texts(map: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export function parseObject(bytes: Buffer, what: string): JsonObject {
  let value: JsonValue;
  try {
    value = JSON.parse(bytes.toString('utf8')) as JsonValue;
  } catch (error) {
    throw new RegistryError(`${what}: no JSON: ${(error as Error).message}`);
  }
  if (!isObject(value)) throw new RegistryError(`${what}: no JSON object`);
  return value;
}
