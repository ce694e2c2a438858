// Golden charts through a post-renderer that changes nothing: what it is given, and what is printed, beside the real program.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatRender, loadChart, loadPostRendering, renderChart } from '../../../src/domain/chart/index.ts';
import { type GoldenCase, goldenCases, readArguments, readFolder, unpackChart } from '../cases.ts';

const { mergeForPostRenderer, sortPostRendered } = await loadPostRendering();
const helm = join(process.env['BYLAW_REFERENCE_BIN'] ?? join(homedir(), '.cache', 'bylaw-reference', 'bin'), 'helm');

export const hasHelm = existsSync(helm);

interface Passed {
  /** What the post-renderer was given. */
  readonly given: string;
  readonly printed: string;
}

export interface Comparison {
  readonly id: string;
  readonly given: boolean;
  readonly printed: boolean;
  /** The first line that differs, ours and theirs. */
  readonly difference: string;
}

/** The cases that render, without those whose values are drawn by chance. */
export function comparableCases(): readonly GoldenCase[] {
  return goldenCases().filter(
    ({ folder }) => existsSync(join(folder, 'expected.yaml')) && !existsSync(join(folder, 'mask.json')),
  );
}

export function compare(golden: GoldenCase): Comparison {
  const [own, real] = [ours(golden), theirs(golden)];
  const given = own.given === real.given;
  const printed = own.printed === real.printed;
  const difference = given ? differing(own.printed, real.printed) : differing(own.given, real.given);
  return { id: golden.id, given, printed, difference };
}

function ours({ chartFolder, folder }: GoldenCase): Passed {
  const { chart } = loadChart(readFolder(chartFolder), { root: chartFolder, unpack: unpackChart });
  const names = { releaseName: 'release-name', namespace: 'default' };
  const result = renderChart(chart!, { ...names, ...readArguments(folder), sortLater: true });
  const given = mergeForPostRenderer(result.outputs);
  // Helm refuses an empty output.
  const printed = given === '' ? '' : formatRender(sortPostRendered(result, given));
  return { given: unsigned(given), printed: unsigned(printed) };
}

const work = mkdtempSync(join(tmpdir(), 'bylaw-post-renderer-'));
const seen = join(work, 'seen.yaml');

function theirs({ folder }: GoldenCase): Passed {
  mkdirSync(join(work, 'tee'), { recursive: true });
  writeFileSync(
    join(work, 'tee', 'plugin.yaml'),
    `{apiVersion: v1, type: postrenderer/v1, name: tee, version: 0.1.0, runtime: subprocess, runtimeConfig: {platformCommand: [{command: tee, args: [${seen}]}]}}`,
  );
  const args = readFileSync(join(folder, 'args'), 'utf8').split('\n').filter(Boolean);
  const line = ['template', 'release-name', '../../chart', '--namespace', 'default', ...args, '--post-renderer', 'tee'];
  const env = { PATH: process.env['PATH'], HOME: work, HELM_PLUGINS: work, KUBECONFIG: '/nonexistent', TZ: 'UTC' };
  try {
    const printed = execFileSync(helm, line, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return { given: unsigned(readFileSync(seen, 'utf8')), printed: unsigned(printed) };
  } catch (error) {
    if (/produced empty output/.test((error as { stderr: string }).stderr)) return { given: '', printed: '' };
    throw error;
  }
}

/** Who built the program is not judged. */
function unsigned(text: string): string {
  return text.replace(/,?\\"git_commit.*?clean\\"/g, '').replace(/go1\.\d+\.\d+/g, 'go');
}

function differing(own: string, real: string): string {
  const [mine, other] = [own.split('\n'), real.split('\n')];
  const at = mine.findIndex((line, index) => line !== other[index]);
  return at < 0 ? '' : `line ${at + 1}: ours ${JSON.stringify(mine[at])}, theirs ${JSON.stringify(other[at])}`;
}
