import {
  gvkOf,
  labelsOf,
  matchLabelSelector,
  matchWildcard,
  nameOf,
  namespaceOf,
  type Resource,
} from '../../foundations/kube/index.ts';
import { type LabelSelector, parseKindSelector } from '../policy/index.ts';
import type { Lookup } from './facts.ts';

/** The objects of a set that an `objects` lookup asks for: what a source that holds all its objects answers with. */
export function selectObjects(
  objects: readonly Resource[],
  lookup: Extract<Lookup, { readonly kind: 'objects' }>,
): readonly Resource[] {
  const { group, version, kind } = parseKindSelector(lookup.selects);
  const selector = lookup.selector as LabelSelector | undefined;
  return objects.filter((object) => {
    const gvk = gvkOf(object);
    return (
      matchWildcard(kind, gvk.kind) &&
      matchWildcard(group, gvk.group) &&
      matchWildcard(version, gvk.version) &&
      (lookup.namespace === '' || matchWildcard(lookup.namespace, namespaceOf(object))) &&
      (lookup.name === '' || matchWildcard(lookup.name, nameOf(object))) &&
      (!selector || matchLabelSelector(selector, labelsOf(object)))
    );
  });
}
