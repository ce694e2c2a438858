import { ChartError } from '../../domain/chart/index.ts';

/** `oci://host/repository:tag@digest`, as Helm reads it. */
export interface OciAddress {
  readonly host: string;
  readonly repository: string;
  /** May hold `+`, which is no letter of a tag: registries know it as `_`. */
  readonly tag: string;
  readonly digest: string;
}

const part = '[a-z0-9]+(?:(?:[._]|__|-*)[a-z0-9]+)*';
const repositoryGrammar = new RegExp(`^${part}(?:/${part})*$`);

export function parseOciAddress(text: string): OciAddress {
  const path = text.slice('oci://'.length);
  if (/\s/.test(path.split('/')[0]!)) throw new ChartError('CHART_REFERENCE', `invalid chart URL format: ${text}`);
  const at = path.lastIndexOf('@');
  const named = at < 0 ? path : path.slice(0, at);
  const digest = at < 0 ? '' : path.slice(at + 1);
  const slash = named.indexOf('/');
  if (slash < 0) invalid('missing registry or repository');
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const [host, repository] = [named.slice(0, slash), named.slice(slash + 1, hasTag ? colon : undefined)];
  const tag = hasTag ? named.slice(colon + 1) : '';
  if (!/^[^\s/@?#]+$/.test(host)) invalid(`invalid registry ${JSON.stringify(host)}`);
  if (!repositoryGrammar.test(repository)) invalid(`invalid repository ${JSON.stringify(repository)}`);
  if (hasTag && !/^\w[\w.+-]{0,127}$/.test(tag)) invalid(`invalid tag ${JSON.stringify(tag)}`);
  return { host, repository, tag, digest };
}

export function checkDigestForm(digest: string): void {
  const hex = /^sha256:([0-9a-f]*)$/.exec(digest)?.[1];
  if (hex === undefined) invalid(`invalid digest ${JSON.stringify(digest)}: invalid checksum digest format`);
  if (hex.length !== 64) invalid(`invalid digest ${JSON.stringify(digest)}: invalid checksum digest length`);
}

function invalid(problem: string): never {
  throw new ChartError('CHART_REFERENCE', `invalid reference: ${problem}`);
}
