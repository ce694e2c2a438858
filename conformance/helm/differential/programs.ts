// One case through the real helm and through ours.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  ChartError,
  formatRender,
  loadChart,
  mergeValueSources,
  type RenderOptions,
  renderChart,
} from '../../../src/domain/chart/index.ts';
import { fromBytes, toBytes } from '../../../src/languages/gotemplate/index.ts';
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
    return outcomeOf(status === 0, stdout, stderr);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What helm answers, with its log as warnings: the message, and its attributes behind a colon. */
export function outcomeOf(succeeds: boolean, text: string, stderr: string): Outcome {
  const lines = [...stderr.matchAll(/^level=(?:WARN|INFO) msg=("(?:[^"\\]|\\.)*"|\S*)(.*)$/gm)];
  const warnings = lines.map(([, message, attributes]) => {
    const more = [...attributes!.matchAll(/ (\w+)=("(?:[^"\\]|\\.)*"|\S*)/g)].map(
      ([, key, value]) => `${key} ${unquote(value!)}`,
    );
    const words = unquote(message!).replace(/^warning: /i, '');
    return more.length > 0 ? `${words}: ${more.join(', ')}` : words;
  });
  return { text, error: succeeds ? undefined : stderr, warnings: [...new Set(warnings)].sort() };
}

function unquote(text: string): string {
  return text.startsWith('"')
    ? (JSON.parse(text.replaceAll('\\x', '\\u00').replaceAll('\\a', '\\u0007')) as string)
    : text;
}

export function runOurs({ files, flags }: Case): Outcome {
  const failed = (error: string): Outcome => ({ text: '', error, warnings: [] });
  try {
    const inChart = Object.entries(files).filter(([path]) => !path.startsWith('../'));
    const { chart, diagnostics } = loadChart(
      inChart.sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, data]) => ({ path, data })),
    );
    if (!chart) {
      // Helm puts the values together before it looks at the chart.
      mergeValueSources(optionsOf(flags, files).values!);
      return failed(diagnostics[0]!.message);
    }
    const result = renderChart(chart, optionsOf(flags, files));
    const problem = result.diagnostics.find(({ severity }) => severity === 'error');
    const warnings = [...diagnostics, ...result.diagnostics]
      .filter(({ severity }) => severity === 'warning')
      .map(({ message }) => message)
      .sort();
    return problem
      ? { text: '', error: problem.message, warnings }
      : { text: printed(formatRender(result)), error: undefined, warnings };
  } catch (error) {
    return failed(error instanceof ChartError ? error.message : `CRASH ${(error as Error).stack}`);
  }
}

/** Bytes that are no UTF-8 read as they do in the output of a program. */
function printed(text: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(toBytes(text));
}

function optionsOf(flags: readonly string[], files: Case['files']): RenderOptions {
  const all = (flag: string): string[] => flags.flatMap((one, i) => (one === flag ? [flags[i + 1]!] : []));
  const readFile = (name: string): string => {
    const data = files[join('..', name)];
    if (data === undefined) throw new Error(`open ${name}: no such file or directory`);
    return typeof data === 'string' ? data : fromBytes(data);
  };
  return {
    values: {
      files: all('-f').map((name) => ({ name, text: readFile(name) })),
      setFile: all('--set-file'),
      readFile,
      set: all('--set'),
      setString: all('--set-string'),
      setJson: all('--set-json'),
      setLiteral: all('--set-literal'),
    },
    kubeVersion: all('--kube-version')[0],
    isUpgrade: flags.includes('--is-upgrade'),
    includeCrds: flags.includes('--include-crds'),
    noHooks: flags.includes('--no-hooks'),
    showOnly: all('-s'),
    providers: { now: () => Date.now(), random: () => 0.5 },
  };
}
