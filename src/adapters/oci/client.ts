import type { JsonObject } from '../../foundations/kube/index.ts';
import { type Descriptor, descriptors, digestOf } from './descriptor.ts';
import { parseObject, textOf } from './json.ts';
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

type Repository = Pick<RegistryReference, 'host' | 'repository'>;

/** Registries themselves refuse manifests over 4 MiB. */
const maxManifest = 4 * 1024 * 1024;

/** An image with more than this around it is not to be trusted: the reference's limit. */
const maxReferrers = 50;

/** Pages of tags that are read. */
const maxPages = 100;

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
    const { body: bytes } = answer;
    const digest = digestOf(bytes);
    if (isDigest(identifier) && identifier !== digest) {
      throw new RegistryError(`digest mismatch, expected: ${identifier}, received: ${digest}`);
    }
    const value = parseObject(bytes, `manifest of ${host}/${repository}:${identifier}`);
    const said = (answer.headers['content-type'] ?? '').split(';')[0]!.trim();
    const isSaid = said !== '' && said !== 'application/octet-stream';
    return { mediaType: isSaid ? said : textOf(value, 'mediaType'), digest, bytes, value };
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
    const { body: bytes } = await this.#session.get(host, repository, path, { accept: '*/*', limit });
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
      const { body } = await this.#session.get(host, repository, path, { accept: '*/*', limit: maxManifest });
      return descriptors(parseObject(body, `referrers of ${digest}`), 'manifests');
    } catch (error) {
      if (!(error instanceof RegistryError) || error.status === undefined) throw error;
    }
    const listed = await this.findManifest({ host, repository, identifier: digest.replace(':', '-') });
    return listed ? descriptors(listed.value, 'manifests') : [];
  }

  /** All tags of a repository, page after page. */
  async tags({ host, repository }: Repository): Promise<readonly string[]> {
    const tags: string[] = [];
    let next: string | undefined = `/v2/${repository}/tags/list`;
    for (let page = 0; next !== undefined && page < maxPages; page++) {
      const answer = await this.#session.get(host, repository, next, { accept: '*/*', limit: maxManifest });
      const listed = parseObject(answer.body, `tags of ${host}/${repository}`)['tags'];
      if (Array.isArray(listed)) tags.push(...listed.filter((tag) => typeof tag === 'string'));
      // Wherever the link leads, the rest of the list is asked for here.
      const link = /<([^>]+)>;\s*rel="?next"?/.exec(String(answer.headers['link'] ?? ''))?.[1];
      const url = link === undefined ? null : URL.parse(link, `http://${host}`);
      next = url ? url.pathname + url.search : undefined;
    }
    return tags;
  }
}
