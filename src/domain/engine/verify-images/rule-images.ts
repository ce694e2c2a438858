import { formatImageReference, type Resource } from '../../../foundations/kube/index.ts';
import { modernVerification, type Rule } from '../../policy/index.ts';
import { customExtraction, findImages } from '../variables/image-extractors.ts';
import { asImageInfo, type ImageInfo, podImages } from '../variables/images.ts';
import { type Querier, type Scope, VariableError } from '../variables/scope.ts';
import { matchesAny } from './verify-image.ts';

/** Finds the images of an object for a rule. Throws VariableError where the object is not as an extractor says. */
export type RuleImages = (resource: Resource, scope: Scope) => readonly ImageInfo[];

/** A rule with extractors for a kind looks at what they find, and at nothing else. */
export function compileRuleImages(rule: Rule, querier: Querier): RuleImages {
  const byKind = new Map(
    Object.entries(rule.imageExtractors ?? {}).map(([kind, extractors]) => [kind, customExtraction(extractors)]),
  );
  return (resource, scope) => {
    const paths = byKind.get(resource.kind);
    if (!paths) return podImages(resource);
    if (paths.length === 0) throw new VariableError(`no extractors found for ${resource.kind}`);
    const query = (expression: string, text: string) => querier.queryValue(expression, text, scope);
    return paths.flatMap((path) => findImages(resource, path, query).map(asImageInfo));
  };
}

/** The images that some entry names: once for each entry that does, as in the reference. */
export function matchingImages(images: readonly ImageInfo[], rule: Rule): readonly ImageInfo[] {
  const entries = (rule.verifyImages ?? []).map(modernVerification);
  return images.flatMap((info) => {
    const text = formatImageReference(info.image);
    return entries.flatMap(({ imageReferences }) => (matchesAny(imageReferences, text) ? info : []));
  });
}
