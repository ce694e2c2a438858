import {
  applyJsonPatch,
  decodePatch,
  isObject,
  isResource,
  type JsonValue,
  jsonEqual,
  PatchError,
  type Resource,
  strategicMerge,
} from '../../../foundations/kube/index.ts';
import type { RuleContext } from '../context.ts';
import { parseYaml } from '../variables/parse-yaml.ts';
import { type Querier, UnresolvedVariable, VariableError } from '../variables/scope.ts';
import { compileTemplate } from '../variables/template.ts';
import { resolvePatchAnchors } from './patch-anchors.ts';

/** The two forms of a patch; strategic merge wins where both are given. */
export interface PatchSource {
  readonly patchStrategicMerge?: JsonValue;
  readonly patchesJson6902?: string;
}

/** What a patch did: `skip` when it changed nothing. */
export type PatchOutcome =
  | { readonly status: 'pass'; readonly resource: Resource }
  | { readonly status: 'skip'; readonly message: string }
  | { readonly status: 'error'; readonly message: string };

export type Patcher = (resource: Resource, context: RuleContext) => PatchOutcome;

/**
 * Compiles a patch with variables: filled in for each resource, then applied to a copy of it. `above` is where messages
 * say that the patch is.
 */
export function compilePatcher(source: PatchSource, querier: Querier, above: readonly string[] = []): Patcher {
  const merge = source.patchStrategicMerge;
  if (merge !== undefined && merge !== null)
    return compiled(merge, applyMerge, querier, [...above, 'patchStrategicMerge']);
  if (source.patchesJson6902)
    return compiled(source.patchesJson6902, applyOperations, querier, [...above, 'patchesJson6902']);
  return () => ({ status: 'error', message: 'empty mutate rule' });
}

function compiled(
  patch: JsonValue,
  apply: (resource: Resource, patch: JsonValue) => JsonValue,
  querier: Querier,
  path: readonly string[],
): Patcher {
  const template = compileTemplate(patch, querier);
  return (resource, context) => {
    try {
      // Each patch copies the resource.
      context.scope.budget.spendValue(resource, 'the patched copies of the resource');
      const patched = apply(resource, template.fill(context.scope, context.deleting));
      if (jsonEqual(resource, patched)) return { status: 'skip', message: 'no patches applied' };
      if (!isResource(patched)) throw new PatchError('the patched object has no kind or apiVersion');
      return { status: 'pass', resource: patched };
    } catch (error) {
      if (error instanceof VariableError)
        return { status: 'error', message: `variable substitution failed: ${placed(error, path).message}` };
      if (!(error instanceof PatchError)) throw error;
      return { status: 'error', message: `failed to patch resource: ${error.message}` };
    }
  };
}

function placed(error: VariableError, path: readonly string[]): VariableError {
  return error instanceof UnresolvedVariable
    ? path.reduceRight<UnresolvedVariable>((inner, key) => inner.below(key), error)
    : error;
}

function applyMerge(resource: Resource, patch: JsonValue): JsonValue {
  if (!isObject(patch)) throw new PatchError('a strategic merge patch is a map');
  return strategicMerge(resource, resolvePatchAnchors(patch, resource));
}

function applyOperations(resource: Resource, patch: JsonValue): JsonValue {
  if (typeof patch !== 'string') throw new PatchError('patchesJson6902 did not become a text');
  return applyJsonPatch(resource, decodePatch(parseOperations(patch)));
}

function parseOperations(text: string): JsonValue {
  try {
    return text.startsWith('[') ? (JSON.parse(text) as JsonValue) : parseYaml(text);
  } catch (error) {
    throw new PatchError(`failed to decode patches: ${(error as Error).message}`);
  }
}
