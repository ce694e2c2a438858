import { createHash } from 'node:crypto';
import { isObject, type JsonObject } from '../../foundations/kube/index.ts';
import { textOf } from './json.ts';

/** One line of a manifest or an index. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly artifactType: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The descriptors in a field of a manifest or index; entries without a digest are left out. */
export function descriptors(manifest: JsonObject, field: string): readonly Descriptor[] {
  const found = manifest[field];
  const list = Array.isArray(found) ? found : [found ?? null];
  return list.filter(isObject).flatMap((entry) => {
    const { digest, size, annotations } = entry;
    if (typeof digest !== 'string') return [];
    return {
      mediaType: textOf(entry, 'mediaType'),
      digest,
      size: typeof size === 'number' ? size : 0,
      artifactType: textOf(entry, 'artifactType'),
      annotations: isObject(annotations) ? texts(annotations) : {},
    };
  });
}

function texts(map: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
