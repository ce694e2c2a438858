import {
  isObject,
  isResource,
  type JsonObject,
  type JsonValue,
  type Resource,
} from '../../../foundations/kube/index.ts';
import type { MutationTarget } from '../../policy/index.ts';
import type { RuleContext, RuleHandler } from '../context.ts';
import { knownFact, type Lookup } from '../facts.ts';
import type { Outcome } from '../result.ts';
import { compilePreconditions } from '../rules/preconditions.ts';
import { compileContextEntries } from '../variables/context-entries.ts';
import { type Querier, Scope, VariableError } from '../variables/scope.ts';
import { compileTemplate } from '../variables/template.ts';
import { describeMutation } from './describe.ts';
import type { Patcher } from './patcher.ts';

type TargetHandler = (context: RuleContext) => readonly Outcome[];

/** Compiles `mutate.targets`: existing objects are patched, the resource that triggers the rule stays as it is. */
export function compileTargets(
  targets: readonly MutationTarget[],
  policyNamespace: string,
  patcher: Patcher,
  querier: Querier,
): RuleHandler {
  const compiled = targets.map((target, index) => compileTarget(target, index, policyNamespace, patcher, querier));
  return (context) => compiled.flatMap((handle) => handle(context));
}

function compileTarget(
  target: MutationTarget,
  index: number,
  policyNamespace: string,
  patcher: Patcher,
  querier: Querier,
): TargetHandler {
  const { context: entries, preconditions, ...selector } = target;
  const template = compileTemplate(selector as JsonObject, querier);
  const load = compileContextEntries(entries, policyNamespace, querier);
  const precondition = compilePreconditions(preconditions, querier);
  return (context) => {
    let objects: readonly Resource[];
    try {
      objects = findObjects(template.fill(context.scope, context.deleting), policyNamespace, context);
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      return [{ status: 'error', message: `failed to substitute variables in target[${index}]: ${error.message}` }];
    }
    return objects.map((object): Outcome => {
      const inner = load({ ...context, scope: new Scope(context.scope, 'target', () => object) });
      return precondition(inner) ?? patchTarget(patcher, object, inner);
    });
  };
}

function patchTarget(patcher: Patcher, object: Resource, context: RuleContext): Outcome {
  const outcome = patcher(object, context);
  if (outcome.status !== 'pass') return outcome;
  return { status: 'pass', message: describeMutation(outcome.resource), patchedTarget: outcome.resource };
}

function findObjects(filled: JsonValue, policyNamespace: string, context: RuleContext): readonly Resource[] {
  const { apiVersion, kind, namespace, name, selector } = filled as Record<string, JsonValue | undefined>;
  const lookup: Lookup = {
    kind: 'objects',
    selects: `${textOf(apiVersion)}/${textOf(kind)}`,
    // A namespaced policy changes its own namespace only.
    namespace: policyNamespace || textOf(namespace),
    name: textOf(name),
    ...(isObject(selector) ? { selector } : {}),
  };
  const fact = knownFact(context.facts, lookup);
  switch (fact.kind) {
    case 'value':
      return Array.isArray(fact.value) ? fact.value.filter(isResource) : [];
    case 'error':
      throw new VariableError(fact.message);
    case 'unavailable':
      throw new VariableError('there is no cluster to look for targets in');
  }
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
