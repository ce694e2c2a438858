import type { CelException, Policy, PolicyException } from '../../policy/index.ts';
import type { Judged } from '../compiled.ts';
import { exceptionName } from '../exceptions.ts';
import type { Facts } from '../facts.ts';
import type { Outcome } from '../result.ts';
import type { Trace } from '../trace.ts';
import {
  compileNamed,
  confinementOf,
  envOf,
  type NamedProgram,
  PolicyActivation,
  type Surroundings,
} from './environment.ts';
import { judgeConditions } from './validations.ts';

/** What the exceptions to a policy say about a resource. */
export interface ExceptionVerdict {
  /** A full exemption. */
  readonly outcome?: Outcome;
  readonly allowedImages: readonly string[];
  readonly allowedValues: readonly string[];
}

export type CelExceptionJudge = (judged: Judged, facts: Facts, trace?: Trace) => ExceptionVerdict;

interface CompiledException {
  readonly exception: CelException;
  readonly name: string;
  readonly conditions: readonly NamedProgram[];
  /** Undefined: it never expires. */
  readonly expiresAt: number | undefined;
}

/** The exceptions of policies.kyverno.io that name a policy. An expired one does not apply, from its instant on. */
export function compileCelExceptions(policy: Policy, exceptions: readonly PolicyException[]): CelExceptionJudge {
  const compiled = exceptions
    .filter((exception): exception is CelException => exception.kind === 'cel')
    .filter(({ spec }) => spec.policyRefs.some((ref) => ref.kind === policy.kind && ref.name === policy.name))
    .map(
      (exception): CompiledException => ({
        exception,
        name: exceptionName(exception),
        conditions: compileNamed(exception.spec.matchConditions, ['spec', 'matchConditions'], envOf(policy), 'bool'),
        expiresAt: exception.spec.expiresAt === undefined ? undefined : Date.parse(exception.spec.expiresAt),
      }),
    );
  const confinedTo = confinementOf(policy);
  return (judged, facts, trace) => judgeAll(compiled, judged, { facts, confinedTo, trace });
}

function judgeAll(
  compiled: readonly CompiledException[],
  judged: Judged,
  surroundings: Surroundings,
): ExceptionVerdict {
  const allowedImages: string[] = [];
  const allowedValues: string[] = [];
  const full: CompiledException[] = [];
  for (const candidate of compiled) {
    const reason = whyNot(candidate, judged, surroundings);
    surroundings.trace?.add({
      kind: 'exception',
      name: candidate.name,
      applied: reason === undefined,
      ...(reason ? { reason } : {}),
    });
    if (reason !== undefined) continue;
    const { images = [], allowedValues: values = [] } = candidate.exception.spec;
    if (images.length === 0 && values.length === 0) full.push(candidate);
    allowedImages.push(...images);
    allowedValues.push(...values);
  }
  if (full.length === 0) return { allowedImages, allowedValues };
  const names = full.map(({ name }) => name);
  const { reportResult } = byPriority(full).exception.spec;
  const message = `rule is skipped due to policy exception: ${names.join(', ')}`;
  return { outcome: { status: reportResult ?? 'skip', message, exceptions: names }, allowedImages, allowedValues };
}

function whyNot(
  { conditions, expiresAt }: CompiledException,
  judged: Judged,
  surroundings: Surroundings,
): string | undefined {
  if (expiresAt !== undefined && !(judged.input.now < expiresAt)) return 'it has expired';
  const { holds, error } = judgeConditions(conditions, new PolicyActivation(judged, [], surroundings));
  return holds ? undefined : (error ?? 'its match conditions do not hold');
}

/** The label `polex.kyverno.io/priority` decides whose result is reported. */
function byPriority(exceptions: readonly CompiledException[]): CompiledException {
  const priority = ({ exception }: CompiledException) =>
    Number(exception.labels['polex.kyverno.io/priority'] ?? 0) || 0;
  return exceptions.reduce((best, candidate) => (priority(candidate) > priority(best) ? candidate : best));
}
