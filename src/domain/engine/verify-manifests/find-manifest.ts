import { gvkOf, isResource, nameOf, namespaceOf, type Resource } from '../../../foundations/kube/index.ts';
import { parseManifests } from '../../../languages/manifest/index.ts';
import { flatten } from './difference.ts';
import type { IgnoredField } from './ignored-fields.ts';

/** Candidates that are compared when a message names none by kind and name. */
const maxCandidates = 3;

/**
 * The manifests of a signed message that an object may be made from: by group, kind and name, else those that share most
 * values with it. Source: k8s-manifest-sigstore.
 */
export function findManifests(texts: readonly string[], object: Resource, ignored: IgnoredField): readonly Resource[] {
  const all = texts.flatMap((text) => parseManifests(text, 'message').documents.map(({ value }) => value));
  const sameKind = all.filter(isResource).filter(({ kind }) => kind === object.kind);
  const { group } = gvkOf(object);
  const named = sameKind.filter((one) => gvkOf(one).group === group && nameOf(one) === nameOf(object));
  if (named.length > 0) return [named.find((one) => namespaceOf(one) === namespaceOf(object)) ?? named[0]!];
  const own = [...flatten(object)].filter(([path]) => !ignored(path));
  const scores = sameKind.map((one) => {
    const values = flatten(one);
    return own.filter(([path, value]) => values.get(path) === value).length;
  });
  const best = Math.max(...scores);
  return sameKind.filter((_, index) => scores[index] === best).slice(0, maxCandidates);
}
