import { ChartError } from './errors.ts';
import type { RenderedDocument } from './manifests.ts';
import type { RenderResult } from './render.ts';
import { matchShellPattern } from './shell-pattern.ts';
import { splitDocuments, trimSpace } from './split.ts';

/**
 * The text that `helm template` prints for a rendering without errors.
 *
 * @throws ChartError when a path of `showOnly` is no template of the chart.
 */
export function formatRender(result: RenderResult): string {
  const { options } = result;
  const manifests = [
    ...(options.includeCrds ? result.crds.map((crd) => entry(crd.path, crd.text)) : []),
    ...result.manifests.map((document) =>
      entry(document.templatePath, contentOf(document, options.hideSecret ?? false)),
    ),
  ].join('');
  const hooks = options.noHooks ? [] : result.hooks.filter((hook) => !(options.skipTests && isTest(hook)));
  const text = `${trimSpace(manifests)}\n${hooks.map((hook) => entry(hook.templatePath, hook.text)).join('')}`;
  return options.showOnly && options.showOnly.length > 0 ? only(text, options.showOnly) : text;
}

/** A file that `--output-dir` writes: a part of it when the path comes again. */
export interface RenderedFile {
  readonly path: string;
  readonly text: string;
  readonly isCrd: boolean;
}

/** What `--output-dir` writes, in order. */
export function renderedFiles({ options, crds, manifests, hooks }: RenderResult): RenderedFile[] {
  const file = (path: string, text: string, isCrd = false): RenderedFile => ({ path, text: entry(path, text), isCrd });
  return [
    ...(options.includeCrds ? crds.map((crd) => file(crd.path, crd.text, true)) : []),
    ...manifests.map((document) => file(document.templatePath, document.text)),
    ...(options.noHooks ? [] : hooks.filter((hook) => !(options.skipTests && isTest(hook)))).map((hook) =>
      file(hook.templatePath, hook.text),
    ),
  ];
}

function entry(path: string, text: string): string {
  return `---\n# Source: ${path}\n${text}\n`;
}

function contentOf(document: RenderedDocument, hidesSecrets: boolean): string {
  const hidden = hidesSecrets && document.kind === 'Secret' && document.apiVersion === 'v1';
  return hidden ? '# HIDDEN: The Secret output has been suppressed' : document.text;
}

function isTest(hook: RenderedDocument): boolean {
  return hook.hooks.some((event) => event === 'test' || event === 'test-success');
}

/** Helm splits its own output again, so only documents that still begin with a source line are found. */
function only(text: string, patterns: readonly string[]): string {
  const documents = splitDocuments(text);
  let out = '';
  for (const pattern of patterns) {
    const found = documents.filter((document) => {
      const path = /# Source: [^/]+\/(.+)/.exec(document.text)?.[1];
      return path !== undefined && matchShellPattern(pattern, path);
    });
    if (found.length === 0) throw new ChartError('CHART_SHOW_ONLY', `could not find template ${pattern} in chart`);
    for (const document of found) out += `---\n${document.text}\n`;
  }
  return out;
}
