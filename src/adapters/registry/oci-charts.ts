import { ChartError, compareVersionTexts, isVersion, pickVersion } from '../../domain/chart/index.ts';
import type { CredentialSource, SessionOptions } from '../oci/index.ts';
import { type Descriptor, descriptors, hub, type Manifest, RegistryClient, RegistrySession } from '../oci/index.ts';
import type { FetchedChart } from './fetched-chart.ts';
import { checkDigestForm, type OciAddress, parseOciAddress } from './oci-address.ts';
import { inWordsOfHelm } from './oci-words.ts';

export interface OciChartOptions
  extends Pick<SessionOptions, 'caFile' | 'certFile' | 'keyFile' | 'insecureSkipTlsVerify'> {
  readonly plainHttp?: boolean;
  readonly credentials: CredentialSource;
}

const chartConfig = 'application/vnd.cncf.helm.config.v1+json';
const chartLayers = ['application/vnd.cncf.helm.chart.content.v1.tar+gzip', 'application/tar+gzip'];
const provenanceLayer = 'application/vnd.cncf.helm.chart.provenance.v1.prov';
const maxChart = 32 * 1024 * 1024;
const maxProvenance = 1024 * 1024;
/** Manifests of one index that are looked at. */
const maxManifests = 100;

/** Charts in registries that speak the OCI distribution protocol. */
export class OciCharts {
  readonly #client: RegistryClient;

  constructor({ plainHttp, ...options }: OciChartOptions) {
    this.#client = new RegistryClient(new RegistrySession({ ...options, scheme: plainHttp ? 'plain' : 'secure' }));
  }

  /** The packed chart of a tag, a digest or, without both, of the newest version that fits the wish. */
  async pull(reference: string, wish: string): Promise<FetchedChart> {
    const address = parseOciAddress(reference);
    const { tag, digest, repository } = address;
    if (tag !== '' && wish !== '' && wish !== tag)
      refuse(`chart reference and version mismatch: ${wish} is not ${tag}`);
    const version = wish || tag;
    if (digest !== '') await this.#checkTag(address, version);
    const found = digest || (await this.#versionFor(address, reference, version));
    const manifest = await this.#manifest(address, found.replaceAll('+', '_'));
    // The name is what Helm makes of the address, also for a digest.
    const name = `${repository.slice(repository.lastIndexOf('/') + 1)}${digest && '@sha256'}`;
    const layers = descriptors(manifest.value, 'layers');
    if (!isChart(manifest)) refuse(`could not load config with mediatype ${chartConfig}`, 'CHART_FETCH');
    const layer = layers.find(({ mediaType }) => chartLayers.includes(mediaType)) ?? missing(chartLayers[0]!);
    const signed = layers.find(({ mediaType }) => mediaType === provenanceLayer);
    return {
      url: `oci://${address.host}/${repository}${digest ? `@${digest}` : `:${found}`}`,
      archive: await this.#blob(address, layer, maxChart),
      fileName: `${name}-${found.replace(/^sha256:/, '')}.tgz`,
      provenance: async () => this.#blob(address, signed ?? missing(provenanceLayer), maxProvenance),
    };
  }

  /** A tag beside a digest must mean the same; it need not exist. */
  async #checkTag({ host, repository, digest }: OciAddress, version: string): Promise<void> {
    checkDigestForm(digest);
    if (version === '') return;
    const place = { host: serverOf(host), repository, identifier: version.replaceAll('+', '_') };
    const tagged = await this.#client.manifest(place).catch(() => undefined);
    if (tagged && tagged.digest !== digest) {
      refuse(`chart reference digest mismatch: ${tagged.digest} is not ${digest}`);
    }
  }

  /** A version that is whole is a tag; anything else is looked for among the tags. */
  async #versionFor({ host, repository }: OciAddress, reference: string, wish: string): Promise<string> {
    if (isVersion(wish)) return wish;
    const place = { host: serverOf(host), repository };
    const tags = await inWordsOfHelm('', reference, () => this.#client.tags(place));
    const versions = tags
      .map((tag) => tag.replaceAll('_', '+'))
      .filter((tag) => /^\d+\.\d+\.\d+/.test(tag) && isVersion(tag))
      .sort((a, b) => compareVersionTexts(b, a));
    if (versions.length === 0) refuse(`unable to locate any tags in provided repository: ${reference}`);
    return pickVersion(versions, wish) ?? refuse(`could not locate a version matching provided version string ${wish}`);
  }

  /** The manifest of a chart: an index is followed to the first that is one. */
  async #manifest({ host, repository }: OciAddress, identifier: string): Promise<Manifest> {
    const name = `${host}/${repository}${identifier.includes(':') ? '@' : ':'}${identifier}`;
    const place = { host: serverOf(host), repository };
    return inWordsOfHelm('FetchReference', name, async () => {
      const manifest = await this.#client.manifest({ ...place, identifier });
      for (const { digest } of descriptors(manifest.value, 'manifests').slice(0, maxManifests)) {
        const inner = await this.#client.manifest({ ...place, identifier: digest });
        if (isChart(inner)) return inner;
      }
      return manifest;
    });
  }

  #blob({ host, repository }: OciAddress, { digest }: Descriptor, limit: number): Promise<Buffer> {
    const place = { host: serverOf(host), repository };
    return inWordsOfHelm('Fetch', digest, () => this.#client.blob(place, digest, limit));
  }
}

function isChart({ value }: Manifest): boolean {
  return descriptors(value, 'config')[0]?.mediaType === chartConfig;
}

/** The server behind a name: Docker Hub answers elsewhere. */
function serverOf(host: string): string {
  return host === 'docker.io' ? hub : host;
}

function refuse(problem: string, code = 'CHART_REFERENCE'): never {
  throw new ChartError(code, problem);
}

function missing(mediaType: string): never {
  return refuse(`manifest does not contain a layer with mediatype ${mediaType}`, 'CHART_FETCH');
}
