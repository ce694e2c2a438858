import {
  formatImageReference,
  type ImageReference,
  type JsonObject,
  type JsonValue,
  parseImageReference,
  type Resource,
} from '../../../foundations/kube/index.ts';
import { type FoundImage, findImages, podExtraction } from './image-extractors.ts';
import { VariableError } from './scope.ts';

/** One image of an object. */
export interface ImageInfo extends FoundImage {
  readonly image: ImageReference;
}

/** The images of a Pod or pod controller, by container list and container name; `undefined` where there are none. */
export function extractImages(resource: Resource | undefined): JsonValue | undefined {
  if (!resource) return undefined;
  try {
    return imagesValue(podImages(resource));
  } catch (error) {
    // One bad image fails the whole of `images`, as in the reference.
    if (error instanceof VariableError) return undefined;
    throw error;
  }
}

/** Throws VariableError for a text that is no image reference. */
export function podImages(resource: Resource): readonly ImageInfo[] {
  return podExtraction(resource.kind).flatMap((path) => findImages(resource, path).map(asImageInfo));
}

export function asImageInfo(found: FoundImage): ImageInfo {
  const image = parseImageReference(found.text);
  if (!image) throw new VariableError(`invalid image '${found.text}' (bad image: invalid reference format)`);
  return { ...found, image };
}

/** What `images` is in expressions. */
export function imagesValue(infos: readonly ImageInfo[]): JsonValue | undefined {
  if (infos.length === 0) return undefined;
  const lists: Record<string, JsonObject> = {};
  for (const { list, key, image } of infos) lists[list] = { ...lists[list], [key]: imageFields(image) };
  return lists;
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
    referenceWithTag: referenceWithTag(image),
  };
}

/** What `image` is while one image is verified: all fields, also the empty ones. */
export function imageValue(image: ImageReference): JsonObject {
  const { registry, path, name, tag, digest } = image;
  return {
    name,
    path,
    registry,
    tag,
    digest,
    reference: formatImageReference(image),
    referenceWithTag: referenceWithTag(image),
  };
}

function referenceWithTag({ registry, path, tag }: ImageReference): string {
  return `${registry ? `${registry}/` : ''}${path}:${tag}`;
}
