import { appendFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ensureFolder } from '../../../../adapters/files/index.ts';
import { ChartError, formatRender, type RenderResult, renderedFiles } from '../../../../domain/chart/index.ts';

/**
 * Writes manifests below a folder, one file for each template, as `helm template --output-dir` does, and returns what that
 * prints. With `release` the manifests go into a folder of that name; custom resource definitions do not.
 */
export async function writeManifests(result: RenderResult, folder: string, release: string): Promise<string> {
  const written = new Set<string>();
  let out = '';
  for (const { path, text, isCrd } of renderedFiles(result)) {
    if (path.split('/').includes('..'))
      throw new ChartError('CHART_ARCHIVE', `\`${path}\` leads out of the output folder`);
    const file = [folder, ...(release && !isCrd ? [release] : []), path].join('/');
    ensureFolder(dirname(file));
    await (written.has(file) ? appendFile : writeFile)(file, text, 'utf8');
    written.add(file);
    out += `wrote ${file}\n`;
  }
  // What is left to print is nothing, and `--show-only` finds nothing in it, as in Helm.
  return out + formatRender({ ...result, crds: [], manifests: [], hooks: [] });
}
