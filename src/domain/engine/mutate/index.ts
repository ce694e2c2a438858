import type { Resource } from '../../../foundations/kube/index.ts';
import type { Mutation } from '../../policy/index.ts';
import type { RuleContext, RuleHandler } from '../context.ts';
import type { Outcome } from '../result.ts';
import type { Querier } from '../variables/scope.ts';
import { describeMutation } from './describe.ts';
import { compileForeach } from './foreach.ts';
import { compilePatcher, type Patcher } from './patcher.ts';
import { compileTargets } from './targets.ts';

/** Compiles `mutate`: a patch of the resource itself, or of existing objects. Source: Kyverno, "Mutate Rules". */
export function compileMutateRule(mutate: Mutation, policyNamespace: string, querier: Querier): RuleHandler {
  const patcher = mutate.foreach
    ? compileForeach(mutate.foreach, policyNamespace, querier, 0)
    : compilePatcher(mutate, querier, ['mutate']);
  if (mutate.targets?.length) return compileTargets(mutate.targets, policyNamespace, patcher, querier);
  return (context) => {
    // A deleted object has nothing to patch.
    if (!context.input.resource) return undefined;
    return mutateResource(patcher, context.input.resource, context);
  };
}

function mutateResource(patcher: Patcher, resource: Resource, context: RuleContext): Outcome {
  const patched = patcher(resource, context);
  switch (patched.status) {
    case 'pass':
      return { status: 'pass', message: describeMutation(patched.resource), patchedResource: patched.resource };
    case 'skip':
      return patched;
    case 'error':
      return { ...patched, patchedResource: null };
  }
}
