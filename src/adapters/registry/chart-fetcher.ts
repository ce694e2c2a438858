import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChartError, type OfferedChart, pickVersion, readRepositoryIndex } from '../../domain/chart/index.ts';
import { digestOf, passwordOf } from '../oci/index.ts';
import type { FetchedChart } from './fetched-chart.ts';
import { type HelmSettings, helmSettings, knownRepository, registryCredentials } from './helm-settings.ts';
import { type DownloadOptions, download, downloadChart, resolveAddress } from './http-charts.ts';

/** How a chart is found and fetched: the flags that Helm's commands share. */
export interface FetchOptions extends DownloadOptions, Partial<HelmSettings> {
  /** The address of a repository that the chart's name is looked up in. */
  readonly repo?: string;
  /** A version or a constraint. */
  readonly version?: string;
  readonly plainHttp?: boolean;
}

/** Gets packed charts from repositories and registries. */
export class ChartFetcher {
  readonly #options: FetchOptions;
  readonly #settings: HelmSettings;

  constructor(options: FetchOptions) {
    this.#options = options;
    this.#settings = helmSettings(options, process.env);
  }

  /** The reference is one of an address, or `repository/name`; with the address of a repository it is a name. */
  fetch(reference: string): Promise<FetchedChart> {
    const { repo } = this.#options;
    if (repo !== undefined) return this.#fromRepository(reference, repo);
    if (reference.startsWith('oci://')) return this.#fromRegistry(reference);
    if (/^[a-z]+:\/\/[^/]+\/./i.test(reference)) return downloadChart(reference, reference, this.#options);
    return this.#fromKnownRepository(reference);
  }

  async #fromRepository(name: string, repo: string): Promise<FetchedChart> {
    let text: string;
    const address = new URL(repo);
    address.pathname = join(address.pathname, 'index.yaml');
    try {
      text = (await download(address.href, repo, this.#options)).toString('utf8');
    } catch (error) {
      throw new ChartError(
        'CHART_FETCH',
        `looks like ${JSON.stringify(repo)} is not a valid chart repository or cannot be reached: ${(error as Error).message}`,
      );
    }
    const { version = '' } = this.#options;
    const offered = pick(readRepositoryIndex(text, address.href).get(name), version);
    const wanted = `chart ${JSON.stringify(name)}${version && ` version ${JSON.stringify(version)}`}`;
    if (!offered) return refuse(`${wanted} not found in ${repo} repository`);
    return this.#offered(offered, wanted, repo, this.#options);
  }

  async #fromKnownRepository(reference: string): Promise<FetchedChart> {
    const slash = reference.indexOf('/');
    const [name, chart] = [reference.slice(0, slash), reference.slice(slash + 1)];
    const known = knownRepository(this.#settings, name);
    if (!known) {
      return refuse(`repo ${name} not found`, '`helm repo add` makes a repository known; `--repo URL` needs none');
    }
    const index = join(this.#settings.repositoryCache, `${name}-index.yaml`);
    if (!existsSync(index)) {
      refuse(`no cached repo found. (try 'helm repo update'): open ${index}: no such file or directory`);
    }
    const { version = '' } = this.#options;
    const offers = readRepositoryIndex(readFileSync(index, 'utf8'), index).get(chart);
    const offered = pick(offers, version);
    if (!offered) {
      const why = offers ? `no chart version found for ${chart}-${version}` : 'no chart name found';
      return refuse(
        `chart ${JSON.stringify(chart)} matching ${version} not found in ${name} index. (try 'helm repo update'): ${why}`,
      );
    }
    return this.#offered(offered, `chart ${JSON.stringify(reference)}`, known.url, {
      ...this.#options,
      ...withoutEmpty(known),
    });
  }

  async #offered(offered: OfferedChart, wanted: string, base: string, options: DownloadOptions): Promise<FetchedChart> {
    const [url] = offered.urls;
    if (url === undefined) return refuse(`${wanted} has no downloadable URLs`);
    const address = resolveAddress(base, url);
    const isOci = address.startsWith('oci://');
    const chart = await (isOci ? this.#fromRegistry(address) : downloadChart(address, base, options));
    const found = digestOf(chart.archive);
    if (offered.digest !== '' && found !== `sha256:${offered.digest}`) {
      const problem = `the content has the digest ${found}, and sha256:${offered.digest} was asked for`;
      throw new ChartError('CHART_FETCH', problem);
    }
    return chart;
  }

  async #fromRegistry(reference: string): Promise<FetchedChart> {
    const { OciCharts } = await import('./oci-charts.ts');
    const { username, password, version = '' } = this.#options;
    const credentials = async (host: string) =>
      username && password ? passwordOf(username, password) : registryCredentials(this.#settings, host);
    return new OciCharts({ ...this.#options, credentials }).pull(reference, version);
  }
}

function refuse(problem: string, help?: string): never {
  throw new ChartError('CHART_REFERENCE', problem, undefined, help);
}

function pick(offers: readonly OfferedChart[] | undefined, wish: string): OfferedChart | undefined {
  const versions = offers?.map((offer) => offer.version) ?? [];
  const version = pickVersion(versions, wish);
  return offers?.find((offer) => offer.version === version);
}

function withoutEmpty<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== '' && item !== false)) as Partial<T>;
}
