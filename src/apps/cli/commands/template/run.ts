import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { readTree, unreadable } from '../../../../adapters/files/index.ts';
import { type ChartFile, formatRender, loadChart, renderChart } from '../../../../domain/chart/index.ts';
import type { Console } from '../../console.ts';
import { CommandFailure } from '../../failure.ts';

export interface TemplateFlags {
  readonly values?: readonly string[];
  readonly set?: readonly string[];
  readonly setString?: readonly string[];
  readonly setFile?: readonly string[];
  readonly setJson?: readonly string[];
  readonly setLiteral?: readonly string[];
  readonly namespace: string;
  readonly showOnly?: readonly string[];
  readonly includeCrds?: boolean;
  readonly hooks: boolean;
  readonly skipTests?: boolean;
  readonly isUpgrade?: boolean;
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  readonly skipSchemaValidation?: boolean;
}

/** Renders a chart folder and prints its manifests. Returns the exit code. */
export async function runTemplate(
  releaseName: string,
  folder: string,
  flags: TemplateFlags,
  console: Console,
): Promise<number> {
  const { chart, diagnostics } = loadChart(await readChart(folder), { root: folder });
  if (!chart) throw new CommandFailure(diagnostics, 1);
  const files = await Promise.all((flags.values ?? []).map(readValuesFile));
  const { set, setString, setFile, setJson, setLiteral } = flags;
  const result = renderChart(chart, {
    releaseName,
    namespace: flags.namespace,
    values: { files, set, setString, setFile, setJson, setLiteral, readFile: (path) => readFileSync(path, 'utf8') },
    showOnly: flags.showOnly,
    includeCrds: flags.includeCrds,
    noHooks: !flags.hooks,
    skipTests: flags.skipTests,
    isUpgrade: flags.isUpgrade,
    kubeVersion: flags.kubeVersion,
    apiVersions: flags.apiVersions?.flatMap((list) => list.split(',')),
    skipSchemaValidation: flags.skipSchemaValidation,
  });
  if (result.diagnostics.some(({ severity }) => severity === 'error')) throw new CommandFailure(result.diagnostics, 1);
  console.report([...diagnostics, ...result.diagnostics]);
  console.print(formatRender(result));
  return 0;
}

async function readChart(folder: string): Promise<readonly ChartFile[]> {
  try {
    return [...(await readTree(folder))].map(([path, data]) => ({ path, data }));
  } catch (error) {
    throw new CommandFailure([unreadable(folder, error)]);
  }
}

async function readValuesFile(path: string): Promise<{ name: string; text: string }> {
  try {
    return { name: path, text: await readFile(path, 'utf8') };
  } catch (error) {
    throw new CommandFailure([unreadable(path, error)]);
  }
}
