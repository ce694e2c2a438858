// node conformance/helm/runner.ts [--gaps] [chart or chart/case ...]: scores, and the first difference of every failing case.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { goldenCases, hasGolden } from './cases.ts';
import { judge, type Verdict } from './judge.ts';
import { judgeProbes } from './probes.ts';

export const skipped = 'skipped: needs ../shared/helm-golden, see CONTRIBUTING.md';

export function judgeAll(only: readonly string[] = []): Verdict[] {
  const cases = goldenCases(only).map(judge);
  return only.length > 0 ? cases : [...cases, ...judgeProbes()];
}

/** Known gaps: case id to reason. */
export function knownGaps(): Record<string, string> {
  const path = join(import.meta.dirname, 'known-gaps.yaml');
  return existsSync(path) ? ((parse(readFileSync(path, 'utf8')) as Record<string, string> | null) ?? {}) : {};
}

export function scoreTable(verdicts: readonly Verdict[]): string {
  const groups = [...new Set(verdicts.map((one) => one.group)), 'all'];
  const rows = groups.map((group) => {
    const own = verdicts.filter((one) => group === 'all' || one.group === group);
    const share = (part: readonly Verdict[], good: (one: Verdict) => boolean): string => {
      const count = part.filter(good).length;
      return part.length === 0 ? '-' : `${count}/${part.length} ${((100 * count) / part.length).toFixed(1)}%`;
    };
    const output = own.filter((one) => !one.isError);
    const errors = own.filter((one) => one.isError);
    return [
      group,
      share(output, (one) => one.passed),
      share(
        output.filter((one) => one.exact !== undefined),
        (one) => one.exact === true,
      ),
      share(errors, (one) => one.passed),
      share(errors, (one) => one.exact === true),
    ];
  });
  const table = [['group', 'semantic', 'byte-equal', 'error place', 'error text'], ...rows];
  return table.map((row) => row.map((cell, i) => cell.padEnd(i === 0 ? 12 : 18)).join('')).join('\n');
}

function main(args: readonly string[]): void {
  if (!hasGolden()) {
    console.log(skipped);
    return;
  }
  const only = args.filter((arg) => !arg.startsWith('--'));
  const verdicts = judgeAll(only);
  for (const one of verdicts) {
    if (one.passed && (one.exact !== false || args.includes('--quiet'))) continue;
    console.log(`${one.passed ? 'bytes' : 'FAIL '} ${one.id}: ${one.difference.slice(0, 1500)}\n`);
  }
  console.log(scoreTable(verdicts));
}

if (process.argv[1] === resolve(import.meta.filename)) main(process.argv.slice(2));
