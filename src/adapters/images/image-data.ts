import type { JsonObject } from '../../foundations/kube/index.ts';
import {
  descriptors,
  isDigest,
  type Manifest,
  parseObject,
  type RegistryClient,
  RegistryError,
  type RegistryReference,
} from '../oci/index.ts';

const maxConfig = 4 * 1024 * 1024;

/** The context of `imageRegistry`. Of an index the image for linux/amd64 is taken, as in the reference. */
export async function fetchImageData(
  client: RegistryClient,
  reference: RegistryReference,
  text: string,
): Promise<JsonObject> {
  const { host, repository, identifier } = reference;
  const top = await client.manifest(reference);
  const isIndex = Array.isArray(top.value['manifests']);
  const manifest = isIndex ? await platformManifest(client, reference, top) : top;
  const [config] = descriptors(manifest.value, 'config');
  if (!config) throw new RegistryError(`the manifest of ${text} (${manifest.mediaType}) names no configuration`);
  const configBytes = await client.blob(reference, config.digest, maxConfig);
  const tag = /:([^:/@]+)@/.exec(text)?.[1];
  return {
    image: text,
    resolvedImage: `${host}/${repository}@${top.digest}`,
    registry: host,
    repository,
    identifier: isDigest(identifier) && tag ? `${tag}@${identifier}` : identifier,
    manifestList: isIndex ? top.value : null,
    manifest: manifest.value,
    configData: parseObject(configBytes, `configuration of ${text}`),
  };
}

async function platformManifest(
  client: RegistryClient,
  { host, repository }: RegistryReference,
  index: Manifest,
): Promise<Manifest> {
  const list = index.value['manifests'] as readonly JsonObject[];
  const found = list.find(({ platform }) => {
    const { os, architecture } = (platform ?? {}) as JsonObject;
    // An entry that names no platform is for linux/amd64.
    return platform === undefined || (os === 'linux' && architecture === 'amd64');
  });
  if (typeof found?.['digest'] !== 'string') {
    throw new RegistryError(`no child with platform linux/amd64 in index ${host}/${repository}@${index.digest}`);
  }
  return client.manifest({ host, repository, identifier: found['digest'] });
}
