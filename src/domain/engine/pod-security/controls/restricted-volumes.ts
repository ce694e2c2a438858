import type { Control, PodCheck } from '../control.ts';
import type { Volume } from '../pod.ts';
import { forbidden, joinQuoted, plural, sortedSet } from '../violation.ts';

const allowedSources = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** In the order in which a volume with several sources is named. */
const restrictedSources = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
];

const checkVolumes: PodCheck = ({ spec }) => {
  const bad = [...(spec.volumes ?? []).entries()]
    .filter(([, volume]) => !allowedSources.some((source) => volume[source] !== undefined))
    .map(([index, volume]) => ({ name: volume.name ?? '', index, source: sourceOf(volume) }));
  if (bad.length === 0) return undefined;
  const sources = sortedSet(bad.map(({ source }) => source));
  const uses = bad.length === 1 ? 'uses' : 'use';
  const what = `${uses} ${plural('restricted volume type', sources.length)} ${joinQuoted(sources)}`;
  return {
    reason: 'restricted volume types',
    detail: `${plural('volume', bad.length)} ${joinQuoted(bad.map(({ name }) => name))} ${what}`,
    errors: bad.map(({ index, source }) => forbidden(`spec.volumes[${index}].${source}`)),
  };
};

function sourceOf(volume: Volume): string {
  return restrictedSources.find((source) => volume[source] !== undefined) ?? 'unknown';
}

export const restrictedVolumes: Control = {
  id: 'restrictedVolumes',
  level: 'restricted',
  editions: [{ since: 0, check: checkVolumes }],
};
