import type { RenderedDocument } from './manifests.ts';
import type { RenderResult } from './render.ts';
import type { SourceLine } from './trace.ts';

/** A line of the output, with what wrote it. */
export interface OutputLine {
  /** As `bylaw template` prints it, from 1. */
  readonly line: number;
  readonly text: string;
  readonly document: RenderedDocument;
  readonly template: SourceLine | undefined;
}

/** The documents in the order of the output, and the line that each one's text begins at. */
export function placedDocuments({
  options,
  crds,
  manifests,
  hooks,
}: RenderResult): { document: RenderedDocument; line: number }[] {
  // Each entry has two lines of its own: the separator and the source.
  let line = 1;
  for (const { text } of options.includeCrds ? crds : []) line += 2 + text.split('\n').length;
  return [...manifests, ...(options.noHooks ? [] : hooks)].map((document) => {
    const start = line + 2;
    line = start + document.text.split('\n').length;
    return { document, line: start };
  });
}

export function outputLine(
  { document, line }: { document: RenderedDocument; line: number },
  index: number,
): OutputLine {
  return {
    line: line + index,
    text: document.text.split('\n')[index] ?? '',
    document,
    template: document.lineMap[index],
  };
}
