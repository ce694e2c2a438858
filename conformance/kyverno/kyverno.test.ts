import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Conformance, formatConformance, haveSuites, runConformance } from './runner.ts';

const skipped = 'skipped: needs ../shared/conformance, see CONTRIBUTING.md';
/** Suites that are not met as a whole, with the reason. */
const gaps = parse(readFileSync(join(import.meta.dirname, 'known-gaps.yaml'), 'utf8')) as Record<string, string>;

const gapOf = (path: string) => Object.keys(gaps).find((name) => path === name || path.startsWith(`${name}/`));
const isMet = ({ expectations, met }: { expectations: number; met: number }) =>
  expectations > 0 && expectations === met;

describe.skipIf(!haveSuites())(haveSuites() ? "the reference engine's own suites" : skipped, () => {
  let conformance: Conformance;

  it('are met, except the known gaps, and those are not', async () => {
    conformance = await runConformance();
    console.log(formatConformance(conformance));
    const broken = conformance.suites.filter((suite) => !isMet(suite) && !gapOf(suite.path));
    expect(broken.flatMap(({ path, failures }) => failures.map((failure) => `${path}: ${failure}`))).toEqual([]);
    const closed = conformance.suites.filter((suite) => isMet(suite) && gapOf(suite.path) === suite.path);
    expect(closed.map(({ path }) => `${path} is met: take it off known-gaps.yaml`)).toEqual([]);
  });

  it('notice every expectation of pass and fail that is turned round', async () => {
    const inverted = await runConformance({ invert: true });
    const right = new Set(conformance.suites.filter(isMet).map(({ path }) => path));
    const deaf = inverted.suites.filter(({ path, met }) => met > 0 && right.has(path));
    expect(deaf.map(({ path, met }) => `${path}: ${met} expectations are met both ways`)).toEqual([]);
  });
});
