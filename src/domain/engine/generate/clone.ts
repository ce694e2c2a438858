import {
  gvkOf,
  isObject,
  isResource,
  type JsonObject,
  labelsOf,
  nameOf,
  namespaceOf,
  type Resource,
} from '../../../foundations/kube/index.ts';
import type { GeneratePattern } from '../../policy/index.ts';
import type { RuleContext } from '../context.ts';
import { knownFact, type Lookup } from '../facts.ts';
import { VariableError } from '../variables/scope.ts';

/** The objects that `clone` or `cloneList` copies. Throws VariableError when the one that is named is not there. */
export function findSources(pattern: GeneratePattern, context: RuleContext): readonly Resource[] {
  const { clone, cloneList, apiVersion = '', kind = '' } = pattern;
  if (clone?.name) {
    const found = look(
      { selects: `${apiVersion}/${kind}`, namespace: clone.namespace ?? '', name: clone.name },
      context,
    );
    if (found.length === 0) {
      const where = clone.namespace ? ` in namespace ${clone.namespace}` : '';
      throw new VariableError(`source resource ${kind} ${clone.name}${where} not found`);
    }
    return found.slice(0, 1);
  }
  const selector = cloneList?.selector as JsonObject | undefined;
  return (cloneList?.kinds ?? []).flatMap((selects) =>
    look({ selects, namespace: cloneList?.namespace ?? '', name: '', ...(selector ? { selector } : {}) }, context),
  );
}

function look(wanted: Omit<Extract<Lookup, { kind: 'objects' }>, 'kind'>, context: RuleContext): readonly Resource[] {
  const fact = knownFact(context.facts, { kind: 'objects', ...wanted });
  if (fact.kind === 'error') throw new VariableError(fact.message);
  return fact.kind === 'value' && Array.isArray(fact.value) ? fact.value.filter(isResource) : [];
}

/** What an API server adds to an object, and no copy takes along. */
const serverFields = ['uid', 'selfLink', 'creationTimestamp', 'managedFields', 'resourceVersion'];

/** A copy of an object under another name; nothing when the copy would be the object itself. */
export function cloneObject(source: Resource, target: GeneratePattern): Resource | undefined {
  const { namespace = '', name = '' } = target;
  if (namespaceOf(source) === namespace && nameOf(source) === name) return undefined;
  const metadata: JsonObject = { ...(isObject(source['metadata']) ? source['metadata'] : {}) };
  for (const field of serverFields) delete metadata[field];
  if (namespaceOf(source) !== namespace) delete metadata['ownerReferences'];
  metadata['name'] = name;
  if (namespace) metadata['namespace'] = namespace;
  else delete metadata['namespace'];
  metadata['labels'] = { ...labelsOf(source), ...sourceLabels(source) };
  return { ...source, apiVersion: target.apiVersion || source.apiVersion, metadata };
}

function sourceLabels(source: Resource): Record<string, string> {
  const { group, version, kind } = gvkOf(source);
  const metadata = source['metadata'] as JsonObject;
  return {
    'generate.kyverno.io/clone-source': '',
    'generate.kyverno.io/source-group': group,
    'generate.kyverno.io/source-version': version,
    'generate.kyverno.io/source-kind': kind,
    'generate.kyverno.io/source-namespace': namespaceOf(source),
    'generate.kyverno.io/source-uid': typeof metadata['uid'] === 'string' ? metadata['uid'] : '',
  };
}
