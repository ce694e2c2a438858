// node conformance/helm/differential/run.ts [--seed N] [--count N]: random charts through the real helm and through ours.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import {
  ChartError,
  formatRender,
  loadChart,
  type RenderOptions,
  renderChart,
} from '../../../src/domain/chart/index.ts';
import { judgeError } from '../judge.ts';
import { type Case, generate } from './generate.ts';

export const helm = join(
  process.env['BYLAW_REFERENCE_BIN'] ?? join(homedir(), '.cache', 'bylaw-reference', 'bin'),
  'helm',
);

export const hasHelm = (): boolean => existsSync(helm);

interface Outcome {
  readonly text: string;
  readonly error: string | undefined;
}

export interface Difference {
  readonly seed: number;
  readonly shrunk: Case;
  readonly theirs: Outcome;
  readonly ours: Outcome;
}

/** Compares one case, and shrinks it when the two do not agree. */
export function differenceOf(seed: number): Difference | undefined {
  const whole = generate(seed);
  if (agree(whole)) return undefined;
  const shrunk = shrink(whole);
  return { seed, shrunk, theirs: runTheirs(shrunk), ours: runOurs(shrunk) };
}

function agree(one: Case): boolean {
  const [theirs, ours] = [runTheirs(one), runOurs(one)];
  if (theirs.error === undefined) return ours.error === undefined && theirs.text === ours.text;
  return judgeError(theirs.error, ours, false).passed;
}

function runTheirs({ files, flags }: Case): Outcome {
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
    });
    return { text: stdout, error: status === 0 ? undefined : stderr };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function runOurs({ files, flags }: Case): Outcome {
  const inChart = Object.entries(files).filter(([path]) => !path.startsWith('../'));
  const { chart, diagnostics } = loadChart(
    inChart.sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, data]) => ({ path, data })),
  );
  if (!chart) return { text: '', error: diagnostics[0]!.message };
  try {
    const result = renderChart(chart, optionsOf(flags, files));
    const problem = result.diagnostics.find(({ severity }) => severity === 'error');
    return problem ? { text: '', error: problem.message } : { text: formatRender(result), error: undefined };
  } catch (error) {
    if (error instanceof ChartError) return { text: '', error: error.message };
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

/** Takes out flags, files and lines for as long as the difference stays. */
function shrink(whole: Case): Case {
  let best = whole;
  for (let again = true; again; ) {
    again = false;
    for (const smaller of smallerCases(best)) {
      if (agree(smaller)) continue;
      best = smaller;
      again = true;
      break;
    }
  }
  return best;
}

function* smallerCases({ files, flags }: Case): Generator<Case> {
  for (const [i, flag] of flags.entries()) {
    if (flag.startsWith('-') && flag !== '-3')
      yield {
        files,
        flags: flags.filter((_, at) => at !== i && (at !== i + 1 || ['--is-upgrade', '--no-hooks'].includes(flag))),
      };
  }
  for (const name of Object.keys(files)) {
    if (name === 'Chart.yaml' || (name.startsWith('../') && flags.includes('-f'))) continue;
    const { [name]: _, ...rest } = files;
    yield { files: rest, flags };
  }
  for (const [name, text] of Object.entries(files)) {
    for (const smaller of smallerTexts(text)) yield { files: { ...files, [name]: smaller }, flags };
  }
}

/** A block with its end goes as one; any other line goes alone. */
function* smallerTexts(text: string): Generator<string> {
  const parts = text.match(/\{\{- (?:if|with|range)[\s\S]*?\{\{- end \}\}\n|.*\n|.+$/g) ?? [];
  if (parts.length < 2) return;
  for (let i = 0; i < parts.length; i++) yield parts.filter((_, at) => at !== i).join('');
}

/** Seeds of cases that are known to differ, and why. */
export function knownDifferences(): Readonly<Record<number, string>> {
  return parse(readFileSync(join(import.meta.dirname, 'known-differences.yaml'), 'utf8')) as Record<number, string>;
}

export function describeDifference({ seed, shrunk, theirs, ours }: Difference): string {
  const files = Object.entries(shrunk.files).map(([name, text]) => `--- ${name}\n${text}`);
  const show = ({ text, error }: Outcome): string => (error === undefined ? text : `error: ${error}`);
  return `seed ${seed} ${shrunk.flags.join(' ')}\n${files.join('')}=== helm\n${show(theirs)}=== bylaw\n${show(ours)}\n`;
}

function main(args: readonly string[]): void {
  if (!hasHelm()) {
    console.log('skipped: needs helm, see CONTRIBUTING.md');
    return;
  }
  const number = (flag: string, otherwise: number): number =>
    args.includes(flag) ? Number(args[args.indexOf(flag) + 1]) : otherwise;
  const [first, count] = [number('--seed', 1), number('--count', 100)];
  const known = knownDifferences();
  let found = 0;
  let fails = 0;
  for (let seed = first; seed < first + count; seed++) {
    const difference = differenceOf(seed);
    const reason = known[seed];
    if (runOurs(generate(seed)).error !== undefined) fails++;
    if (!difference) continue;
    if (reason !== undefined) {
      console.log(`seed ${seed} is known: ${reason}`);
      continue;
    }
    found++;
    console.log(describeDifference(difference));
  }
  console.log(
    `${count} charts from seed ${first}: ${found} differences; ${fails} charts are refused by design of the case`,
  );
  if (found > 0) process.exitCode = 1;
}

if (process.argv[1] === resolve(import.meta.filename)) main(process.argv.slice(2));
