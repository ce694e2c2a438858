import { createHash } from 'node:crypto';
import { ChartError, compareVersionTexts, isVersion, pickVersion } from '../../domain/chart/index.ts';
import { type Answer, basicAuthorization, type Credentials, type Transport } from './transport.ts';

export interface OciOptions {
  readonly transport: Transport;
  readonly plainHttp?: boolean;
  /** Gives what a host is asked with, when anything. */
  readonly credentialsFor: (host: string) => Credentials | undefined;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

interface Manifest {
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
}

const chartConfig = 'application/vnd.cncf.helm.config.v1+json';
const chartLayers = ['application/vnd.cncf.helm.chart.content.v1.tar+gzip', 'application/tar+gzip'];
const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
/** Pages of tags, and manifests of one index, that are read. */
const maxPages = 100;

/** One repository of a registry that speaks the OCI distribution protocol, read only. */
export class OciRepository {
  readonly #options: OciOptions;
  readonly #host: string;
  readonly #path: string;
  #authorization: Readonly<Record<string, string>> = {};

  constructor(host: string, path: string, options: OciOptions) {
    this.#host = host;
    this.#path = path;
    this.#options = options;
  }

  /** The packed chart of a tag, a digest or, without both, of the newest version that fits the wish. */
  async pull(reference: { readonly tag?: string; readonly digest?: string }, wish: string): Promise<Uint8Array> {
    return this.#chart(reference.digest ?? (await this.#tagFor(reference.tag, wish)));
  }

  /** A version that is whole is a tag; anything else is looked for among the tags. `+` is no letter of a tag. */
  async #tagFor(tag: string | undefined, wish: string): Promise<string> {
    if (tag !== undefined && wish !== '' && wish !== tag) {
      throw new ChartError('CHART_REFERENCE', `chart reference and version mismatch: ${wish} is not ${tag}`);
    }
    const wanted = tag ?? wish;
    if (isVersion(wanted)) return wanted.replaceAll('+', '_');
    const versions = await this.#versions();
    if (versions.length === 0) {
      throw new ChartError(
        'CHART_REFERENCE',
        `unable to locate any tags in provided repository: oci://${this.#host}/${this.#path}`,
      );
    }
    const found = pickVersion(versions, wanted);
    if (found === undefined) {
      throw new ChartError('CHART_REFERENCE', `could not locate a version matching provided version string ${wanted}`);
    }
    return found.replaceAll('+', '_');
  }

  /** Tags that are versions, newest first. */
  async #versions(): Promise<readonly string[]> {
    const tags: string[] = [];
    let next: string | undefined = `/v2/${this.#path}/tags/list`;
    for (let page = 0; next !== undefined && page < maxPages; page++) {
      const answer: Answer = await this.#get(next);
      tags.push(...((parseJson(answer) as { tags?: readonly string[] }).tags ?? []));
      const link = /<([^>]+)>;\s*rel="?next"?/.exec(String(answer.headers['link'] ?? ''))?.[1];
      next = link === undefined ? undefined : pathOf(link);
    }
    const versions = tags
      .map((tag) => tag.replaceAll('_', '+'))
      .filter((tag) => /^\d+\.\d+\.\d+/.test(tag) && isVersion(tag));
    return versions.sort((a, b) => compareVersionTexts(b, a));
  }

  async #chart(reference: string): Promise<Uint8Array> {
    const manifest = await this.#manifest(reference);
    const layer = manifest.layers?.find(({ mediaType }) => chartLayers.includes(mediaType));
    if (manifest.config?.mediaType !== chartConfig) refuse(`could not load config with mediatype ${chartConfig}`);
    if (!layer) return refuse(`manifest does not contain a layer with mediatype ${chartLayers[0]}`);
    const { body } = await this.#get(`/v2/${this.#path}/blobs/${layer.digest}`);
    checkDigest(body, layer.digest);
    return body;
  }

  /** The manifest of a chart: an index is followed to the first that is one. */
  async #manifest(reference: string): Promise<Manifest> {
    const answer = await this.#get(`/v2/${this.#path}/manifests/${reference}`, { accept: manifestTypes });
    if (reference.includes(':')) checkDigest(answer.body, reference);
    const manifest = parseJson(answer) as Manifest;
    if (!manifest.manifests) return manifest;
    for (const { digest } of manifest.manifests.slice(0, maxPages)) {
      const inner = parseJson(
        await this.#get(`/v2/${this.#path}/manifests/${digest}`, { accept: manifestTypes }),
      ) as Manifest;
      if (inner.config?.mediaType === chartConfig) return inner;
    }
    return refuse(`could not load config with mediatype ${chartConfig}`);
  }

  async #get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const url = `${this.#options.plainHttp ? 'http' : 'https'}://${this.#host}${path}`;
    let answer = await this.#options.transport.get(url, { ...headers, ...this.#authorization });
    if (answer.status === 401) {
      this.#authorization = await this.#authorize(String(answer.headers['www-authenticate'] ?? ''));
      answer = await this.#options.transport.get(url, { ...headers, ...this.#authorization });
    }
    if (answer.status !== 200) refuse(`GET ${JSON.stringify(url)}: response status code ${answer.statusText}`);
    return answer;
  }

  /** Answers a challenge: the credentials themselves, or a token that they buy. */
  async #authorize(challenge: string): Promise<Readonly<Record<string, string>>> {
    const credentials = this.#options.credentialsFor(this.#host);
    const basic = credentials ? basicAuthorization(credentials) : {};
    const realm = /realm="([^"]*)"/.exec(challenge)?.[1];
    if (!/^bearer/i.test(challenge) || realm === undefined) return basic;
    const url = new URL(realm);
    const service = /service="([^"]*)"/.exec(challenge)?.[1];
    if (service !== undefined) url.searchParams.set('service', service);
    url.searchParams.set('scope', `repository:${this.#path}:pull`);
    const answer = await this.#options.transport.get(url.href, basic);
    if (answer.status !== 200) refuse(`GET ${JSON.stringify(url.href)}: response status code ${answer.statusText}`);
    const { token, access_token } = parseJson(answer) as { token?: string; access_token?: string };
    return { authorization: `Bearer ${token ?? access_token ?? ''}` };
  }
}

function refuse(problem: string): never {
  throw new ChartError('CHART_FETCH', problem);
}

function parseJson({ body }: Answer): unknown {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Told below.
  }
  return refuse('the registry answered with something that is no JSON object');
}

function pathOf(link: string): string {
  const { pathname, search } = new URL(link, 'http://registry.invalid');
  return pathname + search;
}

/** Refuses content that is not what its digest says. Only SHA-256 is in use. */
export function checkDigest(content: Uint8Array, digest: string): void {
  const found = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  if (found !== digest) refuse(`the content has the digest ${found}, and ${digest} was asked for`);
}
