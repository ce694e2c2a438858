import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { compareBytes } from '../../foundations/kube/index.ts';
import { loadRewriting, type RewritableDocument } from '../../languages/manifest/index.ts';
import { ChartError } from './errors.ts';
import { type RenderResult, sorted } from './render.ts';

const { RewriteError, readRewritable, writeRewritable } = await loadRewriting();

/** Where a document came from is written into it while it goes through a post-renderer. */
const fileAnnotation = 'postrenderer.helm.sh/postrender-filename';

/** What a post-renderer reads: all documents that the templates wrote, hooks too, each with its file as an annotation. */
export function mergeForPostRenderer(files: ReadonlyMap<string, { readonly text: string }>): string {
  const documents = [...files.keys()].sort(compareBytes).flatMap((path) => {
    const { text } = files.get(path)!;
    if (path.slice(path.lastIndexOf('/') + 1).startsWith('_') || text.trim() === '') return [];
    const found = inStep(`error merging manifests: parsing ${path}`, () => readRewritable(separated(text)));
    inStep(`error merging manifests: annotating ${path}`, () => {
      for (const document of found) document.annotate(fileAnnotation, path);
    });
    return found;
  });
  return writeRewritable(documents);
}

/** The result of a rendering with the documents that a post-renderer made of its outputs. @throws ChartError */
export function sortPostRendered(result: RenderResult, text: string): RenderResult {
  const warnings: Diagnostic[] = [];
  const files = [...splitPostRendered(text)].map(
    ([path, written]) => [path, { text: written, lines: () => [] }] as const,
  );
  const documents = sorted(new Map(files), (message) =>
    warnings.push({ code: 'CHART_WARNING', severity: 'warning', message }),
  );
  return { ...result, ...documents, diagnostics: [...result.diagnostics, ...warnings] };
}

/** The files in what a post-renderer wrote. Documents that it made are files of their own. */
function splitPostRendered(text: string): ReadonlyMap<string, string> {
  const documents = inStep('error while parsing post rendered output: error parsing YAML', () => readRewritable(text));
  const files = new Map<string, RewritableDocument[]>();
  for (const [index, document] of documents.entries()) {
    const path = document.annotation(fileAnnotation) || `generated-by-postrender-${index}.yaml`;
    document.removeAnnotation(fileAnnotation);
    files.set(path, [...(files.get(path) ?? []), document]);
  }
  return new Map([...files].map(([path, found]) => [path, writeRewritable(found)]));
}

const debugHint = '\n\nUse --debug flag to render out invalid YAML';

/** Trimming may glue a document to its separator: `---apiVersion: v1`. */
function separated(text: string): string {
  return text.replace(/^---(?=[^\n\r \t])/gm, '---\n');
}

function inStep<T>(step: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof RewriteError)) throw error;
    throw new ChartError('CHART_POST_RENDER', `${step}: ${error.message}${debugHint}`);
  }
}
