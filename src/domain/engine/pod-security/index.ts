import { GoDecodeError } from '../../../foundations/kube/index.ts';
import type { ClassicException, PodSecurity, Rule } from '../../policy/index.ts';
import type { RuleContext, RuleHandler } from '../context.ts';
import { exceptionName } from '../exceptions.ts';
import { judgedResource } from '../input.ts';
import type { Outcome } from '../result.ts';
import { compileExclusion, type Exclusion } from './exclusions.ts';
import { type Pod, readPod } from './pod.ts';
import { failMessage, failProperties } from './report.ts';
import { type BrokenControl, compileStandard, type StandardCheck } from './standard.ts';

/** The exceptions that cover the rule and what is judged. */
export type ExceptionFinder = (context: RuleContext) => readonly ClassicException[];

/**
 * `validate.podSecurity`: the Pod Security Standards with exclusions. A deletion has no result.
 * An exception that names controls takes away only these; any other skips the rule.
 */
export function compilePodSecurityRule(
  rule: Rule,
  security: PodSecurity,
  findExceptions: ExceptionFinder,
): RuleHandler {
  const standard = compileStandard(security);
  const exclusions = (security.exclude ?? []).map((exclude) => compileExclusion(exclude, standard));
  return (context) => {
    const resource = judgedResource(context.input);
    if (context.deleting || !resource) return undefined;
    const exceptions = findExceptions(context);
    const whole = exceptions.find(({ spec }) => !spec.podSecurity?.length);
    if (whole) return skip('exception', [whole]);
    let pod: Pod | undefined;
    try {
      pod = readPod(resource);
    } catch (error) {
      if (!(error instanceof GoDecodeError)) throw error;
      return { status: 'error', message: `Error while getting new resource: ${error.message}` };
    }
    if (!pod) {
      return { status: 'error', message: 'Error while getting new resource: could not find correct resource type' };
    }
    const broken = exclude(standard(pod), exclusions, pod);
    if (broken.length === 0) return { status: 'pass', message: `Validation rule '${rule.name}' passed.` };
    const left = exclude(broken, exceptionExclusions(exceptions, standard), pod);
    if (left.length === 0) return skip('exceptions', exceptions);
    return {
      status: 'fail',
      message: failMessage(rule.name, security, left, resource.kind),
      properties: failProperties(security, left, resource),
    };
  };
}

function exclude(
  broken: readonly BrokenControl[],
  exclusions: readonly Exclusion[],
  pod: Pod,
): readonly BrokenControl[] {
  return exclusions.reduce((left, exclusion) => exclusion(left, pod), broken);
}

function exceptionExclusions(exceptions: readonly ClassicException[], standard: StandardCheck): Exclusion[] {
  return exceptions.flatMap(({ spec }) => (spec.podSecurity ?? []).map((entry) => compileExclusion(entry, standard)));
}

function skip(noun: string, exceptions: readonly ClassicException[]): Outcome {
  const names = exceptions.map(exceptionName);
  return { status: 'skip', message: `rule is skipped due to policy ${noun} ${names.join(', ')}`, exceptions: names };
}
