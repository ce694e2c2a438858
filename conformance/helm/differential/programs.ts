// One case through the real helm and through ours.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  ChartError,
  formatRender,
  loadChart,
  type RenderOptions,
  renderChart,
} from '../../../src/domain/chart/index.ts';
import type { Case, Outcome } from './mode.ts';

const helm = join(process.env['BYLAW_REFERENCE_BIN'] ?? join(homedir(), '.cache', 'bylaw-reference', 'bin'), 'helm');

export const hasHelm = (): boolean => existsSync(helm);

export function runTheirs({ files, flags }: Case): Outcome {
  const work = mkdtempSync(join(tmpdir(), 'bylaw-differential-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      const path = join(work, 'main', name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    const env = {
      PATH: process.env['PATH'],
      HELM_CACHE_HOME: work,
      HELM_CONFIG_HOME: work,
      HELM_DATA_HOME: work,
      TZ: 'UTC',
    };
    const { status, stdout, stderr } = spawnSync(helm, ['template', 'main', ...flags], {
      cwd: work,
      encoding: 'utf8',
      env,
      timeout: 20_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    return { text: stdout, error: status === 0 ? undefined : stderr };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

export function runOurs({ files, flags }: Case): Outcome {
  const inChart = Object.entries(files).filter(([path]) => !path.startsWith('../'));
  const { chart, diagnostics } = loadChart(
    inChart.sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, data]) => ({ path, data })),
  );
  if (!chart) return { text: '', error: diagnostics[0]!.message };
  try {
    const result = renderChart(chart, optionsOf(flags, files));
    const problem = result.diagnostics.find(({ severity }) => severity === 'error');
    return problem
      ? { text: '', error: problem.message.toWellFormed() }
      : { text: formatRender(result).toWellFormed(), error: undefined };
  } catch (error) {
    if (error instanceof ChartError) return { text: '', error: error.message.toWellFormed() };
    return { text: '', error: `CRASH ${(error as Error).stack}` };
  }
}

function optionsOf(flags: readonly string[], files: Readonly<Record<string, string>>): RenderOptions {
  const all = (flag: string): string[] => flags.flatMap((one, i) => (one === flag ? [flags[i + 1]!] : []));
  return {
    values: {
      files: all('-f').map((name) => ({ name, text: files[`../${name}`] ?? '' })),
      set: all('--set'),
      setString: all('--set-string'),
      setJson: all('--set-json'),
      setLiteral: all('--set-literal'),
    },
    kubeVersion: all('--kube-version')[0],
    isUpgrade: flags.includes('--is-upgrade'),
    noHooks: flags.includes('--no-hooks'),
    showOnly: all('-s'),
    providers: { now: () => Date.now(), random: () => 0.5 },
  };
}
