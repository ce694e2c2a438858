import { type Counts, changesOf, countResults } from '../../../../domain/report/index.ts';
import { judgeResources } from '../../../../domain/suite/index.ts';
import { findRemovedKinds } from '../../../workspace/index.ts';
import type { Console } from '../../console.ts';
import { CommandFailure, failure } from '../../failure.ts';
import type { ApplyFlags } from './flags.ts';
import { printResults } from './print-results.ts';
import { applyingLine, readInputs } from './read-inputs.ts';
import { writeChanges } from './write-changes.ts';

/** Judges resources by policies and prints what failed. Returns the exit code. */
export async function runApply(policyPaths: readonly string[], flags: ApplyFlags, console: Console): Promise<number> {
  if (flags.removeColor) console.removeColour();
  const now = Date.now();
  const inputs = await readInputs(policyPaths, flags, now);
  const { loaded, compiled, exceptions, resources, settings, facts, diagnostics } = inputs;
  console.report(diagnostics.filter(({ code }) => code !== 'FIELD_DEPRECATED'));
  const broken = diagnostics.some(({ severity }) => severity === 'error');
  if (loaded.policies.length === 0) {
    throw broken
      ? new CommandFailure([])
      : failure('COMMAND_NO_POLICY', `no policy in ${policyPaths.join(', ')}`, 'name files with policies');
  }
  const removed = flags.warningsAsErrors ? findRemovedKinds([...loaded.policies, ...exceptions]) : [];
  if (removed.length > 0) throw new CommandFailure(removed);
  console.note(applyingLine(inputs));
  const objects = resources.map(({ resource }) => resource);
  const judged = await judgeResources(compiled, objects, settings, facts);
  const placed = resources.flatMap((written) =>
    (judged.get(written.resource) ?? []).map((response) => ({ response, written })),
  );
  const counts = countResults(
    placed.map(({ response }) => response),
    flags.auditWarn,
  );
  const changes = resources.flatMap(({ resource }) => changesOf(resource, judged.get(resource) ?? [], loaded.policies));
  if (flags.output) await writeChanges(changes, flags.output);
  printResults(placed, changes, counts, flags, now, console);
  const code = exitCode(counts, flags, console);
  return broken ? 1 : code;
}

/** Source: Kyverno, "kyverno apply", exit codes. */
function exitCode(counts: Counts, { warnExitCode, warnNoPass }: ApplyFlags, console: Console): number {
  if (counts.fail > 0 || counts.error > 0) return 1;
  if (counts.warn > 0 && warnExitCode !== 0) {
    console.note(`exit as warnExitCode is ${warnExitCode}\n`);
    return warnExitCode;
  }
  if (counts.pass > 0 || !warnNoPass) return 0;
  console.note('exit as no objects satisfied policy\n');
  return warnExitCode;
}
