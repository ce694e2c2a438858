import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { openChart } from '../../adapters/registry/index.ts';
import { RenderedManifest } from '../../domain/catalog/index.ts';
import { renderChart } from '../../domain/chart/index.ts';
import { isResource } from '../../foundations/kube/index.ts';
import { parseManifests } from '../../languages/manifest/index.ts';
import type { LoadedResources } from '../workspace/index.ts';

export async function isChartFolder(path: string): Promise<boolean> {
  return access(join(path, 'Chart.yaml')).then(
    () => true,
    () => false,
  );
}

/** The resources that a chart makes with its own values, located in its templates. */
export async function renderFolder(path: string): Promise<LoadedResources> {
  const { chart, diagnostics } = await openChart(path);
  if (!chart) return { resources: [], diagnostics };
  const result = renderChart(chart);
  const resources = result.manifests.flatMap((rendered) =>
    parseManifests(rendered.text, rendered.templatePath).documents.flatMap((parsed) => {
      const document = new RenderedManifest(parsed, rendered);
      return isResource(document.value) ? [{ resource: document.value, document }] : [];
    }),
  );
  return { resources, diagnostics: [...diagnostics, ...result.diagnostics] };
}
