import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { readTree } from '../src/adapters/files/index.ts';
import { loadChart, renderChart } from '../src/domain/chart/index.ts';
import { alternating, perSecond } from './measure.ts';

const root = resolve(import.meta.dirname, '..');
const golden = resolve(root, '../shared/helm-golden');
const helm = join(process.env['BYLAW_REFERENCE_BIN'] ?? join(homedir(), '.cache/bylaw-reference/bin'), 'helm');

/** Small ones first: there the start of the process is most of the time. */
const charts = [
  'helm-alpine',
  'helm-subchart',
  'kyverno-policies',
  'cert-manager',
  'kyverno',
  'argo-cd',
  'kube-prometheus-stack',
];

/** How often a second a warm process renders a chart that is already loaded. */
async function warmRenders(folder: string): Promise<number> {
  const files = [...(await readTree(folder))].map(([path, data]) => ({ path, data }));
  const { chart } = loadChart(files);
  return perSecond(() => renderChart(chart!), 1000);
}

/** Whole processes against helm, in turn with it, and warm renders. One row for each chart. */
export async function benchCharts(report: (name: string, text: string) => void): Promise<void> {
  if (!existsSync(golden) || !existsSync(helm)) {
    return report('charts', 'skipped: needs ../shared/helm-golden and helm, see CONTRIBUTING.md');
  }
  execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs')]);
  for (const name of charts) {
    const folder = join(golden, name, 'chart');
    if (!existsSync(folder)) {
      report(`chart, ${name}`, 'skipped: not among ../shared/helm-golden');
      continue;
    }
    const whole = alternating(
      { ours: template(join(root, 'bin', 'bylaw'), folder), theirs: template(helm, folder), sources: sources(folder) },
      15,
    );
    const { ours, theirs } = whole;
    report(
      `chart, ${name}`,
      `${ours.toFixed(0)} ms, helm ${theirs.toFixed(0)} ms: ${(ours / theirs).toFixed(2)} times its wall time (${(whole.sources / theirs).toFixed(2)} from sources); ${(await warmRenders(folder)).toFixed(1)} renders a second in a warm process`,
    );
  }
}

function template(program: string, folder: string, ...before: string[]): () => void {
  return () => {
    execFileSync(program, [...before, 'template', 'release-name', folder], {
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1e9,
    });
  };
}

/** As `bin/bylaw` does without the snapshot of `npm run build`: compiled code is kept from run to run. */
function sources(folder: string): () => void {
  process.env['NODE_COMPILE_CACHE'] ??= join(root, 'node_modules/.cache/bylaw');
  return template(
    process.execPath,
    folder,
    '--disable-warning=ExperimentalWarning',
    join(root, 'src/apps/cli/main.ts'),
  );
}
