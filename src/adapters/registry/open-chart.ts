import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import {
  ChartError,
  type LoadedChart,
  loadChart,
  type OfferedChart,
  pickVersion,
  readRepositoryIndex,
} from '../../domain/chart/index.ts';
import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { unreadable } from '../files/index.ts';
import { type HelmSettings, helmSettings, knownRepository, registryCredentials } from './helm-settings.ts';
import { checkDigest, OciRepository } from './oci-registry.ts';
import { readChartFolder } from './read-chart-folder.ts';
import { RecentCharts } from './recent-charts.ts';
import { basicAuthorization, Transport, type TransportOptions } from './transport.ts';
import { chartUnpacker } from './unpack-chart.ts';

/** How a chart is found and fetched: the flags that Helm's commands share. */
export interface ChartSourceOptions extends TransportOptions, Partial<HelmSettings> {
  /** The address of a repository that the chart's name is looked up in. */
  readonly repo?: string;
  /** A version or a constraint. */
  readonly version?: string;
  readonly username?: string;
  readonly password?: string;
  readonly passCredentials?: boolean;
  readonly plainHttp?: boolean;
}

let recentCharts = new RecentCharts(0);

/** From now on this process keeps the charts that it opened last: for those that open the same ones again and again. */
export function keepRecentCharts(count: number): void {
  recentCharts = new RecentCharts(count);
}

/**
 * Opens a chart as Helm's commands name one: a folder, a packed chart, `https://….tgz`, `oci://…`, `repository/name`, or a
 * name with the address of a repository. Packed charts are opened in memory.
 */
export async function openChart(reference: string, options: ChartSourceOptions = {}): Promise<LoadedChart> {
  try {
    const local = options.repo === undefined && existsSync(reference);
    if (local && statSync(reference).isDirectory()) {
      const files = await readChartFolder(reference);
      return recentCharts.load(reference, files, { root: reference, unpack: chartUnpacker() });
    }
    const archive = local ? readFileSync(reference) : await new ChartFetcher(options).fetch(reference.trim());
    return loadPacked(archive, reference);
  } catch (error) {
    return { chart: undefined, diagnostics: [diagnosticOf(error, reference)] };
  }
}

function diagnosticOf(error: unknown, reference: string): Diagnostic {
  if (error instanceof ChartError) return error.diagnostic;
  if ((error as NodeJS.ErrnoException).code) return unreadable(reference, error);
  return { code: 'CHART_FETCH', severity: 'error', message: (error as Error).message };
}

function loadPacked(archive: Uint8Array, name: string): LoadedChart {
  if (archive[0] !== 0x1f && /\.ya?ml$/.test(name)) {
    throw new ChartError('CHART_ARCHIVE', `file '${name}' seems to be a YAML file, but expected a gzipped archive`);
  }
  const unpack = chartUnpacker();
  return loadChart(unpack(archive), { root: name, ignores: false, unpack });
}

/** Gets packed charts from repositories and registries. */
class ChartFetcher {
  readonly #options: ChartSourceOptions;
  readonly #settings: HelmSettings;

  constructor(options: ChartSourceOptions) {
    this.#options = options;
    this.#settings = helmSettings(options, process.env);
  }

  fetch(reference: string): Promise<Uint8Array> {
    const { repo } = this.#options;
    if (repo !== undefined) return this.#fromRepository(reference, repo);
    if (isAbsolute(reference) || reference.startsWith('.')) {
      throw new ChartError('CHART_REFERENCE', `path ${JSON.stringify(reference)} not found`);
    }
    if (reference.startsWith('oci://')) return this.#fromRegistry(reference);
    if (/^[a-z]+:\/\/[^/]+\/./i.test(reference)) return this.#download(reference, reference, this.#options);
    return this.#fromKnownRepository(reference);
  }

  async #fromRepository(name: string, repo: string): Promise<Uint8Array> {
    let text: string;
    const address = new URL(repo);
    address.pathname = join(address.pathname, 'index.yaml');
    try {
      text = Buffer.from(await this.#download(address.href, repo, this.#options)).toString('utf8');
    } catch (error) {
      const why = (error as Error).message;
      throw new ChartError(
        'CHART_FETCH',
        `looks like ${JSON.stringify(repo)} is not a valid chart repository or cannot be reached: ${why}`,
      );
    }
    const { version = '' } = this.#options;
    const offered = pick(readRepositoryIndex(text, address.href).get(name), version);
    const wanted = `chart ${JSON.stringify(name)}${version && ` version ${JSON.stringify(version)}`}`;
    if (!offered) throw new ChartError('CHART_REFERENCE', `${wanted} not found in ${repo} repository`);
    return this.#offered(offered, wanted, repo, this.#options);
  }

  async #fromKnownRepository(reference: string): Promise<Uint8Array> {
    const slash = reference.indexOf('/');
    if (slash < 0) {
      throw new ChartError(
        'CHART_REFERENCE',
        `non-absolute URLs should be in form of repo_name/path_to_chart, got: ${reference}`,
      );
    }
    const [name, chart] = [reference.slice(0, slash), reference.slice(slash + 1)];
    const known = knownRepository(this.#settings, name);
    if (!known)
      throw new ChartError(
        'CHART_REFERENCE',
        `repo ${name} not found`,
        undefined,
        '`helm repo add` makes a repository known; `--repo URL` needs none',
      );
    const index = join(this.#settings.repositoryCache, `${name}-index.yaml`);
    if (!existsSync(index)) {
      throw new ChartError(
        'CHART_REFERENCE',
        `no cached repo found. (try 'helm repo update'): open ${index}: no such file or directory`,
      );
    }
    const { version = '' } = this.#options;
    const offers = readRepositoryIndex(readFileSync(index, 'utf8'), index).get(chart);
    const offered = pick(offers, version);
    if (!offered) {
      const why = offers ? `no chart version found for ${chart}-${version}` : 'no chart name found';
      throw new ChartError(
        'CHART_REFERENCE',
        `chart ${JSON.stringify(chart)} matching ${version} not found in ${name} index. (try 'helm repo update'): ${why}`,
      );
    }
    return this.#offered(offered, `chart ${JSON.stringify(reference)}`, known.url, {
      ...this.#options,
      ...withoutEmpty(known),
    });
  }

  async #offered(
    offered: OfferedChart,
    wanted: string,
    base: string,
    options: ChartSourceOptions,
  ): Promise<Uint8Array> {
    const [url] = offered.urls;
    if (url === undefined) throw new ChartError('CHART_REFERENCE', `${wanted} has no downloadable URLs`);
    const address = resolveAddress(base, url);
    const archive = address.startsWith('oci://')
      ? await this.#fromRegistry(address)
      : await this.#download(address, base, options);
    if (offered.digest !== '') checkDigest(archive, `sha256:${offered.digest}`);
    return archive;
  }

  /** `owner` is the address that the credentials were given for. */
  async #download(url: string, owner: string, options: ChartSourceOptions): Promise<Uint8Array> {
    const { username, password, passCredentials } = options;
    const [asked, given] = [new URL(url), new URL(owner)];
    const trusted = passCredentials || asked.origin === given.origin;
    const headers = trusted && username && password ? basicAuthorization({ username, password }) : {};
    const answer = await new Transport(options).get(url, headers);
    if (answer.status !== 200) throw new ChartError('CHART_FETCH', `failed to fetch ${url} : ${answer.statusText}`);
    return answer.body;
  }

  #fromRegistry(reference: string): Promise<Uint8Array> {
    const parts = /^oci:\/\/([^/]+)\/([^:@]+)(?::([^@]+))?(?:@(.+))?$/.exec(reference);
    if (!parts) throw new ChartError('CHART_REFERENCE', `invalid reference: ${reference}`);
    const [, host = '', path = '', tag, digest] = parts;
    const { username, password, plainHttp, version = '' } = this.#options;
    const repository = new OciRepository(host, path, {
      transport: new Transport(this.#options),
      plainHttp,
      credentialsFor: (asked) =>
        username && password ? { username, password } : registryCredentials(this.#settings, asked),
    });
    return repository.pull({ tag, digest }, version);
  }
}

function pick(offers: readonly OfferedChart[] | undefined, wish: string): OfferedChart | undefined {
  const version =
    offers &&
    pickVersion(
      offers.map((offer) => offer.version),
      wish,
    );
  return offers?.find((offer) => offer.version === version);
}

/** An address of an index, from the folder that the index lies in; the query of the repository goes with it. */
function resolveAddress(base: string, url: string): string {
  if (/^[a-z]+:\/\//i.test(url)) return url;
  const folder = new URL(base);
  const { search } = folder;
  folder.pathname = `${folder.pathname.replace(/\/$/, '')}/`;
  folder.search = '';
  const address = new URL(url, folder);
  address.search = search;
  return address.href;
}

function withoutEmpty<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== '' && item !== false)) as Partial<T>;
}
