import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { judgeError } from '../judge.ts';
import type { Case, Mode, Outcome } from './mode.ts';
import { runOurs, runTheirs } from './programs.ts';
import { shrink } from './shrink.ts';

export interface Difference {
  readonly mode: string;
  /** The seeds of a case that was joined from several. */
  readonly seeds: readonly number[];
  readonly shrunk: Case;
  readonly theirs: Outcome;
  readonly ours: Outcome;
}

/** Compares the case of each seed, and shrinks those on which the two do not agree. */
export function* differencesOf(mode: Mode, seeds: readonly number[]): Generator<Difference> {
  if (!mode.together) {
    for (const seed of seeds) yield* differenceOf(mode, [seed], mode.generate(seed));
    return;
  }
  // What fails is tried alone: it would end the others.
  let waiting: number[] = [];
  for (const seed of seeds) {
    const one = mode.generate(seed);
    if (runOurs(one).error !== undefined) yield* differenceOf(mode, [seed], one);
    else waiting.push(seed);
    if (waiting.length < mode.together.size) continue;
    yield* differencesTogether(mode, waiting);
    waiting = [];
  }
  yield* differencesTogether(mode, waiting);
}

/** Halves what differs until it is one case, or differs only together. */
function* differencesTogether(mode: Mode, seeds: readonly number[]): Generator<Difference> {
  if (seeds.length === 0) return;
  const joined = mode.together!.join(seeds.map(mode.generate));
  if (agree(joined, mode)) return;
  if (seeds.length === 1) {
    yield* differenceOf(mode, seeds, joined);
    return;
  }
  const half = seeds.length >> 1;
  const parts = [...differencesTogether(mode, seeds.slice(0, half)), ...differencesTogether(mode, seeds.slice(half))];
  yield* parts.length > 0 ? parts : differenceOf(mode, seeds, joined);
}

function* differenceOf(mode: Mode, seeds: readonly number[], whole: Case): Generator<Difference> {
  if (agree(whole, mode)) return;
  const shrunk = shrink(whole, (one) => agree(one, mode));
  yield { mode: mode.name, seeds, shrunk, theirs: runTheirs(shrunk), ours: runOurs(shrunk) };
}

/** Whether the two do not agree on the case of a seed; it is not shrunk. */
export function differs(mode: Mode, seed: number): boolean {
  return !agree(mode.generate(seed), mode);
}

function agree(one: Case, mode: Mode): boolean {
  const ours = runOurs(one);
  for (let i = 0; i < (mode.asks ?? 1); i++) if (agrees(runTheirs(one), ours, mode)) return true;
  return false;
}

export function agrees(theirs: Outcome, ours: Outcome, { compares }: Mode): boolean {
  if (compares?.warnings && placesOf(theirs.warnings) !== placesOf(ours.warnings)) return false;
  if (theirs.error === undefined) return ours.error === undefined && theirs.text === ours.text;
  const error = ours.error === undefined ? undefined : inOrder(ours.error);
  const { passed, exact } = judgeError(inOrder(theirs.error), { text: ours.text, error }, false);
  return compares?.errorText ? exact === true : passed;
}

/** Of two values that do not fit together helm tells of the one or of the other, as it happens to come first. */
function placesOf(warnings: readonly string[]): string {
  const either = /^(?:destination for|cannot overwrite table with non table for) (\S+) .*$/s;
  return [...new Set(warnings.map((warning) => warning.replace(either, '$1')))].sort().join('\n');
}

/** Names that helm's validator tells in an order of chance. */
function inOrder(text: string): string {
  return text.replace(/(?<=additional properties ).*(?= not allowed)/g, (names) => names.split(', ').sort().join(', '));
}

/** Seeds of cases of a mode that are known to differ, and why. */
export function knownDifferences(mode: Mode): Readonly<Record<number, string>> {
  const text = readFileSync(join(import.meta.dirname, 'known-differences.yaml'), 'utf8');
  return (parse(text) as Record<string, Record<number, string>>)[mode.name] ?? {};
}

export function describeDifference({ mode, seeds, shrunk, theirs, ours }: Difference): string {
  const files = Object.entries(shrunk.files).map(([name, text]) => `--- ${name}\n${text}`);
  const show = ({ text, error, warnings }: Outcome): string =>
    shortened(
      [...warnings.map((warning) => `warning: ${warning}\n`), error === undefined ? text : `error: ${error}`].join(''),
    );
  const title = `${mode} ${seeds.join(' ')}: ${shrunk.flags.join(' ')}`.trimEnd();
  return `${title}\n${files.join('')}=== helm\n${show(theirs)}=== bylaw\n${show(ours)}\n`;
}

const shown = 4000;

function shortened(text: string): string {
  return text.length <= shown ? text : `${text.slice(0, shown)}… and ${text.length - shown} characters more`;
}
