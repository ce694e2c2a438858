import {
  formatImageReference,
  getPath,
  type ImageReference,
  isObject,
  type JsonObject,
  type JsonValue,
  parseImageReference,
  type Resource,
} from '../../../foundations/kube/index.ts';

const podSpecPaths: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
};

/** The images of a Pod or pod controller, by container list and container name; `undefined` where there are none. */
export function extractImages(resource: Resource | undefined): JsonValue | undefined {
  const path = resource && podSpecPaths[resource.kind];
  if (!path) return undefined;
  const images: JsonObject = {};
  for (const list of ['initContainers', 'containers', 'ephemeralContainers']) {
    const containers = getPath(resource, [...path, list]);
    if (!Array.isArray(containers)) continue;
    const found: [string, JsonValue][] = [];
    for (const container of containers) {
      if (!isObject(container)) continue;
      const { name, image } = container;
      // One container without a name or with a bad image fails the whole of `images`, as in the reference.
      if (typeof name !== 'string') return undefined;
      if (typeof image !== 'string' || image.trim() === '') continue;
      const info = parseImageReference(image);
      if (!info) return undefined;
      found.push([name, imageFields(info)]);
    }
    if (found.length > 0) images[list] = Object.fromEntries(found);
  }
  return Object.keys(images).length > 0 ? images : undefined;
}

function imageFields(image: ImageReference): JsonObject {
  const { registry, path, name, tag, digest } = image;
  return {
    name,
    path,
    ...(registry ? { registry } : {}),
    ...(tag ? { tag } : {}),
    ...(digest ? { digest } : {}),
    reference: formatImageReference(image),
    referenceWithTag: `${registry ? `${registry}/` : ''}${path}:${tag}`,
  };
}
