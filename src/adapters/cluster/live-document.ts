import type { Location, SourceText } from '../../foundations/diagnostics/index.ts';
import { type Resource, resourceKey } from '../../foundations/kube/index.ts';
import {
  type DuplicateKey,
  type ManifestDocument,
  type ManifestPath,
  parseManifests,
  type Range,
  toYaml,
} from '../../languages/manifest/index.ts';

/** An object of a cluster as a document, so that findings have places in it: written as YAML when the first is asked for. */
export class LiveDocument implements ManifestDocument {
  readonly value: Resource;
  readonly index = 0;
  readonly start = 0;
  #written: ManifestDocument | undefined;

  constructor(value: Resource) {
    this.value = value;
  }

  get source(): SourceText {
    return this.#document().source;
  }

  get end(): number {
    return this.#document().end;
  }

  locate(path: ManifestPath, part?: 'key' | 'value'): Location {
    return this.#document().locate(path, part);
  }

  range(path: ManifestPath, part?: 'key' | 'value'): Range | undefined {
    return this.#document().range(path, part);
  }

  duplicateKeys(): readonly DuplicateKey[] {
    return [];
  }

  #document(): ManifestDocument {
    this.#written ??= parseManifests(toYaml(this.value), `cluster:${resourceKey(this.value)}`).documents[0]!;
    return this.#written;
  }
}
