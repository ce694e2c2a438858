// Expressions that the real binary rejects or prints, each alone in a tiny chart.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChartFile, loadChart, renderChart } from '../../src/domain/chart/index.ts';
import { goldenFolder, readFolder } from './cases.ts';
import { judgeError, type Verdict } from './judge.ts';

interface Probe {
  readonly expr: string;
  readonly exit?: number;
  readonly out?: string | null;
  readonly error: string | null;
}

const template = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  k: {{ EXPR | toJson }}\n';

/** error-exprs.json: rejected expressions, and a few that pass. */
export function judgeProbes(): Verdict[] {
  const { probes } = JSON.parse(readFileSync(join(goldenFolder, 'error-exprs.json'), 'utf8')) as { probes: Probe[] };
  const files: ChartFile[] = [{ path: 'Chart.yaml', data: 'apiVersion: v2\nname: e\nversion: 0.1.0\n' }];
  const own = probes.map((probe) => judgeOne('error-exprs', probe, files, 'templates/cm.yaml'));
  return [...own, ...chartProbes()];
}

/** The `errors` of the probe charts' exprs.json, alone in a chart with the same values and files. */
function chartProbes(): Verdict[] {
  return readdirSync(goldenFolder).flatMap((chart) => {
    const path = join(goldenFolder, chart, 'exprs.json');
    if (!existsSync(path)) return [];
    const { errors } = JSON.parse(readFileSync(path, 'utf8')) as { errors: Probe[] };
    const files = readFolder(join(goldenFolder, chart, 'chart')).filter((file) => file.path !== 'templates/p.yaml');
    return errors.map((probe) => judgeOne(chart, probe, files, 'templates/p.yaml'));
  });
}

function judgeOne(name: string, probe: Probe, files: readonly ChartFile[], path: string): Verdict {
  const text = template.replace('EXPR', () => probe.expr);
  const { chart } = loadChart([...files, { path, data: text }]);
  const base = { id: `${name}: ${probe.expr}`, group: 'expression' };
  let error: string | undefined;
  let got: string | undefined;
  try {
    // "date" of nothing is the time of the run of the real binary.
    const now = Date.UTC(2026, 10, 23);
    const providers = { now: () => now, random: () => 0.5 };
    const result = renderChart(chart!, { kubeVersion: '1.33.0', providers });
    error = result.diagnostics.find((one) => one.severity === 'error')?.message;
    got = result.manifests[0]?.text.slice(template.indexOf('k: ') + 3);
  } catch (crash) {
    error = `CRASH ${(crash as Error).stack}`;
  }
  if (probe.error !== null) return { ...base, isError: true, ...judgeError(probe.error, { text: '', error }, false) };
  const passed = error === undefined && got === probe.out;
  return {
    ...base,
    isError: false,
    passed,
    exact: passed,
    difference: passed ? '' : `want ${probe.out}\n    got  ${error ?? got}`,
  };
}
