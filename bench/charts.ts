import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { readTree } from '../src/adapters/files/index.ts';
import { loadChart, renderChart } from '../src/domain/chart/index.ts';
import { standIns } from './chart-stand-ins.ts';
import { alternating, perSecond } from './measure.ts';

const root = resolve(import.meta.dirname, '..');
const golden = resolve(root, '../shared/helm-golden');
const helm = join(process.env['BYLAW_REFERENCE_BIN'] ?? join(homedir(), '.cache/bylaw-reference/bin'), 'helm');

/** Small ones first: there the start of the process is most of the time. */
const charts = ['helm-alpine', 'subcharts', 'kyverno-policies', 'cert-manager', 'kyverno', 'argo-cd', 'large'];

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
    const folder = standIns[name]?.() ?? join(golden, name, 'chart');
    const bylaw = join(root, 'bin', 'bylaw');
    const whole = alternating(
      {
        resident: template(bylaw, folder, { BYLAW_RESIDENT: 'on' }),
        alone: template(bylaw, folder, { BYLAW_RESIDENT: 'off' }),
        helm: template(helm, folder),
      },
      31,
    );
    const times = (one: 'resident' | 'alone'): string => `${(whole[one] / whole.helm).toFixed(2)}`;
    report(
      `chart, ${name}`,
      `${whole.resident.toFixed(0)} ms, helm ${whole.helm.toFixed(0)} ms: ${times('resident')} times its wall time (${times('alone')} without the resident); ${(await warmRenders(folder)).toFixed(1)} renders a second in a warm process`,
    );
  }
}

function template(program: string, folder: string, env: Readonly<Record<string, string>> = {}): () => void {
  return () => {
    execFileSync(program, ['template', 'release-name', folder], {
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1e9,
      env: { ...process.env, ...env },
    });
  };
}
