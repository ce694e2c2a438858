import { digestOf } from '../../oci/index.ts';
import type { LoopbackRegistry } from '../../oci/testing/loopback-registry.ts';

export const chartType = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
export const provenanceType = 'application/vnd.cncf.helm.chart.provenance.v1.prov';
export const configType = 'application/vnd.cncf.helm.config.v1+json';

interface Parts {
  readonly config: string;
  readonly layers: readonly (readonly [string, Uint8Array])[];
}

/** Puts a chart into a registry as `helm push` does, or something that is not quite one. Returns the manifest's digest. */
export function putChart(
  registry: LoopbackRegistry,
  repository: string,
  tag: string,
  { config, layers }: Parts,
): string {
  const put = (mediaType: string, bytes: Buffer) => ({
    mediaType,
    digest: registry.putBlob(bytes),
    size: bytes.length,
  });
  const metadata = Buffer.from('{"name":"web","version":"1.0.0","apiVersion":"v2"}');
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: put(config, metadata),
    layers: layers.map(([mediaType, bytes]) => put(mediaType, Buffer.from(bytes))),
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  registry.putManifest(repository, tag, manifest.mediaType, bytes);
  return digestOf(bytes);
}
