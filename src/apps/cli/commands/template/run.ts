import { randomBytes } from 'node:crypto';
import { openChart } from '../../../../adapters/registry/index.ts';
import {
  type Chart,
  ChartError,
  formatRender,
  type LoadedChart,
  missingDependencies,
  type RenderOptions,
  type RenderResult,
  renderChartWith,
} from '../../../../domain/chart/index.ts';
import type { Providers } from '../../../../languages/gotemplate/index.ts';
import { chartSource, readValueSources, type SourceFlags, type ValueFlags } from '../../chart-flags.ts';
import { type ClusterFlags, clusterOpener } from '../../cluster-flags.ts';
import type { Console } from '../../console.ts';
import { CommandFailure } from '../../failure.ts';
import { addDependencies } from './add-dependencies.ts';
import { realCertificates } from './certificates/index.ts';
import { explainValues } from './explain.ts';
import { loadLateModules } from './load-late-modules.ts';
import { releaseName } from './release-name.ts';
import { writeManifests } from './write-manifests.ts';

export interface TemplateFlags extends ValueFlags, SourceFlags, ClusterFlags {
  readonly namespace?: string;
  readonly generateName?: boolean;
  readonly nameTemplate?: string;
  readonly showOnly?: readonly string[];
  readonly includeCrds?: boolean;
  readonly hooks: boolean;
  readonly skipTests?: boolean;
  readonly isUpgrade?: boolean;
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  readonly skipSchemaValidation?: boolean;
  readonly dependencyUpdate?: boolean;
  readonly outputDir?: string;
  readonly releaseName?: boolean;
  readonly debug?: boolean;
  readonly explainValues?: string;
  readonly seed?: number;
  readonly postRenderer?: string;
  readonly postRendererArgs?: readonly string[];
}

/** Renders a chart and prints its manifests. Returns the exit code. */
export async function runTemplate(
  first: string,
  second: string | undefined,
  flags: TemplateFlags,
  console: Console,
): Promise<number> {
  await loadLateModules(flags);
  const postRender = flags.postRenderer ? await openPostRenderer(flags.postRenderer, flags) : undefined;
  const name = releaseName(second === undefined ? undefined : first, flags);
  const openCluster = await clusterOpener(flags);
  const chart = await readChart(second ?? first, flags, console);
  const { outside, capabilities } = await openCluster();
  const options: RenderOptions = {
    releaseName: name,
    namespace: flags.namespace ?? process.env['HELM_NAMESPACE'] ?? 'default',
    values: await readValueSources(flags),
    showOnly: flags.showOnly,
    includeCrds: flags.includeCrds,
    noHooks: !flags.hooks,
    skipTests: flags.skipTests,
    isUpgrade: flags.isUpgrade,
    kubeVersion: flags.kubeVersion,
    apiVersions: flags.apiVersions,
    skipSchemaValidation: flags.skipSchemaValidation,
    seed: flags.seed,
    providers: flags.seed === undefined ? realProviders() : undefined,
    sortLater: postRender !== undefined,
    ...capabilities,
  };
  const rendered = await renderChartWith(outside, chart, options);
  const result = postRender ? await postRender(rendered) : rendered;
  if (result.diagnostics.some(({ severity }) => severity === 'error')) {
    if (flags.debug && result.unsorted !== undefined) console.print(`${result.unsorted.trim()}\n`);
    throw new CommandFailure(flags.debug ? result.diagnostics.map(withoutHint) : result.diagnostics, 1);
  }
  console.report(result.diagnostics);
  if (flags.explainValues !== undefined) {
    console.print(explainValues(chart, options, flags.explainValues));
    return 0;
  }
  await print(result, name, flags, console);
  return 0;
}

/** Loaded with its flag. */
async function openPostRenderer(name: string, { postRendererArgs = [] }: TemplateFlags) {
  const { postRenderer } = await import('./post-renderer.ts');
  return postRenderer(name, postRendererArgs);
}

/** Passwords and keys of a chart must not be the same for everybody, so chance is real unless a seed is given. */
function realProviders(): Providers {
  return {
    now: () => Date.now(),
    random: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
    certificates: realCertificates,
  };
}

async function print(result: RenderResult, name: string, flags: TemplateFlags, console: Console): Promise<void> {
  try {
    if (flags.outputDir === undefined) console.print(formatRender(result));
    else console.print(await writeManifests(result, flags.outputDir, flags.releaseName ? name : ''));
  } catch (error) {
    if (!(error instanceof ChartError)) throw error;
    throw new CommandFailure([error.diagnostic], 1);
  }
}

async function readChart(reference: string, flags: TemplateFlags, console: Console): Promise<Chart> {
  const { chart, diagnostics }: LoadedChart = await openChart(reference, chartSource(flags));
  if (!chart) {
    const unreadable = diagnostics.some(({ code }) => code === 'FILE_UNREADABLE');
    throw new CommandFailure(diagnostics, unreadable ? 2 : 1);
  }
  console.report(diagnostics);
  if (!flags.dependencyUpdate || missingDependencies(chart).length === 0) return chart;
  return addDependencies(chart, reference, flags);
}

const hint = '\n\nUse --debug flag to render out invalid YAML';

function withoutHint<T extends { readonly message: string }>(diagnostic: T): T {
  return { ...diagnostic, message: diagnostic.message.replace(hint, '') };
}
