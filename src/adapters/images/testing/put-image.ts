import type { LoopbackRegistry } from '../../oci/testing/loopback-registry.ts';

export const manifestType = 'application/vnd.oci.image.manifest.v1+json';

interface Layer {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Stores a small image of one layer, and returns its digest. */
export function putImage(registry: LoopbackRegistry, repository: string, tag: string, content = tag): string {
  const layer = { bytes: Buffer.from(content), mediaType: 'application/vnd.oci.image.layer.v1.tar' };
  const config = { architecture: 'amd64', os: 'linux', config: { User: '1000', Labels: { content } } };
  return putManifest(registry, repository, tag, [layer], { config });
}

/** Stores an image manifest with its configuration and layers, and returns its digest. */
export function putManifest(
  registry: LoopbackRegistry,
  repository: string,
  tag: string,
  layers: readonly Layer[],
  { config = {}, fields = {} }: { readonly config?: object; readonly fields?: object } = {},
): string {
  const configBytes = Buffer.from(JSON.stringify(config));
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      size: configBytes.length,
      digest: registry.putBlob(configBytes),
    },
    layers: layers.map(({ bytes, mediaType, annotations }) => ({
      mediaType,
      size: bytes.length,
      digest: registry.putBlob(bytes),
      ...(annotations ? { annotations } : {}),
    })),
    ...fields,
  };
  return registry.putManifest(repository, tag, manifestType, Buffer.from(JSON.stringify(manifest)));
}

/** What cosign puts beside an image: one layer for each signature (`sig`) or attestation (`att`). */
export function putBeside(
  registry: LoopbackRegistry,
  repository: string,
  digest: string,
  kind: 'sig' | 'att',
  layers: readonly Omit<Layer, 'mediaType'>[],
): void {
  const mediaType =
    kind === 'sig' ? 'application/vnd.dev.cosign.simplesigning.v1+json' : 'application/vnd.dsse.envelope.v1+json';
  const tag = `${digest.replace(':', '-')}.${kind}`;
  putManifest(
    registry,
    repository,
    tag,
    layers.map((layer) => ({ ...layer, mediaType })),
  );
}
