import type { Diagnostic } from '../../foundations/diagnostics/index.ts';
import { isClassic, type Policy, type PolicyException } from '../policy/index.ts';
import { compileValidatingPolicy } from './cel/validating-policy.ts';
import { compileClassicPolicy } from './compile-classic.ts';
import type { CompiledPolicies, CompiledPolicy } from './compiled.ts';
import { createQuerier } from './querier.ts';
import { phases } from './result.ts';

/** Compiles policies and the exceptions to them: once, for any number of evaluations. */
export function compilePolicies(
  policies: readonly Policy[],
  exceptions: readonly PolicyException[] = [],
): CompiledPolicies {
  const querier = createQuerier();
  const compiled: CompiledPolicy[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const policy of policies) {
    const one = isClassic(policy)
      ? compileClassicPolicy(policy, exceptions, querier)
      : compileValidatingPolicy(policy, exceptions);
    compiled.push(one.compiled);
    diagnostics.push(...one.diagnostics);
  }
  // Phases in which no policy has a rule cost nothing.
  const used = phases.filter((phase) => compiled.some((policy) => policy.phases.has(phase)));
  return { policies: compiled, phases: used, diagnostics };
}
