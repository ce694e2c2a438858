import { nameOf, namespaceOf, type Resource } from '../../../foundations/kube/index.ts';

/** `namespace/Kind/name` */
export function showResource(resource: Resource): string {
  return [namespaceOf(resource), resource.kind, nameOf(resource)].filter((part) => part !== '').join('/');
}
