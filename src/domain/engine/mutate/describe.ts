import { nameOf, namespaceOf, type Resource } from '../../../foundations/kube/index.ts';

/** The message of a mutation that changed something. */
export function describeMutation(resource: Resource): string {
  const namespace = namespaceOf(resource);
  const what = `mutated ${resource.kind}/${nameOf(resource)}`;
  return namespace ? `${what} in namespace ${namespace}` : what;
}
