import type { Location, SourceText } from '../../foundations/diagnostics/index.ts';
import type { JsonValue } from '../../foundations/kube/index.ts';
import type { ManifestDocument, ManifestPath, Range } from '../../languages/manifest/index.ts';
import type { RenderedDocument } from '../chart/index.ts';

/** A document that a chart rendered: it is located in the template that wrote it, not in the output. */
export class RenderedManifest implements ManifestDocument {
  readonly value: JsonValue;
  readonly source: SourceText;
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly #document: ManifestDocument;
  readonly #rendered: RenderedDocument;

  constructor(document: ManifestDocument, rendered: RenderedDocument) {
    this.value = document.value;
    this.source = document.source;
    this.index = document.index;
    this.start = document.start;
    this.end = document.end;
    this.#document = document;
    this.#rendered = rendered;
  }

  /** The line of the template; the column is kept where the template has the same text. */
  locate(path: ManifestPath, part?: 'key' | 'value'): Location {
    return this.#toTemplate(this.#document.locate(path, part));
  }

  range(path: ManifestPath, part?: 'key' | 'value'): Range | undefined {
    return this.#document.range(path, part);
  }

  duplicateKeys(): readonly { readonly key: string; readonly location: Location }[] {
    return this.#document.duplicateKeys().map(({ key, location }) => ({ key, location: this.#toTemplate(location) }));
  }

  #toTemplate(location: Location): Location {
    const written = this.#rendered.lineMap[location.line - 1];
    if (!written) return location;
    return { file: written.file, line: written.line, column: location.column };
  }
}
