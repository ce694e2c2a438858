import { type Counts, countResults, placeResponses } from '../../../../domain/report/index.ts';
import { judgeResources } from '../../../../domain/suite/index.ts';
import type { Diagnostic } from '../../../../foundations/diagnostics/index.ts';
import type { Console } from '../../console.ts';
import { CommandFailure, failure } from '../../failure.ts';
import type { ApplyFlags } from './flags.ts';
import { printResults } from './print-results.ts';
import { type ApplyInputs, applyingLine, readInputs } from './read-inputs.ts';

/** Judges resources by policies and prints what failed. Returns the exit code. */
export async function runApply(policyPaths: readonly string[], flags: ApplyFlags, console: Console): Promise<number> {
  if (flags.removeColor) console.removeColour();
  const now = Date.now();
  const inputs = await readInputs(policyPaths, flags, now);
  const { loaded, compiled, resources, settings, facts, diagnostics } = inputs;
  console.report(diagnostics.filter(({ code }) => code !== 'FIELD_DEPRECATED'));
  const broken = diagnostics.some(({ severity }) => severity === 'error');
  if (loaded.policies.length === 0) {
    throw broken
      ? new CommandFailure([])
      : failure('COMMAND_NO_POLICY', `no policy in ${policyPaths.join(', ')}`, 'name files with policies');
  }
  if (flags.warningsAsErrors) failOnRemovedKinds(inputs);
  console.note(applyingLine(inputs));
  const objects = resources.map(({ resource }) => resource);
  const responses = [...(await judgeResources(compiled, objects, settings, facts)).values()].flat();
  const counts = countResults(responses, flags.auditWarn);
  const written = new Map(resources.map((located) => [located.resource, located]));
  printResults(placeResponses(responses, written), counts, flags, now, console);
  const code = exitCode(counts, flags, console);
  return broken ? 1 : code;
}

/** Kyverno will remove its classic kinds; Bylaw keeps them, and warns only where it is asked to. */
function failOnRemovedKinds({ loaded, exceptions }: ApplyInputs): void {
  const found = [...loaded.policies, ...exceptions].filter(({ document }) =>
    String((document.value as { apiVersion?: string }).apiVersion).startsWith('kyverno.io/'),
  );
  if (found.length === 0) return;
  throw new CommandFailure(
    found.map(
      ({ name, document }): Diagnostic => ({
        code: 'POLICY_KIND_REMOVED',
        severity: 'error',
        message: `\`${name}\` is of a kind that Kyverno will remove`,
        location: document.locate(['kind']),
        help: 'write it in a kind of policies.kyverno.io, or leave out --warnings-as-errors',
      }),
    ),
  );
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
