// Runs the reference engine's own test suites and prints how many stated expectations are met, by area.
//   node conformance/kyverno/runner.ts [--invert] [--failures] [part of a path...]
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { findSuites, runSuite } from '../../src/apps/workspace/index.ts';
import type { Expectation, Suite } from '../../src/domain/suite/index.ts';

export const suitesFolder = resolve(import.meta.dirname, '../../../shared/conformance');

export interface AreaScore {
  readonly area: string;
  suites: number;
  /** Suites whose every expectation is met. */
  suitesMet: number;
  expectations: number;
  met: number;
}

export interface SuiteScore {
  readonly path: string;
  readonly expectations: number;
  readonly met: number;
  readonly failures: readonly string[];
}

export interface Conformance {
  readonly areas: readonly AreaScore[];
  readonly suites: readonly SuiteScore[];
}

export function haveSuites(): boolean {
  return existsSync(suitesFolder);
}

/** Runs all suites. `invert` swaps pass and fail in every expectation: then none should be met. */
export async function runConformance(
  options: { readonly invert?: boolean; readonly only?: readonly string[] } = {},
): Promise<Conformance> {
  const found = await findSuites([suitesFolder], 'kyverno-test.yaml');
  const areas = new Map<string, AreaScore>();
  const suites: SuiteScore[] = [];
  for (const { path, suite, diagnostics } of found) {
    const shown = relative(suitesFolder, path)
      .replace(/\/kyverno-test\.yaml$/, '')
      .replace(/\/\.kyverno-test$/, '');
    if (options.only?.length && !options.only.some((part) => shown.includes(part))) continue;
    const score = suite
      ? await scoreSuite(options.invert ? invertSuite(suite) : suite, path, shown)
      : { path: shown, expectations: 0, met: 0, failures: diagnostics.map(({ message }) => message) };
    suites.push(score);
    const area = areaOf(shown);
    const total = areas.get(area) ?? { area, suites: 0, suitesMet: 0, expectations: 0, met: 0 };
    total.suites++;
    total.suitesMet += score.expectations > 0 && score.met === score.expectations ? 1 : 0;
    total.expectations += score.expectations;
    total.met += score.met;
    areas.set(area, total);
  }
  return { areas: [...areas.values()].sort((a, b) => (a.area < b.area ? -1 : 1)), suites };
}

function areaOf(path: string): string {
  const [source, area] = path.split('/');
  return source === 'policies' ? `policies/${area}` : source!;
}

async function scoreSuite(suite: Suite, path: string, shown: string): Promise<SuiteScore> {
  try {
    const { rows } = await runSuite(suite, path, Date.now(), { network: false });
    const failures = rows
      .filter(({ ok }) => !ok)
      .map(({ policy, rule, resource, reason, message }) => `${policy}/${rule} ${resource}: ${reason} (${message})`);
    return { path: shown, expectations: rows.length, met: rows.length - failures.length, failures };
  } catch (error) {
    return { path: shown, expectations: suite.results.length, met: 0, failures: [`threw: ${(error as Error).stack}`] };
  }
}

/** The expectations of pass and fail, swapped; the others are left out. */
function invertSuite(suite: Suite): Suite {
  const results = suite.results.flatMap((expectation): Expectation[] => {
    if (expectation.result === 'pass') return [{ ...expectation, result: 'fail' }];
    return expectation.result === 'fail' ? [{ ...expectation, result: 'pass' }] : [];
  });
  return { ...suite, results };
}

/** The score as a table. */
export function formatConformance({ areas }: Conformance): string {
  const total = areas.reduce(
    (sum, area) => ({
      suites: sum.suites + area.suites,
      suitesMet: sum.suitesMet + area.suitesMet,
      expectations: sum.expectations + area.expectations,
      met: sum.met + area.met,
    }),
    {
      suites: 0,
      suitesMet: 0,
      expectations: 0,
      met: 0,
    },
  );
  const line = (name: string, score: typeof total) =>
    `${name.padEnd(34)} ${String(score.met).padStart(5)} of ${String(score.expectations).padStart(5)} expectations, ${String(score.suitesMet).padStart(3)} of ${String(score.suites).padStart(3)} suites whole\n`;
  return [...areas.map((area) => line(area.area, area)), line('all', total)].join('');
}

if (import.meta.main) {
  const args = process.argv.slice(2);
  if (!haveSuites()) {
    console.log('skipped: needs ../shared/conformance, see CONTRIBUTING.md');
  } else {
    const only = args.filter((arg) => !arg.startsWith('--'));
    const conformance = await runConformance({ invert: args.includes('--invert'), only });
    if (args.includes('--failures')) {
      for (const { path, failures } of conformance.suites)
        for (const failure of failures) console.log(`${path}: ${failure}`);
    }
    console.log(formatConformance(conformance));
  }
}
