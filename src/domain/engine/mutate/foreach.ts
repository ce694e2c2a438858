import type { JsonValue, Resource } from '../../../foundations/kube/index.ts';
import type { ForeachMutation } from '../../policy/index.ts';
import { compileConditions } from '../conditions/index.ts';
import type { RuleContext } from '../context.ts';
import { elementContext, evaluateList } from '../rules/foreach.ts';
import { compileContextEntries } from '../variables/context-entries.ts';
import { withObject } from '../variables/patched-scope.ts';
import { type Querier, VariableError } from '../variables/scope.ts';
import { compilePatcher, type Patcher, type PatchOutcome } from './patcher.ts';

/** Compiles `mutate.foreach`: one patch for each element of each list, each on what the one before left. */
export function compileForeach(
  blocks: readonly ForeachMutation[],
  policyNamespace: string,
  querier: Querier,
  nesting: number,
): Patcher {
  const compiled = blocks.map((block) => ({
    list: block.list,
    patch: compileBlock(block, policyNamespace, querier, nesting),
  }));
  return (resource, context) => {
    let [current, inner, changed] = [resource, context, false];
    for (const { list, patch } of compiled) {
      const outcome = patchList(list, patch, current, inner, querier);
      if (outcome.status === 'error') return outcome;
      if (outcome.status === 'skip') continue;
      changed = true;
      current = outcome.resource;
      // The next block sees what this one changed.
      inner = withObject(inner, current);
    }
    return changed ? { status: 'pass', resource: current } : { status: 'skip', message: '0 elements processed' };
  };
}

type PatchElements = (resource: Resource, context: RuleContext, elements: readonly JsonValue[]) => PatchOutcome;

function patchList(
  list: string,
  patch: PatchElements,
  resource: Resource,
  context: RuleContext,
  querier: Querier,
): PatchOutcome {
  let elements: readonly JsonValue[];
  try {
    elements = evaluateList(list, context, querier);
  } catch (error) {
    if (!(error instanceof VariableError)) throw error;
    return failed(`failed to evaluate list ${list}: ${error.message}`);
  }
  const outcome = patch(resource, context, elements);
  return outcome.status === 'error' ? failed(`failed to mutate elements: ${outcome.message}`) : outcome;
}

function compileBlock(
  block: ForeachMutation,
  policyNamespace: string,
  querier: Querier,
  nesting: number,
): PatchElements {
  const patcher = block.foreach?.length
    ? compileForeach(block.foreach, policyNamespace, querier, nesting + 1)
    : compilePatcher(block, querier);
  const inner = compileInner(block, policyNamespace, querier);
  const merges = block.patchStrategicMerge !== undefined && block.patchStrategicMerge !== null;
  // A merge puts new list elements in front, so the last element goes first and the order stays.
  const reverse = block.order === undefined ? merges : block.order === 'Descending';
  return (resource, context, elements) => {
    let current: Resource | undefined;
    const indexed = [...elements.entries()];
    for (const [index, element] of reverse ? indexed.reverse() : indexed) {
      if (element === null) continue;
      const scoped = inner(elementContext(context, element, index, nesting, false), index);
      if (scoped === undefined) continue;
      if ('status' in scoped) return scoped;
      const outcome = patcher(current ?? resource, scoped);
      if (outcome.status === 'error') return outcome;
      if (outcome.status === 'pass') current = outcome.resource;
    }
    return current ? { status: 'pass', resource: current } : { status: 'skip', message: 'no patches applied' };
  };
}

/** The context of an element; `undefined` where its preconditions do not hold. */
function compileInner(
  block: ForeachMutation,
  policyNamespace: string,
  querier: Querier,
): (context: RuleContext, index: number) => RuleContext | PatchOutcome | undefined {
  const entries = compileContextEntries(block.context, policyNamespace, querier);
  const preconditions = compileConditions(block.preconditions, 'preconditions', querier);
  return (context, index) => {
    const inner = entries(context);
    try {
      return preconditions(inner).holds ? inner : undefined;
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      return failed(`failed to evaluate mutate.foreach[${index}].preconditions: ${error.message}`);
    }
  };
}

function failed(message: string): PatchOutcome {
  return { status: 'error', message };
}
