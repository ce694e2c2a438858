import { getPath, gvkOf, isObject, labelsOf, namespaceOf, type Resource } from '../../../foundations/kube/index.ts';
import type { ClassicPolicy } from '../../policy/index.ts';

/** Puts the labels on a generated object by which it is found again. Source: Kyverno, "Generate Rules", labels. */
export function labelGenerated(object: Resource, trigger: Resource, policy: ClassicPolicy, rule: string): Resource {
  const { group, version, kind } = gvkOf(trigger);
  const uid = getPath(trigger, ['metadata', 'uid']);
  const labels = {
    ...labelsOf(object),
    'app.kubernetes.io/managed-by': 'kyverno',
    'generate.kyverno.io/policy-name': policy.name,
    'generate.kyverno.io/policy-namespace': policy.kind === 'Policy' ? policy.namespace : '',
    'generate.kyverno.io/rule-name': rule,
    'generate.kyverno.io/trigger-group': group,
    'generate.kyverno.io/trigger-version': version,
    'generate.kyverno.io/trigger-kind': kind,
    'generate.kyverno.io/trigger-namespace': namespaceOf(trigger),
    'generate.kyverno.io/trigger-uid': typeof uid === 'string' ? uid : '',
  };
  return { ...object, metadata: { ...(isObject(object['metadata']) ? object['metadata'] : {}), labels } };
}
