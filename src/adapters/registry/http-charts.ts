import { ChartError } from '../../domain/chart/index.ts';
import { HttpClient, type HttpOptions } from '../http/index.ts';
import { basicAuthorization } from '../oci/index.ts';
import type { FetchedChart } from './fetched-chart.ts';

export interface DownloadOptions extends HttpOptions {
  readonly username?: string;
  readonly password?: string;
  readonly passCredentials?: boolean;
}

/** Past this a server's answer is no chart and no index. */
const maxBytes = 32 * 1024 * 1024;
const maxProvenance = 1024 * 1024;

/** Fetches a file. `owner` is the address that the credentials were given for. */
export async function download(
  url: string,
  owner: string,
  options: DownloadOptions,
  limit: number = maxBytes,
): Promise<Buffer> {
  const { username, password, passCredentials } = options;
  const [asked, given] = [new URL(url), new URL(owner)];
  const trusted = passCredentials || asked.origin === given.origin;
  const headers: Record<string, string> =
    trusted && username && password ? { authorization: basicAuthorization(username, password) } : {};
  const answer = await new HttpClient(options).send(url, { headers, limit });
  if (answer.status !== 200) throw new ChartError('CHART_FETCH', `failed to fetch ${url} : ${answer.statusText}`);
  return answer.body;
}

/** A packed chart at an address; what is signed about it lies beside it. */
export async function downloadChart(url: string, owner: string, options: DownloadOptions): Promise<FetchedChart> {
  return {
    url,
    archive: await download(url, owner, options),
    fileName: decodeURIComponent(new URL(url).pathname.split('/').at(-1)!),
    provenance: () => download(`${url}.prov`, owner, options, maxProvenance),
  };
}

/** An address of an index, from the folder that the index lies in; the query of the repository goes with it. */
export function resolveAddress(base: string, url: string): string {
  if (/^[a-z]+:\/\//i.test(url)) return url;
  const folder = new URL(base);
  const { search } = folder;
  folder.pathname = `${folder.pathname.replace(/\/$/, '')}/`;
  folder.search = '';
  const address = new URL(url, folder);
  address.search = search;
  return address.href;
}
