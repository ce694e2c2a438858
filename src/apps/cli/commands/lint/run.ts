import { readFile, writeFile } from 'node:fs/promises';
import { editsByFile } from '../../../../domain/lint/index.ts';
import type { Diagnostic } from '../../../../foundations/diagnostics/index.ts';
import { applyEdits } from '../../../../languages/manifest/index.ts';
import { lintPath, lintPlatform } from '../../../workspace/index.ts';
import { readValueSources, type ValueFlags } from '../../chart-flags.ts';
import type { Console } from '../../console.ts';
import { formatFindings } from '../../machine-formats.ts';
import { requireWorkspace } from '../../platform-flags.ts';

export interface LintFlags extends ValueFlags {
  readonly namespace?: string;
  readonly kubeVersion?: string;
  readonly skipSchemaValidation?: boolean;
  readonly withSubcharts?: boolean;
  readonly quiet?: boolean;
  readonly fix?: boolean;
  readonly config: string;
  readonly output: string;
}

/** Repairs can uncover each other; more rounds than this are none. */
const maxRounds = 5;

/** Finds mistakes, repairs them when asked, and prints what is left. Returns the exit code. */
export async function runLint(paths: readonly string[], flags: LintFlags, console: Console): Promise<number> {
  const find = await finder(paths, flags, console);
  let findings = await find();
  let repaired = 0;
  for (let round = 0; flags.fix && round < maxRounds; round++) {
    const done = await repair(findings);
    if (done === 0) break;
    repaired += done;
    findings = await find();
  }
  if (flags.output === 'text') {
    const shown = findings.filter(({ severity }) => !flags.quiet || severity !== 'info');
    console.report(shown);
    if (!flags.quiet || shown.length > 0) console.print(summary(shown, repaired));
  } else console.print(formatFindings(findings, flags.output));
  if (findings.some(({ code, severity }) => severity === 'error' && code.startsWith('FILE_'))) return 2;
  return findings.some(({ severity }) => severity !== 'info') ? 1 : 0;
}

async function finder(
  paths: readonly string[],
  flags: LintFlags,
  console: Console,
): Promise<() => Promise<readonly Diagnostic[]>> {
  if (paths.length > 0) {
    const { kubeVersion, namespace, skipSchemaValidation, withSubcharts } = flags;
    const options = {
      values: await readValueSources(flags),
      kubeVersion,
      namespace,
      skipSchemaValidation,
      withSubcharts,
    };
    return async () => (await Promise.all(paths.map((path) => lintPath(path, options)))).flat();
  }
  const workspace = await requireWorkspace(flags.config, console);
  return () => lintPlatform(workspace, Date.now());
}

/** Returns how many edits were made. */
async function repair(findings: readonly Diagnostic[]): Promise<number> {
  let made = 0;
  for (const [file, edits] of editsByFile(findings)) {
    await writeFile(file, applyEdits(await readFile(file, 'utf8'), edits));
    made += findings.filter(({ fix }) => fix?.some((edit) => edit.file === file)).length;
  }
  return made;
}

function summary(findings: readonly Diagnostic[], repaired: number): string {
  const count = (wanted: string) => findings.filter(({ severity }) => severity === wanted).length;
  const done = repaired > 0 ? `${repaired} repaired, ` : '';
  if (findings.length === 0) return `${done}nothing found\n`;
  const fixable = findings.filter(({ fix }) => fix?.length).length;
  return `${done}${count('error')} errors, ${count('warning')} warnings, ${count('info')} notes${fixable > 0 ? `; ${fixable} can be repaired with --fix` : ''}\n`;
}
