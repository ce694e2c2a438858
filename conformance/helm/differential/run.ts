// node conformance/helm/differential/run.ts [--mode NAME] [--seed N] [--count N]: random cases through the real helm and
// through ours. Without a mode: all of them.
import { resolve } from 'node:path';
import { describeDifference, differencesOf, knownDifferences } from './differences.ts';
import type { Mode } from './mode.ts';
import { breakage } from './modes/breakage.ts';
import { calls } from './modes/calls.ts';
import { charts } from './modes/charts.ts';
import { overrides } from './modes/overrides.ts';
import { schemas } from './modes/schemas.ts';
import { set } from './modes/set.ts';
import { hasHelm } from './programs.ts';

export const modes: readonly Mode[] = [charts, calls, overrides, breakage, schemas, set];

/** Tries the cases of a mode and tells what differs; gives how many differences were not known. */
function tryMode(mode: Mode, first: number, count: number): number {
  const known = knownDifferences(mode);
  let found = 0;
  const seeds = Array.from({ length: count }, (_, i) => first + i);
  for (const difference of differencesOf(mode, seeds)) {
    const reason = difference.seeds.length === 1 ? known[difference.seeds[0]!] : undefined;
    if (reason === undefined) found++;
    console.log(
      reason === undefined ? describeDifference(difference) : `${mode.name} ${difference.seeds[0]} is known: ${reason}`,
    );
  }
  console.log(`${mode.name}: ${count} cases from seed ${first}, ${found} differences`);
  return found;
}

function main(args: readonly string[]): void {
  if (!hasHelm()) {
    console.log('skipped: needs helm, see CONTRIBUTING.md');
    return;
  }
  const flag = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const name = flag('--mode');
  const chosen = modes.filter((mode) => name === undefined || mode.name === name);
  if (chosen.length === 0) throw new Error(`no mode ${name}; there are ${modes.map((mode) => mode.name).join(', ')}`);
  const [first, count] = [Number(flag('--seed') ?? 1), Number(flag('--count') ?? 100)];
  const found = chosen.reduce((sum, mode) => sum + tryMode(mode, first, count), 0);
  if (found > 0) process.exitCode = 1;
}

if (process.argv[1] === resolve(import.meta.filename)) main(process.argv.slice(2));
